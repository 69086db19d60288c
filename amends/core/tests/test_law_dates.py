"""When each rule is due: a table of named cases that a lawyer can print, check against the articles, and sign."""

from datetime import UTC, date, datetime, timedelta

import pytest

from amends.core.queries import calendars as ready
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.reading import shipped
from amends.core.rules.law.reckoning import Due, Pause, due
from amends.core.rules.law.rule import Certainty, DayZero, Ends, Obligation, Roll, Rule, Unit

PLAIN = "plain"  # Saturday and Sunday off, no public holidays

# fmt: off
CASES = [
    # rule              start         calendar   due           why
    ("RU-ZPP-22",       "2026-03-02", "RU", "2026-03-12", "the tenth day is a Thursday"),
    ("RU-ZPP-22",       "2026-03-05", "RU", "2026-03-16", "the tenth day, 15 March, is a Sunday"),
    ("RU-ZPP-22",       "2025-12-22", "RU", "2026-01-12", "the tenth day is New Year; the holidays last to 11 January"),
    ("RU-ZPP-22",       "2026-04-24", "RU", "2026-05-04", "between the holidays of May"),
    ("RU-ZPP-21a",      "2026-03-02", "RU", "2026-03-10", "the seventh day is the Monday after 8 March, a day off"),
    ("RU-ZPP-21b",      "2026-03-02", "RU", "2026-03-23", "the twentieth day, 22 March, is a Sunday"),
    ("RU-ZPP-21c",      "2026-01-31", "RU", "2026-03-02", "February has no day 31; the 28th is a Saturday"),
    ("RU-ZPP-21c",      "2024-01-31", "RU", "2024-02-29", "a leap year: the last day of February is a Thursday"),
    ("RU-ZPP-20",       "2026-03-16", "RU", "2026-04-30", "forty-five days"),
    ("RU-ZPP-20.2",     "2026-03-06", "RU", "2026-03-10", "the third day is a day off"),
    ("RU-ZPP-31",       "2026-03-05", "RU", "2026-03-16", "as for goods"),
    ("RU-ZPP-23.1.4",   "2026-03-05", "RU", "2026-03-16", "return of the prepayment"),
    ("RU-184-37",       "2026-03-10", "RU", "2026-03-20", "ten days to tell the authority"),
    ("RU-152FZ-20",     "2026-02-20", "RU", "2026-03-10", "23 February and 9 March are not counted"),
    ("RU-152FZ-20",     "2025-12-25", "RU", "2026-01-20", "31 December is a moved day off, then New Year"),
    ("RU-152FZ-21c",    "2026-03-01", "RU", "2026-03-31", "thirty days, no rolling"),
    ("UK-DISP-1.5",     "2026-04-02", "UK", "2026-04-09", "Good Friday and Easter Monday are skipped"),
    ("UK-DISP-1.6.2",   "2026-04-02", "UK", "2026-05-28", "eight weeks"),
    ("UK-DISP-1.6.2A",  "2026-04-02", "UK", "2026-04-27", "fifteen working days"),
    ("UK-DISP-2.8.2a",  "2025-08-31", "UK", "2026-02-28", "six months; no day 31 and no rolling"),
    ("UK-DISP-2.8.2b",  "2020-02-29", "UK", "2026-02-28", "six years after a leap day"),
    ("UK-CRA-14",       "2026-03-01", "UK", "2026-03-15", "a Sunday stays a Sunday"),
    ("EU-GDPR-12.3",    "2026-01-31", "EU", "2026-03-02", "28 February is a Saturday; Regulation 1182/71 art. 3(4)"),
    ("EU-GDPR-12.3",    "2026-11-30", "EU", "2026-12-30", "a month"),
    ("EU-GDPR-12.3",    "2026-12-31", "EU", "2027-02-01", "over the year's end; 31 January is a Sunday"),
    ("EU-CRD-14",       "2026-02-14", "EU", "2026-03-02", "the fourteenth day is a Saturday"),
    ("IE-CPC-ACK",      "2026-01-05", "IE", "2026-01-12", "five working days"),
    ("US-CFPB-15",      "2026-03-01", "US", "2026-03-16", "fifteen days"),
    ("US-CFPB-60",      "2026-03-01", "US", "2026-04-30", "sixty days"),
    ("AU-RG271-30",     "2026-01-31", "AU", "2026-03-02", "thirty days"),
    ("AU-RG271-45",     "2026-01-31", "AU", "2026-03-17", "forty-five days"),
    ("IN-ECOM-1M",      "2026-01-30", "IN", "2026-02-28", "no day 30 in February"),
    ("BR-SAC-7",        "2026-03-05", "BR", "2026-03-12", "seven days"),
    ("CN-SAMR20-7",     "2026-02-11", "CN", "2026-02-27", "12 to 14 February (a worked Saturday), then 24 to 27"),
    ("CN-SAMR20-15",    "2026-02-11", "CN", "2026-03-10", "the worked Saturday of 28 February counts as well"),
    ("IR-ECL37-7",      "2026-11-21", "IR", "2026-11-29", "Friday alone is off"),
    ("IR-ECL37-7",      "2026-11-21", "IR-THU-FRI", "2026-11-30", "Thursday and Friday are off"),
    ("IR-ECL37-7",      "2026-11-21", "IR-FRI-SAT", "2026-11-30", "Friday and Saturday are off"),
    ("POL-ACK",         "2026-03-06", PLAIN, "2026-03-09", "Friday to Monday"),
    ("POL-ANSWER",      "2026-03-02", PLAIN, "2026-03-12", "the office's own ten days"),
    ("POL-DEPT",        "2026-03-05", PLAIN, "2026-03-10", "three working days"),
    ("POL-REOPEN",      "2026-03-13", PLAIN, "2026-04-12", "thirty days"),
]

