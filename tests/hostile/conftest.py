"""An office and an operator; what comes in through each door is hostile."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from amends.core import make
from amends.core.models import Complaint
from amends.core.queries.office_facts import forget_office_facts
from amends.office.models import Person, Team


@pytest.fixture
def operator(db: None, settings: Any) -> Person:
    settings.REQUIRE_MFA = "none"
    settings.RATE_LIMITS = False
    make.office(time_zone="UTC", currency="EUR")
    forget_office_facts()
    return make.person("Olga", "operator", "expert", "head", team=Team.objects.get(code="front"))


@pytest.fixture
def desk(operator: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(operator)
    return client


@pytest.fixture
def case(operator: Person) -> Complaint:
    return make.complaint(at=timezone.now(), by=operator, until="classified")
