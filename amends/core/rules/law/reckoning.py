"""From a rule, a start and a calendar to the due moment, with every step of the way as data without language. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.rule import DAY_UNITS, HOUR_UNITS, DayZero, Ends, Roll, Rule, Unit


class Pause(NamedTuple):
    """The clock stands still from a moment to a moment (None: still does) for one of the reasons of a rule."""

    begins: datetime
    ends: datetime | None
    reason: str


class Step(NamedTuple):
    """One step of a reckoning: a code and its values, days and moments as ISO texts, so that it can be kept as JSON."""

    code: str
    values: Mapping[str, str | int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Due:
    """When a rule is due. `due_on` is None for clocks of hours; both are None where the rule has no term or stands still.

    `start` keeps the offset it came with, `due_at` is in UTC.
    """

    start: datetime
    due_on: date | None
    due_at: datetime | None
    steps: tuple[Step, ...]

    @property
    def stated(self) -> str:
        """“2026-03-16” for days, “2026-05-02T10:00+08:00” in the offset of the start for hours, empty for nothing."""
        if self.due_on is not None:
            return self.due_on.isoformat()
        if self.due_at is None:
            return ""
        there = self.due_at.astimezone(self.start.tzinfo)
        return there.isoformat(timespec="minutes" if not (there.second or there.microsecond) else "seconds")


def due(
    rule: Rule,
    start: date | datetime,
    calendar: Calendar,
    *,
    extended: bool = False,
    pauses: Sequence[Pause] = (),
    typed: date | None = None,
) -> Due:
    """When the rule is due after a start (a day begins at midnight in the calendar's zone).

    `extended` takes the longer term where the rule has one; pauses lengthen only where the rule allows their reason;
    `typed` is a day that somebody else set and stands as it is. Refuses a moment without zone and a calendar without a
    working day. ISO 10002, 7.4 and 7.8: by when, and why.
    """
    begins = start if isinstance(start, datetime) else calendars.start_of(calendar, start)
    try:
        if typed is not None:
            return _on_typed_day(rule, begins, typed, calendar)
        return _reckoned(rule, begins, calendar, extended, pauses)
    except OverflowError:
        raise calendars.OutOfTime from None


def _reckoned(rule: Rule, begins: datetime, calendar: Calendar, extended: bool, pauses: Sequence[Pause]) -> Due:
    first = calendars.day_of(calendar, begins)
    length, steps = _length(rule, extended)
    if rule.unit in DAY_UNITS:
        return _in_days(rule, begins, first, length, calendar, _Way(steps, pauses))
    if rule.unit in HOUR_UNITS:
        return _in_hours(rule, begins, length, calendar, _Way(steps, pauses))
    if rule.unit is Unit.AT_ONCE:
        return Due(begins, None, begins.astimezone(UTC), (_started_at(rule, begins), Step("at_once")))
    return Due(begins, None, None, (_started_on(rule, first), Step("no_term")))


class _Way:
    """The steps so far and the pauses still to be looked at."""

    def __init__(self, steps: list[Step], pauses: Sequence[Pause]) -> None:
        self.steps = steps
        self.pauses = pauses

    def say(self, code: str, **values: str | int) -> None:
        self.steps.append(Step(code, values))

    def say_days(self, code: str, days: Sequence[date]) -> None:
        if days:
            self.say(code, days=" ".join(day.isoformat() for day in days))

    def allowed(self, rule: Rule, begins: datetime) -> Iterator[tuple[datetime, datetime | None, str]]:
        """Pauses for which the rule lets the clock stand still, from its start on, none counted twice."""
        reached = begins
        for pause in sorted(self.pauses, key=lambda pause: pause.begins):
            if pause.reason not in rule.pauses:
                self.say("pause_refused", reason=pause.reason)
            elif pause.ends is None or pause.ends > reached:
                yield max(pause.begins, reached), pause.ends, pause.reason
                reached = max(reached, pause.ends or pause.begins)


def _length(rule: Rule, extended: bool) -> tuple[int, list[Step]]:
    length = int(rule.length or 0)
    if extended and rule.extended is not None:
        return rule.extended, [Step("extended", {"n": rule.extended, "before": length, "unit": rule.unit.value})]
    return length, [Step("not_extendable")] if extended else []


def _started_on(rule: Rule, day: date) -> Step:
    return Step("started", {"trigger": rule.trigger, "day": day.isoformat()})


def _started_at(rule: Rule, moment: datetime) -> Step:
    return Step("started_at", {"trigger": rule.trigger, "moment": moment.isoformat()})


def _on_typed_day(rule: Rule, begins: datetime, typed: date, calendar: Calendar) -> Due:
    steps = (_started_on(rule, calendars.day_of(calendar, begins)), Step("typed", {"day": typed.isoformat()}))
    return Due(begins, typed, calendars.end_of(calendar, typed), steps)


# Hours ----------------------------------------------------------------------------------------------------------------


def _in_hours(rule: Rule, begins: datetime, length: int, calendar: Calendar, way: _Way) -> Due:
    amount = timedelta(hours=length)
    way.steps.insert(0, _started_at(rule, begins))
    ends = _after(rule, begins, amount, calendar)
    for since, until, reason in way.allowed(rule, begins):
        if since >= ends:
            break
        if until is None:
            way.say("standing_still", reason=reason, since=since.isoformat())
            return Due(begins, None, None, tuple(way.steps))
        rest = _between(rule, since, ends, calendar)
        ends = _after(rule, until, rest, calendar)
        way.say("paused", reason=reason, since=since.isoformat(), until=until.isoformat())
    way.say("hours", n=length, unit=rule.unit.value, moment=ends.astimezone(begins.tzinfo).isoformat())
    return Due(begins, None, ends, tuple(way.steps))


def _after(rule: Rule, moment: datetime, amount: timedelta, calendar: Calendar) -> datetime:
    if rule.unit is Unit.WORKING_HOURS:
        return calendars.add_working_time(calendar, moment, amount)
    return moment.astimezone(UTC) + amount


def _between(rule: Rule, start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    if rule.unit is Unit.WORKING_HOURS:
        return calendars.working_time_between(calendar, start, end)
    return end - start


# Days -----------------------------------------------------------------------------------------------------------------


def _in_days(rule: Rule, begins: datetime, first: date, length: int, calendar: Calendar, way: _Way) -> Due:
    way.steps.insert(0, _started_on(rule, first))
    if rule.day_zero is DayZero.EVENT:
        way.say("event_counts", day=first.isoformat())
        base = calendars.moved(first, -1)
    else:
        way.say("counting_from", day=calendars.moved(first, 1).isoformat())
        base = first
    last = _count(rule, base, length, calendar, way)
    for since, until, reason in way.allowed(rule, begins):
        if calendars.day_of(calendar, since) > last:
            break
        if until is None:
            way.say("standing_still", reason=reason, since=since.isoformat())
            return Due(begins, None, None, tuple(way.steps))
        last = _lengthened(rule, last, since, until, calendar)
        way.say("paused", reason=reason, since=since.isoformat(), until=until.isoformat())
    last = max(_rolled(rule, last, length, calendar, way), first)
    if (
        calendar.known_to
        and last > calendar.known_to
        and (rule.unit is Unit.WORKING_DAYS or rule.roll is not Roll.NONE)
    ):
        way.say("beyond_known", day=calendar.known_to.isoformat())
    ends = calendars.closing if rule.ends is Ends.CLOSING else calendars.end_of
    return Due(begins, last, max(ends(calendar, last), begins.astimezone(UTC)), tuple(way.steps))


def _count(rule: Rule, base: date, length: int, calendar: Calendar, way: _Way) -> date:
    if rule.unit is Unit.WORKING_DAYS:
        walk = calendars.walk(calendar, base, length)
        way.say_days("days_off", walk.days_off)
        way.say_days("make_up_days", walk.make_up_days)
        return walk.day
    if rule.unit is Unit.DAYS:
        return calendars.moved(base, length)
    if rule.unit is Unit.WEEKS:
        return calendars.moved(base, 7 * length)
    return _add_months(rule, base, length * (12 if rule.unit is Unit.YEARS else 1), way)


def _add_months(rule: Rule, base: date, months: int, way: _Way) -> date:
    """The same day so many months later; where the month has no such day its last one, or, unclamped, the next first."""
    index = base.year * 12 + base.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        raise calendars.OutOfTime
    longest = monthrange(year, month)[1]
    if base.day <= longest:
        return date(year, month, base.day)
    last = date(year, month, longest)
    if not rule.is_clamped:
        last = calendars.moved(last, 1)
    way.say("clamped", wanted=base.day, day=last.isoformat())
    return last


def _lengthened(rule: Rule, last: date, since: datetime, until: datetime, calendar: Calendar) -> date:
    begins, ends = calendars.day_of(calendar, since), calendars.day_of(calendar, until)
    if rule.unit is Unit.WORKING_DAYS:
        return calendars.add_working_days(calendar, last, calendars.working_days_between(calendar, begins, ends))
    return calendars.moved(last, (ends - begins).days)


def _rolled(rule: Rule, last: date, length: int, calendar: Calendar, way: _Way) -> date:
    to = last
    if rule.roll is Roll.NEXT:
        to = calendars.next_working_day(calendar, last)
    elif rule.roll is Roll.PREVIOUS:
        to = calendars.previous_working_day(calendar, last)
    if to == last:
        way.say("due", n=length, unit=rule.unit.value, day=last.isoformat())
    else:
        why = "holiday" if last in calendar.holidays else "rest"
        way.say("last_day", n=length, unit=rule.unit.value, day=last.isoformat(), why=why)
        way.say("rolled", to=to.isoformat())
    return to