EXTENDED = [
    ("RU-152FZ-20",     "2025-12-25", "RU", "2026-01-27", "five working days more"),
    ("UK-DISP-1.6.2A",  "2026-04-02", "UK", "2026-05-27", "thirty-five working days in all"),
    ("EU-GDPR-12.3",    "2026-01-31", "EU", "2026-04-30", "three months in all, from the same start"),
    ("RU-ZPP-22",       "2026-03-05", "RU", "2026-03-16", "the rule knows no extension"),
]

HOURS = [
    ("CN-RECALL-1",  "2026-05-01T10:00+08:00", "CN", "2026-05-02T10:00+08:00", "holidays do not stop hours"),
    ("CN-RECALL-3",  "2026-05-01T10:00+08:00", "CN", "2026-05-04T10:00+08:00", "seventy-two hours"),
    ("US-RFR-24H",   "2026-03-07T12:00-05:00", "US", "2026-03-08T12:00-05:00", "in the offset that was typed"),
    ("EU-GDPR-33",   "2026-03-28T23:30+01:00", "EU", "2026-03-31T23:30+01:00", "summer time moves no hour"),
    ("RU-152FZ-21a", "2026-03-06T18:00+03:00", "RU", "2026-03-07T18:00+03:00", "a Saturday"),
]
# fmt: on


def _calendar(code: str, day: date) -> Calendar:
    return Calendar(PLAIN, "Europe/Moscow") if code == PLAIN else ready.around(code, day)


def _due(rule_id: str, start: str, code: str, *, extended: bool = False) -> Due:
    day = date.fromisoformat(start)
    return due(shipped().rule(rule_id, day), day, _calendar(code, day), extended=extended)


@pytest.mark.parametrize(
    ("rule", "start", "code", "stated", "why"), CASES, ids=[f"{c[0]} {c[1]} {c[2]}" for c in CASES]
)
def test_days(rule: str, start: str, code: str, stated: str, why: str) -> None:
    assert _due(rule, start, code).stated == stated, why


@pytest.mark.parametrize(("rule", "start", "code", "stated", "why"), EXTENDED, ids=[case[0] for case in EXTENDED])
def test_with_the_extension(rule: str, start: str, code: str, stated: str, why: str) -> None:
    assert _due(rule, start, code, extended=True).stated == stated, why


@pytest.mark.parametrize(("rule", "start", "code", "stated", "why"), HOURS, ids=[case[0] for case in HOURS])
def test_hours(rule: str, start: str, code: str, stated: str, why: str) -> None:
    at = datetime.fromisoformat(start)
    found = due(shipped().rule(rule, at.date()), at, _calendar(code, at.date()))
    assert found.stated == stated, why
    assert found.due_on is None


def _rule(**changed: object) -> Rule:
    fields: dict[str, object] = {
        "id": "X", "version": 1, "jurisdiction": "*", "title": {"en": "x"}, "trigger": "event", "length": 10,
        "obligation": Obligation.ANSWER, "unit": Unit.DAYS, "certainty": Certainty.HIGH,
    }  # fmt: skip
    return Rule(**(fields | changed))  # type: ignore[arg-type]


OFFICE = Calendar("office", "Europe/Moscow", hours=dict.fromkeys(range(5), ((540, 780), (840, 1080))))


def _moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OFFICE.tz)


def test_the_last_day_lasts_until_its_last_second_in_the_zone_of_the_calendar() -> None:
    found = due(_rule(), datetime(2026, 3, 2, 22, tzinfo=UTC), OFFICE)  # already the third in Moscow
    assert found.due_on == date(2026, 3, 13)
    assert found.due_at == datetime(2026, 3, 13, 20, 59, 59, tzinfo=UTC)


