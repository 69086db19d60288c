"""What holds for every rule, start and calendar, however odd."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.reading import shipped
from amends.core.rules.law.reckoning import Pause, due
from amends.core.rules.law.rule import Certainty, DayZero, Obligation, Roll, Rule, Unit

TIME_UNITS = (
    Unit.HOURS, Unit.WORKING_HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS, Unit.AT_ONCE,
)  # fmt: skip
ZONES = ("Europe/Moscow", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC")
DAY = timedelta(days=1)

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
moments = st.builds(datetime.combine, days, st.times(), st.just(UTC))
spans = st.sampled_from([(), ((540, 1080),), ((540, 780), (840, 1080)), ((0, 1440),), ((1320, 1800),), ((90, 150),)])


@st.composite
def some_calendars(draw: st.DrawFn) -> Calendar:
    weekend = draw(st.sets(st.integers(0, 6), max_size=5))
    hours = draw(st.one_of(st.just({}), spans.filter(bool).map(lambda span: dict.fromkeys(range(7), span))))
    return Calendar(
        "some",
        draw(st.sampled_from(ZONES)),
        weekend=frozenset(weekend),
        holidays=dict.fromkeys(draw(st.sets(days, max_size=20)), "x"),
        workdays=frozenset(draw(st.sets(days, max_size=5))),
        hours=hours,
    )


@st.composite
def some_rules(draw: st.DrawFn, units: tuple[Unit, ...] = TIME_UNITS) -> Rule:
    unit = draw(st.sampled_from(units))
    length = draw(st.integers(1, 6 if unit is Unit.YEARS else 60))
    return Rule(
        id="X",
        version=1,
        jurisdiction="*",
        title={"en": "x"},
        trigger="event",
        obligation=Obligation.ANSWER,
        unit=unit,
        length=length,
        extended=length + draw(st.integers(0, 20)),
        day_zero=draw(st.sampled_from(DayZero)),
        roll=draw(st.sampled_from(Roll)),
        pauses=("agreed",),
        certainty=Certainty.HIGH,
    )


@given(some_rules(), moments, some_calendars())
def test_nothing_is_due_before_it_starts(rule: Rule, start: datetime, calendar: Calendar) -> None:
    found = due(rule, start, calendar)
    assert found.due_at is not None and found.due_at >= start
    assert found.due_on is None or found.due_on >= calendars.day_of(calendar, start)


@given(some_rules(), moments, moments, some_calendars())
def test_who_starts_later_is_due_no_earlier(rule: Rule, one: datetime, two: datetime, calendar: Calendar) -> None:
    earlier, later = sorted((one, two))
    first, second = due(rule, earlier, calendar), due(rule, later, calendar)
    assert first.due_at is not None and second.due_at is not None
    assert first.due_at <= second.due_at


@given(
    some_rules((Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS)), moments, some_calendars(), st.integers(0, 90)
)
def test_one_more_holiday_makes_nothing_due_earlier(
    rule: Rule, start: datetime, calendar: Calendar, after: int
) -> None:
    assume(rule.roll is not Roll.PREVIOUS)
    holiday = calendars.day_of(calendar, start) + after * DAY
    more = replace(calendar, holidays={**calendar.holidays, holiday: "new"})
    before, then = due(rule, start, calendar), due(rule, start, more)
    assert before.due_at is not None and then.due_at is not None and before.due_at <= then.due_at


@given(some_rules(), moments, some_calendars())
def test_an_extension_never_shortens(rule: Rule, start: datetime, calendar: Calendar) -> None:
    plain, longer = due(rule, start, calendar), due(rule, start, calendar, extended=True)
    assert plain.due_at is not None and longer.due_at is not None and plain.due_at <= longer.due_at


@given(some_rules(), moments, some_calendars(), moments, st.integers(0, 400))
def test_a_pause_never_shortens(rule: Rule, start: datetime, calendar: Calendar, since: datetime, hours: int) -> None:
    assume(rule.roll is not Roll.PREVIOUS)
    pause = Pause(since, since + timedelta(hours=hours), "agreed")
    plain, longer = due(rule, start, calendar), due(rule, start, calendar, pauses=[pause])
    assert plain.due_at is not None and longer.due_at is not None and plain.due_at <= longer.due_at


@given(some_rules(), moments, some_calendars())
def test_the_same_question_has_the_same_answer(rule: Rule, start: datetime, calendar: Calendar) -> None:
    assert due(rule, start, calendar) == due(rule, start, calendar)


@given(some_calendars(), moments, st.integers(0, 200))
def test_working_time_added_is_working_time_between(calendar: Calendar, start: datetime, hours: int) -> None:
    amount = timedelta(hours=hours)
    end = calendars.add_working_time(calendar, start, amount)
    assert calendars.working_time_between(calendar, start, end) == amount


@given(some_calendars(), days, st.integers(1, 60))
def test_working_days_added_are_working_days_between(calendar: Calendar, day: date, count: int) -> None:
    last = calendars.add_working_days(calendar, day, count)
    assert calendars.is_working_day(calendar, last)
    assert calendars.working_days_between(calendar, day, last) == count


@given(days)
def test_no_rule_outside_its_dates(day: date) -> None:
    book = shipped()
    for rule_id in book.ids():
        rule = book.in_force(rule_id, day)
        assert rule is None or (rule.in_force_from or date.min) <= day <= (rule.in_force_to or date.max)
        assert sum(version.is_in_force(day) for version in book.versions(rule_id)) <= 1


@given(some_calendars(), moments, st.integers(0, 400), st.integers(0, 1440))
def test_long_working_time_is_the_sum_of_its_days(
    calendar: Calendar, start: datetime, count: int, minutes: int
) -> None:
    """Whole months are reckoned at once, single days never: both must come to the same."""
    steps = [start + n * DAY for n in range(count + 1)]
    steps.append(steps[-1] + timedelta(minutes=minutes))
    by_days = sum((calendars.working_time_between(calendar, *step) for step in pairwise(steps)), timedelta(0))
    assert calendars.working_time_between(calendar, start, steps[-1]) == by_days


def test_working_time_reaches_the_end_of_all_days() -> None:
    calendar = Calendar("plain", "UTC")
    end = datetime(9999, 12, 20, 12, tzinfo=UTC)
    assert calendars.working_time_between(calendar, end - 400 * DAY, end) > 280 * DAY
