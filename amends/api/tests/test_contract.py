"""The description holds: schemathesis sends what it allows and what it forbids, and every answer is as described."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from amends.api.tests.conftest import Caller
from amends.core import make
from amends.core.models import Complaint
from amends.office.models import Person
from amends.office.tokens import create_token

pytestmark = pytest.mark.django_db

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
DESCRIBED = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations()]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def token(vera: Person) -> Iterator[str]:
    """A request's end does not end the test's transaction (as in Django's own test client)."""
    make.complaint(by=vera, until="classified")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield create_token(vera, at=timezone.now())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_a_few_of_each(operation: Any, token: str) -> None:
    _campaign(operation, token, 4)


@pytest.mark.hard
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_many_of_each(operation: Any, token: str) -> None:
    _campaign(operation, token, 100)


def _campaign(operation: Any, token: str, examples: int) -> None:
    for mode in MODES:

        @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            case.headers["Authorization"] = f"Bearer {token}"
            case.headers["Host"] = "localhost"
            if "number" in case.path_parameters:
                known = Complaint.objects.get(number="PX-2026-000001")
                case.path_parameters["number"] = known.number
                if "If-Match" in case.headers:
                    case.headers["If-Match"] = f'"{known.version}"'
            case.call_and_validate(checks=CHECKS)

        one()


def test_the_description_is_complete(anyone: Caller) -> None:
    told = anyone.get("/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"] and operation["operationId"], path
            success = [status for status in operation["responses"] if status.startswith("2")]
            assert success and "content" in operation["responses"][success[0]], (path, method)
            assert operation["responses"]["422"]["content"]["application/problem+json"]
            assert ("security" in operation) is not path.startswith(("/api/v1/public/", "/api/v1/alarms/")), path
