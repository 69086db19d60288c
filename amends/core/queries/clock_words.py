"""A clock in words: the title of its rule, why this date, and which clocks of a case a person may act upon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, gettext

from amends.core.models import Complaint, Deadline
from amends.core.queries import derivation
from amends.core.queries.clock_rows import clock_of, promised
from amends.core.queries.office_facts import office_facts
from amends.core.rules.clocks import Clock, can_extend, can_fulfil, extended_due, interim_due, pausable
from amends.core.rules.clocks.clock import Calendared
from amends.core.rules.deadlines import NEVER
from amends.core.rules.kinds import DEMAND_NAMES, DemandType
from amends.core.rules.law.book import UnknownRule
from amends.core.rules.law.reckoning import Due, Step
from amends.core.rules.law.rule import HOUR_UNITS, said
from amends.ui.numbers import between


def title(rule_id: str, version: int, language: str) -> str:
    """What a clock is about, in the rule's own words; the bare id of a rule that is no longer known."""
    try:
        return said(office_facts().library.rule(rule_id, version).title, language)
    except UnknownRule:
        return rule_id


def title_by_id(rule_id: str, language: str) -> str:
    """The same where the version is not told: by the newest one."""
    try:
        return said(office_facts().books(None).book.versions(rule_id)[-1].title, language)
    except UnknownRule:
        return rule_id


def title_of(clock: Clock, language: str) -> str:
    """The same for one clock, with the demand that it serves."""
    name = title(clock.rule, clock.rule_version, language)
    if clock.demand not in set(DemandType):
        return name
    return f"{name}{between(language)}{gettext(DEMAND_NAMES[DemandType(clock.demand)])}"


def why(row: Deadline, language: str) -> list[str]:
    """The derivation of a due moment, a sentence a line; none for a clock from before there were derivations."""
    steps = [step for step in row.steps if isinstance(step, list)]
    if not steps:
        return []
    library = office_facts().library
    rule = library.rule(row.rule, row.rule_version, row.term)
    calendar = library.calendar(Calendared(row.calendar, row.calendar_version), row.start_at)
    start = row.start_at.astimezone(calendar.tz)
    on = None if rule.unit in HOUR_UNITS or row.due_at == NEVER else row.due_at.astimezone(calendar.tz).date()
    due = Due(start, on, row.due_at, tuple(Step(code, values) for code, values in steps))
    return derivation.lines(due, rule, language, calendar)


@dataclass(frozen=True, slots=True)
class Choice:
    """A clock that something can be done with: its key, its name, when it is due, and when it would be."""

    key: str
    name: str
    due_at: datetime
    new_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be done with the clocks of one case now. `reasons` are those for which some clock may stand still."""

    extendable: list[Choice]
    fulfillable: list[Choice]
    reasons: list[str]
    stand_still: bool
    may_tell_interim: bool


def choices(case: Complaint) -> Choices:
    """One query."""
    now, library = promised(case), office_facts().library
    language = get_language() or "en"

    def choice(clock: Clock, new_due_at: datetime | None = None) -> Choice:
        return Choice(clock.key, title_of(clock, language), clock.due_at, new_due_at)

    return Choices(
        extendable=[choice(one, extended_due(one, library)) for one in now.clocks if can_extend(one, library)],
        fulfillable=[choice(clock) for clock in now.clocks if can_fulfil(clock, library)],
        reasons=sorted(pausable(now, library)),
        stand_still=any(clock.is_running and clock.stands_still for clock in now.clocks),
        may_tell_interim=interim_due(now, NEVER) is not None,
    )


def clock_name(row: Deadline, language: str) -> str:
    """The name of a row's clock."""
    return title_of(clock_of(row), language)
