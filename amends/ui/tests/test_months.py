"""Months of two calendars, weeks as the reader's language begins them, and days as people type them."""

from datetime import UTC, date, datetime

import pytest

from amends.ui import months, typed_days

MONDAY = date(2026, 3, 2)

TITLES = {"en": "March 2026", "ru": "март 2026", "fa": "اسفند ۱۴۰۴", "zh": "2026年3月"}
FIRST_WEEKDAYS = {"en": "Monday", "ru": "понедельник", "fa": "شنبه", "zh": "星期一"}


@pytest.mark.parametrize("language", TITLES)
def test_a_month_is_called_and_begins_as_the_reader_has_it(language: str) -> None:
    assert months.title(months.month_of(MONDAY, language), language) == TITLES[language]
    assert months.weekdays(language)[0][1] == FIRST_WEEKDAYS[language]


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("start", [MONDAY, date(2025, 3, 20), date(2024, 12, 31), date(2028, 2, 29)])
def test_months_follow_one_another_without_gap_or_overlap(language: str, start: date) -> None:
    month = months.month_of(start, language)
    for _ in range(60):
        following = month.after()
        assert (following.first - month.last).days == 1
        assert following.before() == month
        assert 28 <= len(month.days()) <= 31
        weeks = list(months.weeks(month, language))
        assert [day for week in weeks for day in week if day] == month.days()
        assert all(len(week) == 7 for week in weeks)
        assert len({week[2].weekday() for week in weeks if week[2]}) == 1
        month = following


def test_nowruz_begins_the_persian_year() -> None:
    month = months.month_of(date(2026, 3, 21), "fa")
    assert (month.first, len(month.days())) == (date(2026, 3, 21), 31)
    assert months.quarter_of(date(2026, 3, 20), "fa").first == date(2025, 12, 22)
    assert months.quarter_of(date(2026, 3, 20), "en") == months.Month(date(2026, 1, 1), date(2026, 3, 31))


def test_the_ends_of_time_are_the_nearest_month() -> None:
    for language in TITLES:
        for day in (date.min, date.max):
            months.month_of(day, language).before().after()


THE_DAY = date(2026, 3, 5)
TYPED = {
    **dict.fromkeys(("2026-03-05", "5.3.2026", "05/03/2026", "2026年3月5日", " ２０２６－０３－０５ "), THE_DAY),
    **dict.fromkeys(("1404/12/14", "۱۴۰۴/۱۲/۱۴", "١٤٠٤-١٢-١٤"), THE_DAY),
    "1403/12/30": date(2025, 3, 20),
    "2026-03-05 10:30": datetime.fromisoformat("2026-03-05T10:30"),
    "۱۴۰۴/۱۲/۱۴ ۱۰:۳۰": datetime.fromisoformat("2026-03-05T10:30"),
    "2026-03-05T10:30Z": datetime(2026, 3, 5, 10, 30, tzinfo=UTC),
}


@pytest.mark.parametrize("text", TYPED)
def test_a_day_is_understood_as_people_type_it(text: str) -> None:
    assert typed_days.moment(text) == TYPED[text]


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "1404/12/30", "1404/13/1", "2026-03", "0000-00-00",
                                  "2026-03-05 25:00", "5.3.26", "2026-03-05..2026-03-06", "9" * 400])  # fmt: skip
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(typed_days.NotADay):
        typed_days.moment(text)


def test_several_days() -> None:
    found = typed_days.days("2026-02-15..2026-02-17، ۱۴۰۴/۱۲/۱۴ 2026-03-08")
    assert len(found) == 5 and date(2026, 3, 5) in found
    with pytest.raises(typed_days.NotADay):
        typed_days.days("2026-01-01..2028-01-01")


@pytest.mark.parametrize("language", TITLES)
def test_what_is_written_is_understood_again(language: str) -> None:
    assert typed_days.day(typed_days.written(MONDAY, language)) == MONDAY
