"""A caller of the API, and an office with its cast."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from amends.core.tests.conftest import boris, front, gleb, ivan, marina, office, vera, zoya
from amends.office.models import Person
from amends.office.tokens import create_token

__all__ = ["boris", "front", "gleb", "ivan", "marina", "office", "vera", "zoya"]


class Caller:
    """Speaks JSON to the API, as a person when given a token; every error must be a problem document."""

    def __init__(self, token: str = "", language: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        if language:
            self.headers["Accept-Language"] = language

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return self._checked(self.client.get(self._at(path), query or {}, headers=self._with(headers)))

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        kind = headers.pop("Content_Type", "application/json")
        return self._checked(self.client.post(self._at(path), content, kind, headers=self._with(headers)))

    def send(self, path: str, form: dict[str, Any], **headers: str) -> HttpResponse:
        return self._checked(self.client.post(self._at(path), form, headers=self._with(headers)))

    def _at(self, path: str) -> str:
        return path if path.startswith("/api/") else f"/api/v1{path}"

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return self.headers | {name.replace("_", "-"): value for name, value in headers.items()}

    def _checked(self, response: HttpResponse) -> HttpResponse:
        assert response.headers["Content-Type"] == (
            "application/problem+json" if response.status_code >= 400 else "application/json"
        )
        if response.status_code >= 400:
            said = response.json()
            assert said["status"] == response.status_code
            assert said["type"].startswith("urn:amends:problem:")
            assert said["title"] and said["detail"]
            assert "Traceback" not in response.content.decode()
        return response


@pytest.fixture
def anyone() -> Caller:
    return Caller()


@pytest.fixture
def as_person() -> Callable[..., Caller]:
    def caller(person: Person, *scopes: str, language: str = "") -> Caller:
        token = create_token(person, at=timezone.now(), scopes=scopes or ("read", "write"))
        return Caller(token, language)

    return caller
