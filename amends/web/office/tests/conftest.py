"""Ada sets up the office, Olga works in it, Vera is its head; each is signed in by a client of their own."""

import pytest
from django.conf import LazySettings
from django.test import Client

from amends.core import make
from amends.office.models import Office, Person

PASSWORD = "porridge and honey 7"


@pytest.fixture(autouse=True)
def _quiet_house(settings: LazySettings) -> None:
    settings.REQUIRE_MFA = "none"
    settings.RATE_LIMITS = False


@pytest.fixture
def office(db: None) -> Office:
    return make.office()


@pytest.fixture
def ada(office: Office) -> Person:
    return make.person("Ada", "admin", password=PASSWORD)


@pytest.fixture
def olga(office: Office) -> Person:
    return make.person("Olga", "operator", password=PASSWORD)


@pytest.fixture
def vera(office: Office) -> Person:
    """A head of the office, who sees its cases."""
    return make.person("Vera", "head", password=PASSWORD)


@pytest.fixture
def as_ada(ada: Person) -> Client:
    return signed_in(ada)


@pytest.fixture
def as_olga(olga: Person) -> Client:
    return signed_in(olga)


@pytest.fixture
def as_vera(vera: Person) -> Client:
    return signed_in(vera)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
