"""The office with Olga on duty, her telephone, and a gateway on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from amends.core import make
from amends.core.queries.office_facts import forget_office_facts
from amends.lib.tests.web_server import WebServer
from amends.office import actions
from amends.office.models import Office, Person, Shift

KEY = "a key of the gateway"


@pytest.fixture
def office(db: None) -> Office:
    made = make.office()
    forget_office_facts()
    return made


@pytest.fixture
def olga(office: Office) -> Person:
    person = make.person("Olga", "operator", language="ru", alarm_phone="+79001112233")
    at = make.MONDAY
    Shift.objects.create(person=person, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=12))
    return person


@pytest.fixture
def ada(office: Office) -> Person:
    return make.person("Ada", "admin")


@pytest.fixture
def server(ada: Person, settings: Settings) -> Iterator[WebServer]:
    """Set up as the office's gateway, which this machine may be."""
    settings.ALARM_ALLOW_PRIVATE = True
    with WebServer() as opened:
        actions.keep_gateway(
            url=opened.url, header="Authorization", header_value="Bearer 12345", key=KEY, by=ada, at=make.MONDAY
        )
        yield opened
