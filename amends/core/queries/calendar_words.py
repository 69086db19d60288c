"""A calendar in words, and what differs between two versions of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from babel.dates import get_day_names
from django.utils.translation import gettext, pgettext

from amends.core.queries.rule_words import Difference
from amends.core.rules import calendar_file, letter_dates
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.rule import said
from amends.ui.numbers import digits, locale_of, number

MOST_NAMED = 40
"""Days that are named one by one; of more than that the rest is counted."""


def weekdays(language: str) -> Mapping[int, str]:
    """The names of the days of the week; Monday is 0."""
    return dict(get_day_names("wide", "stand-alone", locale=locale_of(language)))


def week(language: str) -> list[int]:
    """The days of the week in the reader's order."""
    first: int = locale_of(language).first_week_day
    return [(first + n) % 7 for n in range(7)]


def lines(calendar: Calendar, language: str) -> dict[str, str]:
    """Zone, weekend and hours, by what they are about."""
    names = weekdays(language)
    told = {gettext("Time zone"): calendar.zone, pgettext("day", "Weekend"): weekend(calendar, language)}
    for day in week(language):
        if calendar.hours:
            told[names[day]] = hours(calendar.hours.get(day, ()), language)
    if not calendar.hours:
        told[gettext("Working hours")] = gettext("The whole working day")
    if calendar.known_to:
        told[gettext("Public holidays are known until")] = letter_dates.day(calendar.known_to, language)
    return told


def weekend(calendar: Calendar, language: str) -> str:
    names = weekdays(language)
    return _joined((names[day] for day in week(language) if day in calendar.weekend), language) or gettext("none")


def hours(spans: Iterable[tuple[int, int]], language: str) -> str:
    """09:00–13:00, 14:00–18:00 in the reader's digits; or that nobody works."""
    typed = calendar_file.hours_in_words(tuple(spans))
    return gettext("closed") if typed == "-" else digits(typed.replace("-", "–"), language)


def differences(before: Calendar | None, after: Calendar, language: str) -> list[Difference]:
    """What the later version changes: the week, and day by day what is added and taken away."""
    old, new = lines(before, language) if before else {}, lines(after, language)
    found = [
        Difference(what, old.get(what, ""), new.get(what, ""))
        for what in dict.fromkeys([*old, *new])
        if old.get(what) != new.get(what)
    ]
    for what, was, now in (
        (gettext("Days off"), _holidays(before, language), _holidays(after, language)),
        (gettext("Make-up working days"), _workdays(before), _workdays(after)),
        (gettext("Days with hours of their own"), _special(before, language), _special(after, language)),
    ):
        gone, come = was.items() - now.items(), now.items() - was.items()
        if gone or come:
            found.append(Difference(what, _days(gone, language), _days(come, language)))
    return found


def _holidays(calendar: Calendar | None, language: str) -> dict[date, str]:
    holidays = calendar.holidays if calendar else {}
    return {day: name if isinstance(name, str) else said(name, language) for day, name in holidays.items()}


def _workdays(calendar: Calendar | None) -> dict[date, str]:
    return dict.fromkeys(calendar.workdays if calendar else (), "")


def _special(calendar: Calendar | None, language: str) -> dict[date, str]:
    return {day: hours(spans, language) for day, spans in (calendar.special if calendar else {}).items()}


def _days(days: Iterable[tuple[date, str]], language: str) -> str:
    known = sorted(days)
    words = [_named(day, name, language) for day, name in known[:MOST_NAMED]]
    if len(known) > MOST_NAMED:
        words.append(gettext("and %(count)s more") % {"count": number(len(known) - MOST_NAMED, language)})
    return _joined(words, language)


def _named(day: date, name: str, language: str) -> str:
    return f"{letter_dates.day(day, language)} ({name})" if name else letter_dates.day(day, language)


def _joined(words: Iterable[str], language: str) -> str:
    return {"fa": "، ", "zh": "、"}.get(language, ", ").join(words)
