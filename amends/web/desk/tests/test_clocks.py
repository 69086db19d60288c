"""The strip of clocks on a case: by when, how much working time is left, how each stands by word and sign, and why."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from amends.core import actions, make, tasks
from amends.core.models import Calendar, Complaint, Deadline, Event
from amends.core.queries.books import OF_OFFICE
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules.deadlines import NEVER
from amends.office.models import Person
from amends.web.desk import clocks
from amends.web.desk.clocks import RunningClock, Strip
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reader_in_the_zone_of_the_office() -> object:
    with timezone.override("Europe/Moscow"):
        yield


def strip(case: Complaint, at: datetime) -> Strip:
    case = Complaint.objects.prefetch_related("deadlines").get(pk=case.pk)
    return clocks.strip(case, Event.objects.filter(complaint=case), at)


def running(case: Complaint, at: datetime, rule: str) -> RunningClock:
    keys = [row.key for row in case.deadlines.order_by("due_at", "id") if row.met_at is None and row.ended_at is None]
    return strip(case, at).running[keys.index(rule)]


ANSWER = {
    "days ahead": (timedelta(0), "Thursday 12 March, in 8 working days", ""),
    "past the warning": (timedelta(days=8, hours=2), "Thursday 12 March, in 2 working days and 10 hours", "at risk"),
    "on the last day": (timedelta(days=10), "today, in 12 hours", "at risk"),
    "just missed": (timedelta(days=10, hours=14), "yesterday, 2 hours late", "missed"),
    "seen after the weekend": (timedelta(days=14), "Thursday 12 March, 1 working day and 12 hours late", "missed"),
}


@pytest.mark.parametrize(("later", "words", "state"), ANSWER.values(), ids=ANSWER.keys())
def test_an_answer_is_told_in_working_time(later: timedelta, words: str, state: str, case: Complaint) -> None:
    one = running(case, make.MONDAY + later, "POL-ANSWER")
    assert (f"{one.due}, {one.left}", one.mark.words) == (words, state)
    assert (
        any("10 days" in line for line in one.why) and one.why[-1] == "No lawyer of the office has reviewed this rule."
    )


def test_a_term_of_plain_hours_runs_through_the_night(boris: Person) -> None:
    night = datetime(2026, 3, 6, 22, 50, tzinfo=UTC)
    one = running(make.complaint(at=night), night + timedelta(minutes=10), "POL-SCREEN")
    assert (one.due, one.left) == ("today 05:50", "in 4 hours")


def test_the_hours_of_the_team_count(boris: Person, case: Complaint) -> None:
    Calendar.objects.create(
        code=OF_OFFICE,
        version=1,
        edition=1,
        valid_from=date(2026, 1, 1),
        added_at=make.MONDAY,
        definition={"zone": "Europe/Moscow", "weekend": [5, 6], "hours": {day: [[540, 1080]] for day in "01234"}},
    )
    forget_office_facts()
    one = running(case, make.MONDAY, "POL-ANSWER")
    assert one.left == "in 8 working days"
    assert running(case, make.MONDAY + timedelta(days=10, hours=1), "POL-ANSWER").left == "in 5 working hours"
    assert (
        running(case, make.MONDAY + timedelta(days=10, hours=8), "POL-ANSWER").left == "no working time left until then"
    )


def test_a_promise_beside_its_first_date_says_which_is_which(case: Complaint) -> None:
    at = make.MONDAY + timedelta(days=11)
    while tasks.tick(at):
        pass
    first, second = (one for one in strip(case, at).running if one.what == "Answer")
    assert first.mark.words == "missed" and first.note == "The first date; a later one has been promised since."
    assert second.mark.words == "" and second.note == "The new date of the interim reply."


def test_a_reopened_case_promises_anew_and_its_first_answer_is_folded(vera: Person) -> None:
    case = make.complaint(by=vera, until="closed")
    at = make.MONDAY + timedelta(days=30)
    actions.reopen(case, why="The money did not arrive", by=vera, at=at)
    found = strip(case, at)
    assert [one.note for one in found.running if one.what == "Answer"] == ["Anew since the case was reopened."]
    kept = next(one for one in found.ended if one.what == "Answer")
    assert kept.mark.words == "kept" and "Vera" in kept.how


def test_ended_clocks_say_by_what(boris: Person, case: Complaint, enter: Enter) -> None:
    actions.withdraw(case, by=boris, at=make.MONDAY + timedelta(hours=5))
    found = strip(case, make.MONDAY + timedelta(days=1))
    assert [one.how for one in found.ended if one.what == "Answer"] == ["yesterday 17:00: the complaint was withdrawn"]
    assert not found.running
    page = enter(boris).get(f"/desk/complaints/{case.number}/").content.decode()
    assert "Nothing is due." in page and "Met or ended:" in page


def test_a_clock_that_stands_still_says_so_and_why(boris: Person, case: Complaint) -> None:
    Deadline.objects.filter(complaint=case, rule="POL-ANSWER").update(
        due_at=NEVER,
        pauses=[["2026-03-03T09:00:00+00:00", None, "complainant_answer"]],
        steps=[["standing_still", {"reason": "complainant_answer", "since": "2026-03-03T09:00:00+00:00"}]],
    )
    one = strip(case, make.MONDAY + timedelta(days=2)).running[-1]
    assert (one.what, one.due, one.left, one.mark.words) == ("Answer", "", "", "stands still")
    assert any(line.startswith("The clock stands still since") for line in one.why)


def test_days_are_those_of_the_readers_calendar(case: Complaint) -> None:
    with translation.override("fa"):
        one = running(case, make.MONDAY, "POL-ANSWER")
    assert one.due == "پنجشنبه ۲۱ اسفند" and "۸" in one.left
