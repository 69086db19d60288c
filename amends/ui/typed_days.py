"""Days and moments as people type them: 2026-03-05, 5.3.2026, 1404/12/14 in any digits, with an hour if they like. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

import jdatetime

from amends.ui.numbers import digits

LAST_JALALI_YEAR = 1600
"""A year up to this one is of the Persian calendar: nobody complains about what happened before 1600."""

_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_TURNED = r"(\d{1,2})[./](\d{1,2})[./](\d{4})"
_CLOCK = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::\d{2})?\s*(Z|[+-]\d{2}:?\d{2})?)?"
_MOMENT = re.compile(rf"(?:{_DAY}|{_TURNED}){_CLOCK}")
_LONGEST_RANGE = 400


class NotADay(ValueError):
    """What was typed is no day of any calendar we know."""


def moment(text: str) -> date | datetime:
    """A day, or a moment when an hour was typed; one without an offset has no zone. Refuses with NotADay."""
    found = _MOMENT.fullmatch(_plain(text))
    if not found:
        raise NotADay(text)
    year, month, day, day_2, month_2, year_2, hour, minute, offset = found.groups()
    on = _on(int(year or year_2), int(month or month_2), int(day or day_2), text)
    if hour is None:
        return on
    try:
        return datetime.fromisoformat(f"{on.isoformat()}T{int(hour):02d}:{minute}{offset or ''}")
    except ValueError:
        raise NotADay(text) from None


def day(text: str) -> date:
    """Like `moment`, without an hour."""
    found = moment(text)
    if isinstance(found, datetime):
        raise NotADay(text)
    return found


def days(text: str) -> frozenset[date]:
    """Days with commas or spaces between, or from one to another as 2026-02-15..2026-02-23. Refuses with NotADay."""
    found: set[date] = set()
    for part in re.split(r"[\s,;،、，]+", re.sub(r"\s*(\.\.|…)\s*", "..", text.strip())):
        if not part:
            continue
        first, _, last = part.partition("..")
        begins, ends = day(first), day(last or first)
        if not 0 <= (ends - begins).days <= _LONGEST_RANGE:
            raise NotADay(part)
        found |= {begins + timedelta(days=n) for n in range((ends - begins).days + 1)}
    return frozenset(found)


def written(on: date, language: str) -> str:
    """A day as the reader would type it: 2026-03-05; ۱۴۰۴/۱۲/۱۴ in Persian."""
    if not language.startswith("fa"):
        return on.isoformat()
    there = jdatetime.date.fromgregorian(date=on)
    return digits(f"{there.year}/{there.month:02d}/{there.day:02d}", language)


def _on(year: int, month: int, day: int, text: str) -> date:
    try:
        if year <= LAST_JALALI_YEAR:
            found: date = jdatetime.date(year, month, day).togregorian()
            return found
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise NotADay(text) from None


def _plain(text: str) -> str:
    """Digits, dashes and colons of any keyboard as ours, without marks that are not seen."""
    signs = unicodedata.normalize("NFKC", text.strip())[:60]
    kept = (str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in signs)
    return "".join(sign for sign in kept if unicodedata.category(sign) != "Cf").replace("−", "-").replace("،", ",")
