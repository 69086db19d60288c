"""Moments and days as a letter writes them: in its language, calendar, digits, and the reader's own time zone."""

from datetime import date, datetime, tzinfo
from functools import lru_cache

import jdatetime
from babel.dates import format_date

_PERSIAN_MONTHS = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_PATTERNS = {"en": "d MMMM y", "ru": "d MMMM y 'года'", "zh": "y年M月d日"}


def moment(at: datetime, language: str, zone: tzinfo) -> str:
    """“12 March 2026, 18:00”, “12 марта 2026 года, 18:00”, “۲۱ اسفند ۱۴۰۴، ساعت ۱۸:۰۰”, “2026年3月12日18:00”.

    Fits after “by”, «до», «تا». Refuses a moment without a zone: it would be anybody's guess.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written in a letter")
    there = at.astimezone(zone)
    clock = f"{there:%H:%M}"
    if language == "fa":
        return f"{day(there.date(), language)}، ساعت {clock.translate(_PERSIAN_DIGITS)}"
    if language == "zh":
        return f"{day(there.date(), language)}{clock}"
    return f"{day(there.date(), language)}, {clock}"


@lru_cache(maxsize=5_000)
def day(on: date, language: str) -> str:
    """“12 March 2026”, “12 марта 2026 года”, “۲۱ اسفند ۱۴۰۴”, “2026年3月12日”; the English form for any other language."""
    if language == "fa":
        there = jdatetime.date.fromgregorian(date=on)
        return f"{there.day} {_PERSIAN_MONTHS[there.month - 1]} {there.year}".translate(_PERSIAN_DIGITS)
    known = language if language in _PATTERNS else "en"
    return format_date(on, _PATTERNS[known], locale=known)
