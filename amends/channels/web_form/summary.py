"""What was answered so far, in the sender's own words, to be checked before it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amends.channels.web_form.forms import IN_MONEY, OF_THE_SENDER, Complaint, amount_of
from amends.channels.web_form.steps import STEPS
from amends.core.rules.kinds import DemandType
from amends.ui import dates, numbers

TITLES = {
    "what": _("You tell us"),
    "where": _("It was about"),
    "wish": _("To put it right you ask for"),
    "you": _("You and how we answer"),
}
AMOUNTS = {amount_of(demand): demand for demand in IN_MONEY}


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one step: label and value; several values of one question stay apart."""

    number: int
    title: Any
    rows: list[tuple[str, list[str]]]


def parts(form: Complaint, currency: str) -> list[Part]:
    """All answers that were given, step by step. An anonymous sender's name and ways are not among them."""
    found = []
    for number, step in enumerate(STEPS, start=1):
        if step.code in TITLES:
            rows = [(str(form[name].label), values) for name, values in _answers(form, step.fields, currency) if values]
            found.append(Part(number, TITLES[step.code], rows))
    return found


def _answers(form: Complaint, names: tuple[str, ...], currency: str) -> Iterator[tuple[str, list[str]]]:
    given = form.cleaned_data
    for name in names:
        if name not in AMOUNTS and not (given.get("anonymous") and name in OF_THE_SENDER):
            yield name, _shown(form[name], given.get(name), given, currency)


def _shown(field: BoundField, value: Any, given: dict[str, Any], currency: str) -> list[str]:
    language = get_language() or "en"
    if not value:
        return []
    if field.name == "demands":
        return [_demand(DemandType(code), dict(_choices(field)), given, currency) for code in value]
    if field.name == "occurred_on":
        return [dates.full_day(value, language)]
    if value is True:
        return [gettext("Yes")]
    if choices := dict(_choices(field)):
        return [str(choices.get(code, code)) for code in (value if isinstance(value, list) else [value])]
    return [str(value)]


def _demand(demand: DemandType, names: dict[str, Any], given: dict[str, Any], currency: str) -> str:
    amount = given.get(amount_of(demand))
    name = str(names[demand.value])
    return f"{name}: {numbers.money(amount, currency, get_language() or 'en')}" if amount else name


def _choices(field: BoundField) -> Any:
    return list(getattr(field.field, "choices", ()))
