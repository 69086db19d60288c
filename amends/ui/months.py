"""Months as the reader counts them: Gregorian, or Jalali in Persian, with weeks that begin on the reader's first day. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

import jdatetime
from babel.dates import format_date

from amends.ui.dates import MONTHS_FA
from amends.ui.numbers import digits, locale_of

_ONE_DAY = timedelta(days=1)
_FIRST, _LAST = date(MINYEAR + 700, 1, 1), date(MAXYEAR - 700, 12, 31)


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first and last day, both included; days are Gregorian whatever the calendar."""

    first: date
    last: date
    is_jalali: bool = False

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def before(self) -> Month:
        return _month(self.first - _ONE_DAY, self.is_jalali)

    def after(self) -> Month:
        return _month(self.last + _ONE_DAY, self.is_jalali)

    def number_of(self, day: date) -> int:
        """The day of the month, 1 for the first."""
        return (day - self.first).days + 1


def month_of(day: date, language: str) -> Month:
    """The month of the reader's calendar that holds a day; days beyond what both calendars know count as the nearest."""
    return _month(min(max(day, _FIRST), _LAST), language.startswith("fa"))


def quarter_of(day: date, language: str) -> Month:
    """Likewise three months: the quarter of the reader's year."""
    month = month_of(day, language)
    number = jdatetime.date.fromgregorian(date=month.first).month if month.is_jalali else month.first.month
    for _ in range((number - 1) % 3):
        month = month.before()
    return Month(month.first, month.after().after().last, month.is_jalali)


def title(month: Month, language: str) -> str:
    """March 2026 · март 2026 · اسفند ۱۴۰۴ · 2026年3月."""
    if month.is_jalali:
        there = jdatetime.date.fromgregorian(date=month.first)
        return digits(f"{MONTHS_FA[there.month - 1]} {there.year}", language)
    pattern = "y年M月" if language.startswith("zh") else "LLLL y"
    return format_date(month.first, pattern, locale=locale_of(language))


def weeks(month: Month, language: str) -> Iterator[list[date | None]]:
    """Rows of seven, from the reader's first day of the week; None before the first and after the last day."""
    days: list[date | None] = [None] * ((month.first.weekday() - locale_of(language).first_week_day) % 7)
    days += month.days()
    days += [None] * (-len(days) % 7)
    for start in range(0, len(days), 7):
        yield days[start : start + 7]


def weekdays(language: str) -> list[tuple[str, str]]:
    """Short and whole names of the days of the week, in the reader's order."""
    locale = locale_of(language)
    names = locale.days["stand-alone"]
    order = [(locale.first_week_day + n) % 7 for n in range(7)]
    return [(names["short" if "short" in names else "abbreviated"][day], names["wide"][day]) for day in order]


def _month(day: date, is_jalali: bool) -> Month:
    if not is_jalali:
        first = day.replace(day=1)
        return Month(first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY)
    there = jdatetime.date.fromgregorian(date=day)
    first = jdatetime.date(there.year, there.month, 1).togregorian()
    following = (there.year + there.month // 12, there.month % 12 + 1)
    return Month(first, jdatetime.date(*following, 1).togregorian() - _ONE_DAY, is_jalali=True)
