"""The days of a term as months: where it starts, which days are counted, which are skipped, which is the last. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.reckoning import Due
from amends.core.rules.law.rule import Rule, Unit
from amends.ui import dates, months
from amends.ui.months import Month
from amends.ui.numbers import digits

START, COUNTED, SKIPPED, LAST = "start", "counted", "skipped", "last"


@dataclass(frozen=True, slots=True)
class StripDay:
    number: str
    full: str
    sort: str


@dataclass(frozen=True, slots=True)
class StripMonth:
    """`gap` is how many months before this one are not drawn."""

    title: str
    weeks: list[list[StripDay | None]]
    gap: int


def strip(rule: Rule, due: Due, calendar: Calendar, language: str) -> list[StripMonth]:
    """The months from the start to the last day; of a long term the first two and the last. Empty for no term."""
    start = calendars.day_of(calendar, due.start)
    end = due.due_on or (calendars.day_of(calendar, due.due_at) if due.due_at else None)
    if end is None or end.year > 9000:
        return []
    first, last = months.month_of(start, language), months.month_of(end, language)
    drawn = [(first, 0)]
    if first != last:
        second = first.after()
        if second != last:
            drawn.append((second, 0))
        drawn.append((last, _between(drawn[-1][0], last)))
    sorts = _Sorts(rule, due, calendar, start, end)
    return [_month(month, gap, sorts, language) for month, gap in drawn]


def _between(one: Month, other: Month) -> int:
    """Months left out: counted by their usual length, which is exact for the few years a term lasts."""
    return max(0, round((other.first - one.last).days / 30.44))


@dataclass(frozen=True, slots=True)
class _Sorts:
    rule: Rule
    due: Due
    calendar: Calendar
    start: date
    end: date

    def of(self, day: date) -> str:
        if day == self.end:
            return LAST
        if day == self.start:
            return START
        if not self.start < day < self.end:
            return ""
        if self.rule.unit in {Unit.WORKING_DAYS, Unit.WORKING_HOURS}:
            return COUNTED if calendars.is_working_day(self.calendar, day) else SKIPPED
        return SKIPPED if self._nominal and day >= self._nominal else COUNTED

    @property
    def _nominal(self) -> date | None:
        """The last day before it was moved off a rest day."""
        found = next((step.values["day"] for step in self.due.steps if step.code == "last_day"), None)
        return date.fromisoformat(str(found)) if found else None


def _month(month: Month, gap: int, sorts: _Sorts, language: str) -> StripMonth:
    weeks = [
        [StripDay(digits(month.number_of(day), language), dates.full_day(day, language), sorts.of(day)) if day else None
         for day in week]
        for week in months.weeks(month, language)
    ]  # fmt: skip
    return StripMonth(months.title(month, language), weeks, gap)
