"""The bar of stages: only what the case truly went through is done."""

import pytest
from pytest_django.asserts import assertContains

from amends.core import actions, make
from amends.core.models import Complaint
from amends.core.queries.timeline import timeline
from amends.office.models import Person
from amends.web.desk.tests.conftest import Enter
from amends.web.desk.way import AHEAD, DONE, HERE, PASSED, way

pytestmark = pytest.mark.django_db


def states(case: Complaint) -> list[str]:
    return [step.state for step in way(case, timeline(case))]


def test_a_new_case_has_everything_ahead() -> None:
    assert states(make.complaint()) == [HERE, AHEAD, AHEAD, AHEAD, AHEAD, AHEAD]


def test_a_classified_case_is_in_consultation(boris: Person) -> None:
    assert states(make.complaint(by=boris, until="classified")) == [DONE, HERE, AHEAD, AHEAD, AHEAD, AHEAD]


def test_a_case_closed_from_consultation_was_never_investigated(vera: Person, enter: Enter) -> None:
    case = make.complaint(by=vera, until="closed")
    assert states(case) == [DONE, DONE, PASSED, PASSED, DONE, HERE]
    page = enter(vera).get(f"/desk/complaints/{case.number}/")
    assertContains(page, '<li class="passed">Investigation<span class="unseen"> (passed over)</span></li>')
    assertContains(page, '<li class="here" aria-current="step">Closed</li>')


def test_a_question_answered_at_once_was_never_consulted_on(boris: Person) -> None:
    case = make.complaint(kind="question")
    actions.reply(case, text="At nine.", final=True, by=boris, at=make.MONDAY)
    assert states(case) == [DONE, PASSED, PASSED, PASSED, HERE, AHEAD]


def test_another_end_is_told_after_what_was_done(boris: Person) -> None:
    case = make.complaint(by=boris, until="classified")
    actions.withdraw(case, why="She wrote so", by=boris, at=make.MONDAY)
    assert [step.words for step in way(case, timeline(case))] == ["Received", "Consultation", "Withdrawn"]
