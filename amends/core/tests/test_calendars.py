"""Working days and working time: weekends, holidays, make-up days, lunch, night shifts, and the nights clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar

OFFICE_DAY = ((9 * 60, 13 * 60), (14 * 60, 18 * 60))
OFFICE = Calendar("office", "Europe/Berlin", hours=dict.fromkeys(range(5), OFFICE_DAY))
NEW_YORK = Calendar("new york", "America/New_York", weekend=frozenset(), hours=dict.fromkeys(range(7), ((60, 240),)))
NIGHT = Calendar("night", "Europe/Moscow", weekend=frozenset(), hours=dict.fromkeys(range(7), ((22 * 60, 30 * 60),)))


def _berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE.tz)


TIMES = {
    "within the morning": (OFFICE, "2026-03-02T09:30", 2, "2026-03-02T11:30"),
    "over lunch": (OFFICE, "2026-03-02T12:00", 2, "2026-03-02T15:00"),
    "exactly to lunch stays before it": (OFFICE, "2026-03-02T09:00", 4, "2026-03-02T13:00"),
    "exactly to closing is still that day": (OFFICE, "2026-03-02T14:00", 4, "2026-03-02T18:00"),
    "from closing counts from the next opening": (OFFICE, "2026-03-02T18:00", 1, "2026-03-03T10:00"),
    "from the weekend": (OFFICE, "2026-03-07T11:00", 1, "2026-03-09T10:00"),
    "over the weekend": (OFFICE, "2026-03-06T16:30", 4, "2026-03-09T11:30"),
    "nothing, from outside, is the next opening": (OFFICE, "2026-03-07T11:00", 0, "2026-03-09T09:00"),
    "into the week of summer time": (OFFICE, "2026-03-27T17:00", 2, "2026-03-30T10:00"),
}


@pytest.mark.parametrize(("calendar", "start", "hours", "end"), TIMES.values(), ids=TIMES.keys())
def test_working_time(calendar: Calendar, start: str, hours: int, end: str) -> None:
    reached = calendars.add_working_time(calendar, _berlin(start), timedelta(hours=hours))
    assert reached == _berlin(end)
    if hours:
        assert calendars.working_time_between(calendar, _berlin(start), reached) == timedelta(hours=hours)
        assert calendars.working_time_between(calendar, reached, _berlin(start)) == -timedelta(hours=hours)


def test_a_night_that_loses_an_hour_gives_an_hour_less_of_work() -> None:
    start = datetime(2026, 3, 8, 0, 30, tzinfo=NEW_YORK.tz)  # open from one to four; two to three does not exist
    spans = list(calendars.spans_on(NEW_YORK, date(2026, 3, 8)))
    assert spans == [(datetime(2026, 3, 8, 6, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC))]
    assert calendars.add_working_time(NEW_YORK, start, timedelta(hours=2)) == datetime(2026, 3, 8, 8, tzinfo=UTC)


def test_a_night_that_gains_an_hour_gives_an_hour_more_of_work() -> None:
    spans = list(calendars.spans_on(NEW_YORK, date(2026, 11, 1)))
    assert spans == [(datetime(2026, 11, 1, 5, tzinfo=UTC), datetime(2026, 11, 1, 9, tzinfo=UTC))]


def test_an_opening_that_does_not_exist_is_the_end_of_the_gap() -> None:
    late = Calendar("late", "America/New_York", weekend=frozenset(), hours={6: ((150, 240),)})
    spans = list(calendars.spans_on(late, date(2026, 3, 8)))
    assert spans == [(datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC))]


def test_a_night_shift_belongs_to_the_day_it_begins() -> None:
    at = datetime(2026, 3, 3, 2, tzinfo=NIGHT.tz)
    assert calendars.add_working_time(NIGHT, at, timedelta(hours=4)) == datetime(2026, 3, 3, 6, tzinfo=NIGHT.tz)
    assert calendars.add_working_time(NIGHT, at, timedelta(hours=5)) == datetime(2026, 3, 3, 23, tzinfo=NIGHT.tz)


def test_days() -> None:
    calendar = Calendar(
        "days",
        "Asia/Shanghai",
        holidays={date(2026, 2, 16): "Spring Festival", date(2026, 2, 17): "Spring Festival"},
        workdays=frozenset({date(2026, 2, 14)}),
        special={date(2026, 2, 18): ()},
    )
    assert calendars.is_working_day(calendar, date(2026, 2, 14)), "a make-up Saturday"
    assert not calendars.is_working_day(calendar, date(2026, 2, 18)), "closed that day"
    assert calendars.next_working_day(calendar, date(2026, 2, 15)) == date(2026, 2, 19)
    assert calendars.previous_working_day(calendar, date(2026, 2, 18)) == date(2026, 2, 14)
    assert calendars.add_working_days(calendar, date(2026, 2, 13), 2) == date(2026, 2, 19)
    assert calendars.add_working_days(calendar, date(2026, 2, 19), -2) == date(2026, 2, 13)
    assert calendars.add_working_days(calendar, date(2026, 2, 15), 0) == date(2026, 2, 15)
    assert calendars.working_days_between(calendar, date(2026, 2, 13), date(2026, 2, 19)) == 2


def test_a_walk_tells_what_a_glance_at_the_weeks_would_not() -> None:
    calendar = Calendar("d", "UTC", holidays={date(2026, 3, 9): "x"}, workdays=frozenset({date(2026, 3, 7)}))
    walk = calendars.walk(calendar, date(2026, 3, 6), 2)
    assert walk == (date(2026, 3, 10), [date(2026, 3, 9)], [date(2026, 3, 7)])


def test_a_special_day_has_its_own_hours_and_a_make_up_day_the_usual_ones() -> None:
    short = Calendar(
        "short",
        "UTC",
        hours=OFFICE.hours,
        special={date(2026, 12, 31): ((540, 720),)},
        workdays=frozenset({date(2026, 12, 26)}),
    )
    assert calendars.closing(short, date(2026, 12, 31)) == datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert calendars.closing(short, date(2026, 12, 26)) == datetime(2026, 12, 26, 18, tzinfo=UTC)
    assert calendars.closing(short, date(2026, 12, 27)) == datetime(2026, 12, 27, 23, 59, 59, tzinfo=UTC)


def test_a_day_ends_by_the_clock_on_the_wall() -> None:
    assert calendars.end_of(OFFICE, date(2026, 3, 28)) == datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)
    assert calendars.end_of(OFFICE, date(2026, 3, 29)) == datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)


NOBODY_WORKS = {
    "all days are weekend": Calendar("empty", "UTC", weekend=frozenset(range(7))),
    "no weekday has hours": Calendar("empty", "UTC", hours={0: ()}),
}


@pytest.mark.parametrize("calendar", NOBODY_WORKS.values(), ids=NOBODY_WORKS.keys())
def test_a_calendar_without_a_working_day_is_refused_in_words(calendar: Calendar) -> None:
    with pytest.raises(calendars.NoWorkingDay, match="The calendar empty has no working day"):
        calendars.add_working_days(calendar, date(2026, 3, 2), 1)
    with pytest.raises(calendars.NoWorkingDay):
        calendars.next_working_day(calendar, date(2026, 3, 2))
    with pytest.raises(calendars.NoWorkingDay):
        calendars.add_working_time(calendar, datetime(2026, 3, 2, tzinfo=UTC), timedelta(hours=1))


def test_beyond_the_last_year_is_refused_in_words() -> None:
    for reach in (calendars.moved, lambda day, days: calendars.add_working_days(OFFICE, day, days)):
        with pytest.raises(calendars.OutOfTime, match="beyond"):
            reach(date(9999, 12, 30), 5)
    with pytest.raises(calendars.OutOfTime):
        calendars.end_of(OFFICE, date.max)


@pytest.mark.parametrize("spans", [((540, 500),), ((540, 700), (600, 800)), ((1500, 1600),), ((540, 540),)])
def test_hours_that_overlap_are_refused(spans: calendars.Spans) -> None:
    with pytest.raises(calendars.CalendarFault, match="follow one another"):
        Calendar("c", "UTC", hours={0: spans})


def test_what_could_be_any_hour_is_refused() -> None:
    naive = datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        calendars.add_working_time(OFFICE, naive, timedelta(hours=1))
    with pytest.raises(ValueError, match="never taken away"):
        calendars.add_working_time(OFFICE, datetime(2026, 3, 2, tzinfo=UTC), -timedelta(hours=1))
