"""What is published is what holds: a rule of the office stands above the number of its settings here too."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from amends.core import catalogue, make
from amends.core.queries.published import published
from amends.office.models import Office, Person, Policy

pytestmark = pytest.mark.django_db

OWN = """jurisdiction: "*"
laws:
  house: {{en: House rules}}
rules:
  - id: {rule}
    version: 2
    title: {{en: Ours}}
    trigger: complaint_received
    obligation: {obligation}
    length: {length}
    unit: {unit}
    from: 2026-01-01
    law: house
    certainty: policy
    binds: always
"""
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
TEXT = "We look within {assessment_hours} hours and answer within {answer_days} days."


@pytest.fixture
def vera() -> Person:
    return make.person("Vera", "head")


def _keep(vera: Person, rule: str, length: int, unit: str, obligation: str = "answer") -> None:
    text = OWN.format(rule=rule, length=length, unit=unit, obligation=obligation)
    catalogue.keep_rules(text, name="own", by=vera, at=make.MONDAY)


def _words(address: str) -> str:
    found = Client().get(address, headers={"Accept-Language": "en"}).content.decode()
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found)))


def test_the_settings_speak_where_no_rule_of_the_office_does() -> None:
    make.office(answer_days=12, assessment_hours=6)
    Policy.objects.create(version=1, valid_from=make.MONDAY, texts={"en": TEXT})
    words = _words("/promise")
    assert "We look within 6 hours and answer within 12 days." in words and "within 12 days" in words
    assert "within 12 days" in _words("/")


def test_a_rule_of_the_office_speaks_instead(vera: Person) -> None:
    make.office(answer_days=12)
    Policy.objects.create(version=1, valid_from=make.MONDAY, texts={"en": TEXT})
    _keep(vera, "POL-ANSWER", 7, "CD")
    _keep(vera, "POL-SCREEN", 2, "H", "assess")
    words = _words("/promise")
    assert "We look within 2 hours and answer within 7 days." in words and "12" not in words
    assert "within 7 days" in _words("/")


@pytest.mark.parametrize(
    ("length", "unit", "figure", "words"),
    [
        pytest.param(2, "W", 14, "2 weeks", id="weeks are days"),
        pytest.param(3, "WD", 3, "3 working days", id="working days before the weekend"),
        pytest.param(4, "WD", 6, "4 working days", id="a weekend between"),
        pytest.param(30, "H", 2, "30 hours", id="hours end on a later day"),
    ],
)
def test_a_rule_in_another_unit_is_counted_from_now(
    vera: Person, length: int, unit: str, figure: int, words: str
) -> None:
    make.office()
    _keep(vera, "POL-ANSWER", length, unit)
    found = published(TUESDAY, "en")["answer_days"]
    assert (found.figure, found.words) == (figure, words)


def test_a_rule_that_begins_later_says_nothing_yet(vera: Person) -> None:
    make.office()
    _keep(vera, "POL-ANSWER", 7, "CD")
    before = datetime(2025, 12, 1, tzinfo=UTC)
    assert published(before, "en")["answer_days"].figure == Office.current().answer_days
    assert published(timezone.now(), "en")["answer_days"].figure == 7
