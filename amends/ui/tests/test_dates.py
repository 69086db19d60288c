"""Moments in the reader's calendar, zone and words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from amends.ui import dates

MOSCOW, TEHRAN = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)

MOMENTS = {
    "today": (NOW + timedelta(hours=1), MOSCOW, "en", "today 14:00"),
    "yesterday in the reader's zone": (datetime(2026, 3, 2, 19, 40, tzinfo=UTC), MOSCOW, "en", "yesterday 22:40"),
    "past midnight there already": (datetime(2026, 3, 2, 21, 5, tzinfo=UTC), MOSCOW, "en", "today 00:05"),
    "this year": (datetime(2026, 2, 21, 19, 40, tzinfo=UTC), MOSCOW, "en", "Sat 21 February, 22:40"),
    "another year": (datetime(2025, 1, 26, 19, 40, tzinfo=UTC), MOSCOW, "en", "26 January 2025, 22:40"),
    "Russian": (datetime(2026, 2, 21, 19, 40, tzinfo=UTC), MOSCOW, "ru", "сб 21 февраля, 22:40"),
    "Chinese": (datetime(2026, 2, 21, 19, 40, tzinfo=UTC), MOSCOW, "zh", "2月21日 周六, 22:40"),
    "Persian, Jalali": (datetime(2026, 2, 21, 19, 40, tzinfo=UTC), TEHRAN, "fa", "شنبه ۲ اسفند, ۲۳:۱۰"),
    "Persian, another Jalali year": (datetime(2025, 1, 26, 9, 0, tzinfo=UTC), TEHRAN, "fa", "۷ بهمن ۱۴۰۳, ۱۲:۳۰"),
}


@pytest.mark.parametrize("case", MOMENTS)
def test_a_moment_is_told_as_it_is_spoken(case: str) -> None:
    at, zone, language, expected = MOMENTS[case]
    with translation.override("en"):
        assert dates.moment_words(at, now=NOW, zone=zone, language=language) == expected


FULL_DAYS = {
    "en": "Monday 2 March 2026",
    "ru": "понедельник, 2 марта 2026 г.",
    "fa": "دوشنبه ۱۱ اسفند ۱۴۰۴",
    "zh": "2026年3月2日 星期一",
}


@pytest.mark.parametrize("language", FULL_DAYS)
def test_a_full_day_leaves_nothing_out(language: str) -> None:
    assert dates.full_day(date(2026, 3, 2), language) == FULL_DAYS[language]


@pytest.mark.parametrize(
    ("gregorian", "expected"),
    [(date(2026, 3, 20), "جمعه ۲۹ اسفند ۱۴۰۴"),
     (date(2026, 3, 21), "شنبه ۱ فروردین ۱۴۰۵"),
     (date(2025, 3, 20), "پنجشنبه ۳۰ اسفند ۱۴۰۳")],
)  # fmt: skip
def test_nowruz_begins_the_year(gregorian: date, expected: str) -> None:
    assert dates.full_day(gregorian, "fa") == expected


DISTANCES = {
    "minutes ahead": (timedelta(minutes=47), "en", "in 47 minutes"),
    "never nothing": (timedelta(seconds=5), "en", "in 1 minute"),
    "just past": (timedelta(seconds=-5), "en", "1 minute ago"),
    "hours until two days": (timedelta(hours=30), "en", "in 30 hours"),
    "days": (timedelta(days=-9), "en", "9 days ago"),
    "Russian": (timedelta(hours=-14), "ru", "14 часов назад"),
    "Persian digits": (timedelta(hours=-14), "fa", "۱۴ ساعت پیش"),
    "Chinese": (timedelta(minutes=47), "zh", "47分钟后"),
}


@pytest.mark.parametrize("case", DISTANCES)
def test_a_distance_is_told_in_words(case: str) -> None:
    span, language, expected = DISTANCES[case]
    assert dates.distance_words(NOW + span, now=NOW, language=language) == expected


def test_the_exact_moment_names_its_zone() -> None:
    words = dates.exact_moment(datetime(2026, 3, 2, 19, 40, 31, tzinfo=UTC), zone=MOSCOW, language="en")
    assert words == "Monday 2 March 2026, 22:40:31 MSK"


def test_a_length_has_no_direction() -> None:
    assert dates.length_words(timedelta(days=-3), "ru") == "3 дня"