def test_a_rule_may_end_at_closing() -> None:
    assert due(_rule(ends=Ends.CLOSING), date(2026, 3, 2), OFFICE).due_at == _moscow("2026-03-12T18:00")


def test_the_day_of_the_event_may_count() -> None:
    assert due(_rule(day_zero=DayZero.EVENT), date(2026, 3, 2), OFFICE).stated == "2026-03-11"
    assert due(_rule(day_zero=DayZero.EVENT, unit=Unit.WORKING_DAYS, length=1), date(2026, 3, 2), OFFICE).stated == (
        "2026-03-02"
    )


def test_the_last_day_may_roll_back_but_never_before_the_start() -> None:
    assert due(_rule(roll=Roll.PREVIOUS, length=13), date(2026, 3, 2), OFFICE).stated == "2026-03-13"
    assert due(_rule(roll=Roll.PREVIOUS, length=1), date(2026, 3, 7), OFFICE).stated == "2026-03-07"


def test_a_month_may_end_unclamped() -> None:
    rule = _rule(unit=Unit.MONTHS, length=1, is_clamped=False)
    assert due(rule, date(2026, 1, 31), OFFICE).stated == "2026-03-01"


def test_working_hours_of_the_office() -> None:
    rule = shipped().rule("POL-SCREEN", date(2026, 3, 6))
    assert due(rule, _moscow("2026-03-06T16:30"), OFFICE).stated == "2026-03-09T11:30+03:00"


def test_at_once_and_without_a_term() -> None:
    book, at = shipped(), _moscow("2026-03-06T16:30")
    assert due(book.rule("RU-ZPP-7.5", at.date()), at, OFFICE).due_at == at
    without = due(book.rule("RU-ZPP-19", at.date()), at, OFFICE)
    assert (without.due_at, without.stated) == (None, "")


def test_a_typed_day_stands_as_it_is() -> None:
    rule = shipped().rule("POL-AUTHORITY", date(2026, 3, 6))
    found = due(rule, _moscow("2026-03-06T16:30"), OFFICE, typed=date(2026, 3, 14))
    assert found.stated == "2026-03-14"


def _pause(begins: str, ends: str | None, reason: str = "appraisal") -> Pause:
    return Pause(_moscow(begins), _moscow(ends) if ends else None, reason)


PAUSES = {
    "four days": ([_pause("2026-03-04T10:00", "2026-03-08T10:00")], "2026-03-16"),
    "overlapping ones count once": (
        [_pause("2026-03-04T10:00", "2026-03-08T10:00"), _pause("2026-03-06T10:00", "2026-03-09T10:00")], "2026-03-17",
    ),
    "before the start does not count": ([_pause("2026-02-20T10:00", "2026-03-03T10:00")], "2026-03-13"),
    "after the end does not count": ([_pause("2026-03-13T10:00", "2026-03-20T10:00")], "2026-03-12"),
    "a reason the rule does not know": ([_pause("2026-03-04T10:00", "2026-03-08T10:00", "agreed")], "2026-03-12"),
    "still standing": ([_pause("2026-03-04T10:00", None)], ""),
}  # fmt: skip


@pytest.mark.parametrize(("pauses", "stated"), PAUSES.values(), ids=PAUSES.keys())
def test_pauses_lengthen_only_where_the_rule_allows(pauses: list[Pause], stated: str) -> None:
    assert due(_rule(pauses=("appraisal",)), _moscow("2026-03-02T09:00"), OFFICE, pauses=pauses).stated == stated


def test_pauses_of_working_days_and_of_hours() -> None:
    pauses = [_pause("2026-03-04T10:00", "2026-03-09T10:00")]
    days = _rule(unit=Unit.WORKING_DAYS, length=3, pauses=("appraisal",))
    assert due(days, date(2026, 3, 2), OFFICE, pauses=pauses).stated == "2026-03-10"
    hours = _rule(unit=Unit.HOURS, length=48, pauses=("appraisal",))
    assert due(hours, _moscow("2026-03-03T10:00"), OFFICE, pauses=pauses).due_at == _moscow("2026-03-10T10:00")
    working = _rule(unit=Unit.WORKING_HOURS, length=4, pauses=("appraisal",))
    resumed = due(working, _moscow("2026-03-04T09:00"), OFFICE, pauses=pauses)
    assert resumed.due_at == _moscow("2026-03-09T13:00")


def test_beyond_the_known_holidays_the_reckoning_says_so() -> None:
    calendar = Calendar("c", "UTC", known_to=date(2026, 12, 31))
    steps = due(_rule(roll=Roll.NEXT), date(2026, 12, 28), calendar).steps
    assert [step.code for step in steps][-1] == "beyond_known"
    assert due(_rule(), date(2026, 12, 28), calendar).due_at == datetime(2027, 1, 7, tzinfo=UTC) + timedelta(
        hours=23, minutes=59, seconds=59
    )
