"""A case with its secrets, and somebody who comes in by them."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from amends.core import make
from amends.core.models import Complaint
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules.codes import Codes, codes_of
from amends.office import limits
from amends.office.models import Office, Person, Team
from amends.web.portal import promise


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_office_facts()
    promise.forget()
    limits.here.cache_clear()
    limits.shared.cache_clear()
    yield
    translation.activate("en")
    limits.here.cache_clear()
    limits.shared.cache_clear()


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
