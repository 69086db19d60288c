"""Moments and days in the reader's calendar, zone and words. Pure: the moment, the zone and the language come in."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

import jdatetime
from babel.dates import format_date, format_timedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from amends.ui.numbers import digits, locale_of

_SHORT = {"en": "EEE d MMMM", "ru": "EEE d MMMM", "zh": "M月d日 EEE"}
_SPOKEN = {"en": "EEEE d MMMM", "ru": "EEEE, d MMMM", "zh": "M月d日 EEEE"}
_LONG = {"en": "d MMMM yyyy", "ru": "d MMMM yyyy 'г'.", "zh": "yyyy年M月d日"}
_FULL = {"en": "EEEE d MMMM yyyy", "ru": "EEEE, d MMMM yyyy 'г'.", "zh": "yyyy年M月d日 EEEE"}
DAYS_ENOUGH = 5
"""From so many days on nobody counts the hours."""

MONTHS_FA = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_WEEK_FA = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")


def day_words(day: date, *, today: date, language: str, whole: bool = False) -> str:
    """A day as it is spoken of: today, yesterday, tomorrow, Mon 2 March; with the year when it is another year.

    `whole` says Monday for Mon.
    """
    distance = (day - today).days
    if -1 <= distance <= 1:
        return (_("yesterday"), _("today"), _("tomorrow"))[distance + 1]
    if language.startswith("fa"):
        jalali, jalali_today = (jdatetime.date.fromgregorian(date=each) for each in (day, today))
        words = f"{jalali.day} {MONTHS_FA[jalali.month - 1]}"
        if jalali.year == jalali_today.year:
            return digits(f"{_WEEK_FA[day.weekday()]} {words}", language)
        return digits(f"{words} {jalali.year}", language)
    pattern = (_SPOKEN if whole else _SHORT) if day.year == today.year else _LONG
    return _gregorian(day, pattern, language)


@lru_cache(maxsize=2048)
def full_day(day: date, language: str) -> str:
    """A day with nothing left out: Monday 2 March 2026 · دوشنبه ۱۱ اسفند ۱۴۰۴."""
    if language.startswith("fa"):
        jalali = jdatetime.date.fromgregorian(date=day)
        words = f"{_WEEK_FA[day.weekday()]} {jalali.day} {MONTHS_FA[jalali.month - 1]} {jalali.year}"
        return digits(words, language)
    return _gregorian(day, _FULL, language)


def moment_words(at: datetime, *, now: datetime, zone: tzinfo, language: str, whole: bool = False) -> str:
    """A moment as it is spoken of: today 14:05; Mon 2 March, 22:40."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    time = digits(local.strftime("%H:%M"), language)
    words = day_words(local.date(), today=today, language=language, whole=whole)
    if abs((local.date() - today).days) <= 1:
        return _("%(day)s %(time)s") % {"day": words, "time": time}
    return _("%(date)s, %(time)s") % {"date": words, "time": time}


def time_words(at: datetime, *, zone: tzinfo, language: str) -> str:
    """The time of day alone."""
    return digits(at.astimezone(zone).strftime("%H:%M"), language)


def exact_moment(at: datetime, *, zone: tzinfo, language: str) -> str:
    """A moment to the second, with the zone it is told in; shown on hover."""
    local = at.astimezone(zone)
    time = digits(local.strftime("%H:%M:%S"), language)
    return f"{full_day(local.date(), language)}, {time} {local.tzname()}"


def distance_words(at: datetime, *, now: datetime, language: str) -> str:
    """How far away a moment is, either way: in 47 minutes, 3 hours ago."""
    return _spoken(_rounded(at - now), language, direction=True)


def length_words(span: timedelta, language: str) -> str:
    """A length of time: 47 minutes, 3 days."""
    return _spoken(_rounded(abs(span)), language, direction=False)


def working_words(span: timedelta, *, usual: timedelta, language: str) -> str:
    """Working time in days of the usual length: 2 working days and 3 hours; from five days on the days are enough."""
    minutes = max(1, round(span.total_seconds() / 60))
    days, rest = divmod(minutes, round(usual.total_seconds() / 60))
    hours = rest // 60
    if not days and hours < 2:
        words = npgettext("left or late", "%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    elif not days and usual < timedelta(days=1):
        words = ngettext("%(n)s working hour", "%(n)s working hours", hours) % {"n": hours}
    else:
        whole = ngettext("%(n)s working day", "%(n)s working days", days) % {"n": days}
        part = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        both = _("%(days)s and %(hours)s") % {"days": whole, "hours": part}
        words = part if not days else both if hours and days < DAYS_ENOUGH else whole
    return digits(words, language)


def _rounded(span: timedelta) -> timedelta:
    """As exact as it is spoken, so that a list of moments is put into words only once."""
    if abs(span) < timedelta(minutes=1):
        return timedelta(minutes=-1 if span < timedelta(0) else 1)
    seconds = span.total_seconds()
    unit = 60 if abs(seconds) < 2 * 3600 else 3600 if abs(seconds) < 2 * 86400 else 86400
    return timedelta(seconds=round(seconds / unit) * unit)


@lru_cache(maxsize=4096)
def _spoken(span: timedelta, language: str, *, direction: bool) -> str:
    words = format_timedelta(
        span, granularity="minute", threshold=2, add_direction=direction, locale=locale_of(language)
    )
    return digits(words, language)


def _gregorian(day: date, patterns: dict[str, str], language: str) -> str:
    return _written(day, patterns.get(language.split("-")[0], patterns["en"]), language)


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    return format_date(day, pattern, locale=locale_of(language))
