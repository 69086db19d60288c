"""The office that the form belongs to, and a sender who answers its questions."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from amends.core import make
from amends.office.models import Office, Person, Shift

TEXT = "The jar of apple puree hissed when I opened it and smelled sour."


@pytest.fixture
def office(db: None) -> Office:
    return make.office(currency="RUB", jurisdiction="RU")


@pytest.fixture
def olga(office: Office) -> Person:
    """On duty now."""
    person = make.person("Olga", "operator")
    now = timezone.now()
    Shift.objects.create(person=person, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=8))
    return person


@pytest.fixture
def answers() -> Callable[..., dict[str, Any]]:
    """All fields of a finished form; any of them may be given."""

    def given(**changed: Any) -> dict[str, Any]:
        return {
            "key": "k" * 32, "step": "5", "go": "send", "whole": "yes", "kind": "complaint", "text": TEXT,
            "name": "Anna Sokolova", "email": "anna@mail.example", "phone": "+7 900 123-45-67",
        } | changed  # fmt: skip

    return given


@pytest.fixture
def send(client: Client, office: Office, answers: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    return lambda **changed: client.post("/complain", answers(**changed))
