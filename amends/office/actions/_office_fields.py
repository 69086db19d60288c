"""What may stand in the settings of the office."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from amends.office import words
from amends.office.number_form import problem_of
from amends.office.refused import OfficeRefused

PREFIX = re.compile(r"[A-Z0-9]{1,12}")
CURRENCY = re.compile(r"[A-Z]{3}")
COUNTRY = re.compile(r"[A-Z]{2}")


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values, tidied. Refuses the first that does not work, naming its field."""
    return {name: _CHECKS.get(name, _as_it_is)(value) for name, value in values.items()}


def _as_it_is(value: Any) -> Any:
    return value


def _prefix(value: str) -> str:
    found = value.strip().upper()
    if not PREFIX.fullmatch(found):
        raise OfficeRefused(gettext("The prefix is 1 to 12 Latin letters and digits, such as PX."), "prefix")
    return found


def _number_form(value: str) -> str:
    if problem := problem_of(value.strip()):
        raise OfficeRefused(problem, "number_form")
    return value.strip()


def _currency(value: str) -> str:
    found = value.strip().upper()
    if not CURRENCY.fullmatch(found):
        raise OfficeRefused(gettext("A currency is three letters, such as EUR."), "currency")
    return found


def _jurisdiction(value: str) -> str:
    found = value.strip().upper()
    if found and not COUNTRY.fullmatch(found):
        raise OfficeRefused(gettext("A country is two letters, such as RU."), "jurisdiction")
    return found


def _span(field: str, most: int, least: int = 1) -> Callable[[int], int]:
    def check(value: int) -> int:
        if not least <= value <= most:
            words = gettext("Please give a number from %(least)s to %(most)s.")
            raise OfficeRefused(words % {"least": least, "most": most}, field)
        return value

    return check


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "names": words.names,
    "prefix": _prefix,
    "number_form": _number_form,
    "currency": _currency,
    "jurisdiction": _jurisdiction,
    "time_zone": lambda value: words.zone(value or "UTC"),
    "language": words.language,
    "assessment_hours": _span("assessment_hours", 240),
    "safety_hours": _span("safety_hours", 24),
    "answer_days": _span("answer_days", 365),
    "alarm_minutes": _span("alarm_minutes", 60),
    "alarm_test_day": _span("alarm_test_day", 6, least=0),
    "alarm_test_hour": _span("alarm_test_hour", 23, least=0),
}
