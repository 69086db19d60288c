"""The cast of the core at the screens: each person with a browser of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from amends.core import make
from amends.core.models import Complaint
from amends.core.queries import office_facts
from amends.core.tests.conftest import _fresh_office_facts, boris, front, gleb, ivan, marina, office, vera, zoya
from amends.office.models import Person
from amends.web.desk import counts

__all__ = ["_fresh_office_facts", "boris", "front", "gleb", "ivan", "marina", "office", "vera", "zoya"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Enter = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept copies last as long as a test, however slow the machine is, so that queries can be counted."""
    counts.forget()
    monkeypatch.setattr(counts, "SECONDS_KEPT", 3600.0)
    monkeypatch.setattr(office_facts, "SECONDS_KEPT", 3600.0)


@pytest.fixture
def enter(settings: Any, tmp_path: Path) -> Enter:
    """Signs a person in; files go to a folder of this test."""
    settings.REQUIRE_MFA = "none"
    settings.FILES_DIR = tmp_path / "files"

    def sign_in(person: Person) -> Client:
        client = Client(HTTP_HOST="localhost:8000")
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def case(boris: Person) -> Complaint:
    """A classified complaint of the front team that nobody has taken yet but Boris classified."""
    return make.complaint(by=boris, until="classified")
