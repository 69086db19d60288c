"""The cast of the core at the screens: each person with a browser of their own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from amends.core import make
from amends.core.models import Complaint
from amends.core.tests.conftest import boris, front, gleb, ivan, marina, office, vera, zoya
from amends.office.models import Person

__all__ = ["boris", "front", "gleb", "ivan", "marina", "office", "vera", "zoya"]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Enter = Callable[[Person], Client]


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
