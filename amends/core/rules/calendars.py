"""Working days and working time: weekends, holidays, make-up days, hours with lunch, zones and their changes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from amends.core.rules.words import N_, Reason

Spans = tuple[tuple[int, int], ...]
"""Open hours of a day: from minute to minute after midnight, in order. A night shift may end past 1440."""

Name = str | Mapping[str, str]
"""The name of a holiday: a text, or texts by language."""

SATURDAY_AND_SUNDAY = frozenset({5, 6})

_WHOLE_DAY: Spans = ((0, 1440),)
_LONGEST_REST = 400
_ONE_DAY = timedelta(days=1)
_LAST_MONTH = date(date.max.year, 12, 1)


class CalendarFault(ValueError):
    """A calendar that cannot be counted in. `reason` is the sentence with its values, for the reader's language."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text % reason.values)
        self.reason = reason


class NoWorkingDay(CalendarFault):
    """No working day within 400 days: nobody would ever be due."""

    def __init__(self, calendar: Calendar, near: date) -> None:
        text = N_("The calendar %(calendar)s has no working day near %(day)s.")
        super().__init__(Reason(text, {"calendar": calendar.code, "day": near.isoformat()}))


class OutOfTime(CalendarFault):
    """A day after the last or before the first that any calendar knows."""

    def __init__(self) -> None:
        super().__init__(Reason(N_("The date lies beyond what a calendar can hold.")))


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an office or a country works. Weekdays are numbers, Monday is 0; no `hours` means the whole working day.

    A make-up working day (`workdays`) is stronger than weekend and holiday, a day with its own hours (`special`; none:
    closed) stronger than both. `known_to` is the last day whose public holidays are known. Refuses hours that overlap.
    """

    code: str
    zone: str
    version: int = 1
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    holidays: Mapping[date, Name] = field(default_factory=dict)
    workdays: frozenset[date] = frozenset()
    hours: Mapping[int, Spans] = field(default_factory=dict)
    special: Mapping[date, Spans] = field(default_factory=dict)
    known_to: date | None = None
    _months: dict[date, timedelta] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Working time of whole months, by their first day, as far as anybody asked; for `working_time_between`."""

    def __post_init__(self) -> None:
        for spans in (*self.hours.values(), *self.special.values()):
            ends = [minute for span in spans for minute in span]
            if ends != sorted(ends) or any(start >= end for start, end in spans) or (ends and not 0 <= ends[0] < 1440):
                text = N_("Hours of the calendar %(calendar)s must follow one another within the day.")
                raise CalendarFault(Reason(text, {"calendar": self.code}))

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether anybody works on the day."""
    if calendar.special and day in calendar.special:
        return bool(calendar.special[day])
    if day in calendar.workdays:
        return True
    weekday = day.weekday()
    if weekday in calendar.weekend or day in calendar.holidays:
        return False
    return not calendar.hours or bool(calendar.hours.get(weekday))


def next_working_day(calendar: Calendar, day: date) -> date:
    """The day itself when it is a working day, else the first one after it. Refuses a calendar without one."""
    return _nearest(calendar, day, _ONE_DAY)


def previous_working_day(calendar: Calendar, day: date) -> date:
    """The day itself when it is a working day, else the last one before it. Refuses a calendar without one."""
    return _nearest(calendar, day, -_ONE_DAY)


def add_working_days(calendar: Calendar, day: date, count: int) -> date:
    """The COUNTth working day after the day (before it when negative); the day itself for 0."""
    return walk(calendar, day, count).day


class Walk(NamedTuple):
    """Where a count of working days ended, and what a plain look at the weeks would not show on the way."""

    day: date
    days_off: list[date]
    """Days that were no weekend and yet not worked."""
    make_up_days: list[date]
    """Days that were worked by decree."""


def walk(calendar: Calendar, day: date, count: int) -> Walk:
    """Like `add_working_days`, and tells of holidays skipped and make-up days counted."""
    found = Walk(day, [], [])
    try:
        return _walked(calendar, found, _ONE_DAY if count > 0 else -_ONE_DAY, abs(count))
    except OverflowError:
        raise OutOfTime from None


def working_days_between(calendar: Calendar, after: date, until: date) -> int:
    """Working days after one day up to another, that one included."""
    return sum(is_working_day(calendar, after + timedelta(days=n)) for n in range(1, (until - after).days + 1))


def add_working_time(calendar: Calendar, moment: datetime, amount: timedelta) -> datetime:
    """The moment, in UTC, when so much working time has passed; at closing it is still that day.

    From outside working time the count begins at the next opening. Refuses a negative amount and a moment without zone.
    """
    if amount < timedelta(0):
        raise ValueError("working time is added, never taken away")
    for opens, closes in _spans(calendar, _aware(moment)):
        begins = max(opens, moment)
        if amount <= closes - begins:
            return (begins + amount).astimezone(UTC)
        amount -= closes - begins
    raise OutOfTime


def working_time_between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The working time from one moment to another; negative when they stand the other way round."""
    if end < start:
        return -working_time_between(calendar, end, start)
    total, last = timedelta(0), _moved(end.astimezone(calendar.tz).date(), _ONE_DAY)
    day = _moved(_aware(start).astimezone(calendar.tz).date(), -_ONE_DAY)
    whole_from, whole_to = _moved(day, 2 * _ONE_DAY), _moved(last, -2 * _ONE_DAY)
    while day <= last:
        if day.day == 1 and whole_from <= day < _LAST_MONTH and (following := _next_month(day)) <= whole_to:
            total, day = total + _month(calendar, day, following), following
            continue
        for opens, closes in spans_on(calendar, day):
            total += max(timedelta(0), min(closes, end) - max(opens, start))
        day = _moved(day, _ONE_DAY)
    return total


