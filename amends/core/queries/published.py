"""The figures the office promises in public: those of its settings, or what a rule of its own says instead of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.core.queries import rule_words
from amends.core.queries.office_book import NUMBERS, instead_of_numbers, office_calendar
from amends.core.queries.office_facts import office_facts
from amends.core.rules.law.reckoning import due
from amends.core.rules.law.rule import HOUR_UNITS, Rule, Unit

HOURS, DAYS = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Published:
    """A figure in the unit of its setting, hours or days; `words` are the term of the rule that holds instead, or empty."""

    figure: int
    words: str = ""


def published(at: datetime, language: str) -> dict[str, Published]:
    """What holds for a complaint that comes now, by the name of the setting."""
    facts = office_facts()
    day = at.astimezone(facts.zone).date()
    found = {number: Published(getattr(facts.office, number)) for number in NUMBERS}
    for number, rules in instead_of_numbers(day).items():
        held = next((rule for rule in rules if rule.is_in_force(day)), None)
        if held is not None:
            figure = _figure(held, number, at.astimezone(facts.zone)) or found[number].figure
            found[number] = Published(figure, rule_words.term(held, language))
    return found


def _figure(rule: Rule, number: str, here: datetime) -> int:
    """The length of the rule. One in another unit is counted from now and rounded up: nobody waits longer than is said."""
    in_days = number.endswith("days")
    if rule.length is not None and (rule.unit is Unit.DAYS if in_days else rule.unit in HOUR_UNITS):
        return int(rule.length)
    until = due(rule, here, office_calendar(here.date()))
    if until.due_on is not None and in_days:
        return (until.due_on - here.date()).days
    return math.ceil((until.due_at - here) / (DAYS if in_days else HOURS)) if until.due_at is not None else 0
