"""“What if”: a rule, a moment and a calendar, typed by a person, to a due moment or a penalty. One way for command and screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from amends.core.queries import calendars as ready
from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar, CalendarFault
from amends.core.rules.law import penalty, reckoning
from amends.core.rules.law.book import EVERYWHERE, RuleBook
from amends.core.rules.law.penalty import Penalty
from amends.core.rules.law.reckoning import Due
from amends.core.rules.law.rule import Rule, Term, Unit
from amends.core.rules.words import N_, Reason

LONGEST_DELAY = 36_525


class NoCalendar(CalendarFault):
    """There is no ready calendar of this code."""

    def __init__(self, code: str) -> None:
        text = N_("There is no calendar %(calendar)s; there are: %(known)s.")
        super().__init__(Reason(text, {"calendar": code, "known": ", ".join(ready.PLACES)}))


class NeedsPrice(ValueError):
    """The rule is a penalty by the day: it is asked with a sum and a day, not for a due moment."""


class NeedsContract(ValueError):
    """The term of the rule stands in a contract, which is not asked for here."""


class TooLong(ValueError):
    """The day of the reckoning is before the missed one, or more than a hundred years after it."""


@dataclass(frozen=True, slots=True)
class TypedDays:
    """What somebody adds to a calendar; `weekend` None leaves its own."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    weekend: frozenset[int] | None = None

    def __bool__(self) -> bool:
        return bool(self.holidays or self.workdays or self.weekend is not None)


@dataclass(frozen=True, slots=True)
class Answer:
    rule: Rule
    calendar: Calendar
    due: Due


def when(
    book: RuleBook,
    rule_id: str,
    moment: date | datetime,
    *,
    code: str = "",
    typed: TypedDays | None = None,
    extended: bool = False,
    home: Calendar | None = None,
) -> Answer:
    """When the rule is due after a moment, by the version in force that day; a moment without zone is the calendar's.

    `home` is the office's own calendar, in which its own rules count unless a code is given. Refuses a rule that is
    unknown or not in force (NoRule), a calendar that is unknown or has no working day (CalendarFault), a penalty
    (NeedsPrice), and a term that stands in a contract (NeedsContract).
    """
    newest = book.versions(rule_id)[-1]
    calendar = calendar_for(newest, moment, code=code, typed=typed or TypedDays(), home=home)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        moment = moment.replace(tzinfo=calendar.tz)
    day = calendars.day_of(calendar, moment) if isinstance(moment, datetime) else moment
    rule = book.rule(rule_id, day)
    if rule.unit is Unit.PERCENT_A_DAY:
        raise NeedsPrice(rule.id)
    if rule.term is Term.CONTRACT and rule.length is None:
        raise NeedsContract(rule.id)
    return Answer(rule, calendar, reckoning.due(rule, moment, calendar, extended=extended))


def calendar_for(
    rule: Rule, moment: date | datetime, *, code: str, typed: TypedDays, home: Calendar | None = None
) -> Calendar:
    """The jurisdiction's own; exactly what was typed once days are typed without a code; both together with one."""
    wanted = code or rule.jurisdiction
    if wanted not in ready.PLACES:
        raise NoCalendar(wanted)
    day = moment.date() if isinstance(moment, datetime) else moment
    own = home if wanted == EVERYWHERE and not code else None
    if not typed:
        return own or ready.around(wanted, day)
    base = own or (ready.around(wanted, day) if code else Calendar(code="typed", zone=ready.PLACES[wanted].zone))
    return replace(
        base,
        weekend=base.weekend if typed.weekend is None else typed.weekend,
        holidays={**base.holidays, **dict.fromkeys(typed.holidays, "")},
        workdays=base.workdays | typed.workdays,
    )


def cost(book: RuleBook, rule_id: str, missed: date, until: date, price: Decimal) -> tuple[Rule, Penalty]:
    """What a missed day has cost until another, and the rule in force then.

    Refuses a rule that is unknown, not in force or no penalty (NoRule, NotAPenalty), and days that do not fit (TooLong).
    """
    if not 0 <= (until - missed).days <= LONGEST_DELAY:
        raise TooLong
    found = penalty.penalty(book, rule_id, missed, until, price)
    return book.rule(rule_id, until), found
