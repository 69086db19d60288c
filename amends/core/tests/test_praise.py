"""Praise reaches the employee and the boss, by whichever way it was found to be praise."""

from datetime import timedelta

import pytest

from amends.core import actions, make, notify
from amends.core.models import Complaint, Notice
from amends.core.rules.kinds import Kind
from amends.office.models import Person

pytestmark = pytest.mark.django_db
AT = make.MONDAY
LATER = AT + timedelta(hours=1)


def told_of_praise(case: Complaint) -> list[str]:
    """Who is told of praise after all reactions to the case, those who may see it alone."""
    notify.react(list(case.events.order_by("seq")), LATER)
    notify.react(list(case.events.order_by("seq")), LATER)
    notices = Notice.objects.filter(complaint=case, kind=notify.PRAISE).select_related("person")
    seeing = [one.person for one in notices if Complaint.objects.visible_to(one.person, LATER).filter(pk=case.pk)]
    assert len(seeing) == len(notices)
    return sorted(person.name for person in seeing)


def test_recorded_praise_is_shown_to_the_praised(boris: Person, gleb: Person, vera: Person) -> None:
    case = actions.receive(make.intake(kind=Kind.PRAISE, employee=gleb.pk), by=boris, at=AT).complaint
    assert told_of_praise(case) == ["Gleb", "Vera"]


@pytest.mark.parametrize("is_protected", [False, True])
def test_praise_taken_for_a_complaint_is_shown_once_a_colleague_agrees(
    is_protected: bool, vera: Person, gleb: Person
) -> None:
    julia, case = make.person("Julia", "head"), make.complaint()
    if is_protected:
        actions.protect(case, confidential=True, why="She asked for it", by=vera, at=AT)
    issues = [actions.IssueFacts("service", employee=gleb)]
    actions.classify(case, issues=issues, kind=Kind.PRAISE, why="She thanks him", by=vera, at=AT)
    assert told_of_praise(case) == []
    actions.protect(case, confidential=True, named=[julia], why="She is to look at it", by=vera, at=AT)
    actions.second(case, agree=True, why="She does", by=julia, at=LATER)
    assert told_of_praise(case) == ["Gleb", "Julia", "Vera"]
    assert case.is_confidential is is_protected


def test_praise_that_was_a_complaint_after_all_is_kept_from_them(boris: Person, gleb: Person) -> None:
    case = actions.receive(make.intake(kind=Kind.PRAISE, employee=gleb.pk), by=boris, at=AT).complaint
    issues = [actions.IssueFacts("service", employee=gleb)]
    actions.classify(case, issues=issues, kind=Kind.COMPLAINT, by=boris, at=LATER)
    assert not Complaint.objects.visible_to(gleb, LATER).filter(pk=case.pk).exists()


def test_who_records_a_complaint_about_themselves_is_not_its_face(boris: Person, vera: Person) -> None:
    case = actions.receive(make.intake(employee=boris.pk), by=boris, at=AT).complaint
    assert (case.owner, case.handler, case.is_confidential) == (None, None, True)
    assert not Complaint.objects.visible_to(boris, LATER).filter(pk=case.pk).exists()
    assert Complaint.objects.visible_to(vera, LATER).filter(pk=case.pk).exists()  # else nobody would see it


def test_praise_of_who_records_it_needs_no_second_row(boris: Person, vera: Person) -> None:
    case = actions.receive(make.intake(kind=Kind.PRAISE, employee=boris.pk), by=boris, at=AT).complaint
    assert case.owner == boris
    assert told_of_praise(case) == ["Vera"]
