"""Dates in letters follow the reader's language, calendar, digits and zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from amends.core.rules import letter_dates

DAYS = {
    "en": (date(2026, 3, 12), "en", "12 March 2026"),
    "ru, genitive": (date(2026, 3, 12), "ru", "12 марта 2026 года"),
    "ru, May": (date(2026, 5, 1), "ru", "1 мая 2026 года"),
    "fa": (date(2026, 3, 12), "fa", "۲۱ اسفند ۱۴۰۴"),
    "fa, Nowruz": (date(2026, 3, 21), "fa", "۱ فروردین ۱۴۰۵"),
    "fa, last day of a leap year": (date(2025, 3, 20), "fa", "۳۰ اسفند ۱۴۰۳"),
    "zh": (date(2026, 3, 12), "zh", "2026年3月12日"),
    "a language without letters": (date(2026, 3, 12), "de", "12 March 2026"),
}
MOMENTS = {
    "en": ("en", "Europe/London", "2 March 2026, 19:40"),
    "ru": ("ru", "Europe/Moscow", "2 марта 2026 года, 22:40"),
    "ru, the other end of the country": ("ru", "Asia/Vladivostok", "3 марта 2026 года, 05:40"),
    "fa": ("fa", "Asia/Tehran", "۱۱ اسفند ۱۴۰۴، ساعت ۲۳:۱۰"),
    "zh": ("zh", "Asia/Shanghai", "2026年3月3日03:40"),
}


@pytest.mark.parametrize(("on", "language", "words"), DAYS.values(), ids=DAYS.keys())
def test_days(on: date, language: str, words: str) -> None:
    assert letter_dates.day(on, language) == words


@pytest.mark.parametrize(("language", "zone", "words"), MOMENTS.values(), ids=MOMENTS.keys())
def test_moments_in_the_readers_zone(language: str, zone: str, words: str) -> None:
    assert letter_dates.moment(datetime(2026, 3, 2, 19, 40, tzinfo=UTC), language, ZoneInfo(zone)) == words


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        letter_dates.moment(datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None), "en", UTC)
