"""Who sees what (docs/invariants.md): each rule is tested by who must not see."""

from datetime import timedelta

import pytest

from amends.core import actions, make
from amends.core.models import Complaint
from amends.core.rules.kinds import Kind
from amends.office.models import Membership, Person, RoleHeld, Team

pytestmark = pytest.mark.django_db
AT = make.MONDAY


def sees(person: Person, case: Complaint) -> bool:
    fresh = Person.objects.get(pk=person.pk)
    return Complaint.objects.visible_to(fresh, AT).filter(pk=case.pk).exists()


def test_the_team_sees_its_cases_and_another_team_does_not(boris: Person, gleb: Person) -> None:
    case = make.complaint()
    assert sees(boris, case)
    assert not sees(gleb, case)


def test_an_expert_of_a_category_sees_it_wherever_it_is_handled(office: object, boris: Person) -> None:
    other = Team.objects.create(code="far", names={"en": "Far"})
    eva = make.person("Eva", "expert", category="packaging")
    Membership.objects.create(person=eva, team=other)
    case = make.complaint()
    assert not sees(eva, case)
    actions.classify(case, issues=[actions.IssueFacts("packaging")], by=boris, at=AT)
    assert sees(eva, case)


@pytest.mark.parametrize("role", ["quality", "auditor", "top", "head"])
def test_those_who_see_all_do_not_see_confidential_cases(office: object, boris: Person, role: str) -> None:
    someone = make.person("Someone", role)
    case = make.complaint()
    assert sees(someone, case)
    actions.protect(case, confidential=True, why="names a colleague", by=boris, at=AT)
    assert not sees(someone, case)
    case.refresh_from_db()
    actions.protect(case, confidential=True, named=[someone], why="needed", by=boris, at=AT)
    assert sees(someone, case)


@pytest.mark.parametrize(
    "role",
    ["specialist", "examiner", "responder", "controller", "redress", "reviewer", "trainer", "pr", "dpo", "admin"],
)
def test_other_roles_see_only_what_they_are_given(office: object, marina: Person, role: str) -> None:
    someone = make.person("Someone", role)
    case = make.complaint()
    assert not sees(someone, case)
    actions.assign(case, handler=someone, by=marina, at=AT)
    assert sees(someone, case)


def test_the_data_protection_officer_sees_requests_about_data(office: object) -> None:
    officer = make.person("Officer", "dpo")
    assert sees(officer, make.complaint(kind=Kind.DATA_REQUEST))
    assert not sees(officer, make.complaint())


def test_nobody_sees_a_complaint_about_themselves_whatever_their_role(
    office: object, boris: Person, vera: Person
) -> None:
    case = make.complaint(employee=vera.pk)
    assert not sees(vera, case)
    with pytest.raises(actions.NotFound):
        actions.note(case, text="I see?", by=vera, at=AT)


def test_classifying_who_it_is_about_takes_it_from_them(office: object, boris: Person, marina: Person) -> None:
    case = make.complaint()
    actions.take(case, by=boris, at=AT)
    actions.classify(
        case, issues=[actions.IssueFacts("service", employee=boris)], by=marina, at=AT + timedelta(minutes=1)
    )
    case.refresh_from_db()
    assert (case.handler, case.owner, case.is_confidential) == (None, None, True)
    assert not sees(boris, case)
    assert sees(marina, case)  # confidential now, and nobody else is left to look after it


def test_a_case_is_never_given_to_whom_it_is_about(office: object, boris: Person, vera: Person) -> None:
    case = make.complaint(employee=boris.pk)
    named = Complaint.objects.get(pk=case.pk)
    with pytest.raises(actions.NotFound):  # confidential: even the head must first be named
        actions.assign(named, handler=boris, by=vera, at=AT)


def test_praise_is_shown_to_the_praised(office: object, boris: Person, gleb: Person) -> None:
    case = make.complaint(kind=Kind.PRAISE)
    actions.classify(case, issues=[actions.IssueFacts("service", employee=gleb)], by=boris, at=AT)
    assert sees(gleb, case)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_role_counts_only_between_its_days(office: object, days: int) -> None:
    case = make.complaint()
    past = make.person("Past", "head")
    held = RoleHeld.objects.filter(person=past)
    held.update(to_on=AT.date() + timedelta(days=-1)) if days < 0 else held.update(
        from_on=AT.date() + timedelta(days=1)
    )
    assert not sees(past, case)


def test_who_left_sees_nothing(boris: Person) -> None:
    case = make.complaint()
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    assert not sees(boris, case)