def _month(calendar: Calendar, first: date, following: date) -> timedelta:
    """The working time of all spans that begin in a month, asked once: clocks that are late for years walk by months."""
    if first not in calendar._months:
        days = (first + timedelta(days=n) for n in range((following - first).days))
        spans = [span for day in days for span in spans_on(calendar, day)]
        calendar._months[first] = sum((closes - opens for opens, closes in spans), timedelta(0))
    return calendar._months[first]


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def usual_day(calendar: Calendar) -> timedelta:
    """How long a working day usually is: that of the first weekday with hours; a whole day where there are none."""
    return timedelta(minutes=sum(closes - opens for opens, closes in _usual(calendar)))


def spans_on(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    """Opening and closing of each span that begins on the day, as moments in UTC."""
    zone = calendar.tz
    for opens, closes in _hours(calendar, day):
        yield _instant(day, opens, zone), _instant(day, closes, zone)


def end_of(calendar: Calendar, day: date) -> datetime:
    """The last second of the day in the calendar's zone, as a moment in UTC."""
    midnight = datetime.combine(_moved(day, _ONE_DAY), time.min, calendar.tz)
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def closing(calendar: Calendar, day: date) -> datetime:
    """When work ends on the day; the last second of it where the calendar has no hours or nobody works."""
    spans = _hours(calendar, day)
    return end_of(calendar, day) if spans in {(), _WHOLE_DAY} else _instant(day, spans[-1][1], calendar.tz)


def start_of(calendar: Calendar, day: date) -> datetime:
    """The first moment of the day in the calendar's zone."""
    return datetime.combine(day, time.min, calendar.tz)


def day_of(calendar: Calendar, moment: datetime) -> date:
    """The day it is in the calendar's zone. Refuses a moment that is no day of any year there."""
    try:
        return _aware(moment).astimezone(calendar.tz).date()
    except OverflowError:
        raise OutOfTime from None


def moved(day: date, days: int) -> date:
    """So many calendar days later. Refuses to leave the years that exist."""
    return _moved(day, timedelta(days=days))


def _walked(calendar: Calendar, found: Walk, step: timedelta, left: int) -> Walk:
    # The busiest loop of the house: a calendar without days of its own hours is asked without a call for each day.
    day, rest, plain = found.day, 0, not calendar.special and not calendar.hours
    weekend, holidays, workdays = calendar.weekend, calendar.holidays, calendar.workdays
    while left:
        day += step
        is_weekend = day.weekday() in weekend
        if ((not is_weekend and day not in holidays) or day in workdays) if plain else is_working_day(calendar, day):
            left, rest = left - 1, 0
            if day in workdays:
                found.make_up_days.append(day)
        else:
            rest += 1
            if not is_weekend:
                found.days_off.append(day)
            if rest > _LONGEST_REST:
                raise NoWorkingDay(calendar, day)
    return found._replace(day=day)


def _nearest(calendar: Calendar, day: date, step: timedelta) -> date:
    near = day
    for _ in range(_LONGEST_REST):
        if is_working_day(calendar, day):
            return day
        day = _moved(day, step)
    raise NoWorkingDay(calendar, near)


def _moved(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise OutOfTime from None


def _spans(calendar: Calendar, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From the span that holds the moment, or the next one, on and on; yesterday's night shift may still be open."""
    day = moment.astimezone(calendar.tz).date()
    yesterday = _moved(day, -_ONE_DAY)
    if any(closes > _WHOLE_DAY[0][1] for _, closes in _hours(calendar, yesterday)):
        day = yesterday
    while True:
        day = _nearest(calendar, day, _ONE_DAY)
        yield from (span for span in spans_on(calendar, day) if span[1] > moment)
        day = _moved(day, _ONE_DAY)


def _hours(calendar: Calendar, day: date) -> Spans:
    if day in calendar.special:
        return calendar.special[day]
    if not is_working_day(calendar, day):
        return ()
    # A make-up Saturday has no hours of its own: people come as on the first working day of the week.
    return calendar.hours.get(day.weekday()) or _usual(calendar)


def _usual(calendar: Calendar) -> Spans:
    return next((spans for _, spans in sorted(calendar.hours.items()) if spans), _WHOLE_DAY)


# Remembered, because the cases of a day ask for the same few openings and closings, and zones answer slowly.
@lru_cache(maxsize=8192)
def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """A minute of the wall clock in UTC: the first of two in a repeated hour, the end of the gap inside a skipped one."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    early, late = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    if (before := early.utcoffset()) == (after := late.utcoffset()) or before is None or after is None:
        return early.astimezone(UTC)
    return early.astimezone(UTC) if before > after else _end_of_gap(wall, zone)


def _end_of_gap(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first wall-clock minute after WALL that exists again. Gaps are an hour or less, a day at most."""
    while wall.replace(tzinfo=zone).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset():
        wall += timedelta(minutes=1)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone could be any hour")
    return moment
