"""A case with its secrets, and somebody who comes in by them."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from amends.core import make
from amends.core.models import Complaint
from amends.core.rules.codes import Codes, codes_of
from amends.office.models import Office, Person, Team


@pytest.fixture
def office(db: None) -> Office:
    return make.office(jurisdiction="RU")


@pytest.fixture
def boris(office: Office) -> Person:
    return make.person("Boris", "operator", team=Team.objects.get(code="front"))


@pytest.fixture
def vera(office: Office) -> Person:
    return make.person("Vera", "head")


@pytest.fixture
def codes() -> Callable[..., Codes]:
    return lambda case, position=0: codes_of(case.receipt, position, settings.SECRET_KEY)


@pytest.fixture
def visit(client: Client, codes: Callable[..., Codes]) -> Callable[[Complaint], Client]:
    """The client, come in by the link of a case."""

    def come_in(case: Complaint, position: int = 0) -> Client:
        assert client.get(f"/follow/{codes(case, position).token}").status_code == 302
        return client

    return come_in
