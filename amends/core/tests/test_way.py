"""A complaint goes all the way, and every verb leaves its event."""

from datetime import timedelta

import pytest

from amends.core import actions, make, outbox
from amends.core.models import Complaint, Event, Message, Reaction
from amends.core.rules.intake import Contact
from amends.core.rules.states import Stage
from amends.office.models import Person

pytestmark = pytest.mark.django_db


def test_received_with_number_code_owner_deadlines_and_acknowledgement(office, boris: Person) -> None:
    received = actions.receive(make.intake(), at=make.MONDAY)
    case = Complaint.objects.get(pk=received.complaint.pk)
    assert case.number == "PX-2026-000001"
    assert len(received.codes.code) == 19
    assert case.stage == Stage.RECEIVED
    kinds = [deadline.kind for deadline in case.deadlines.all()]
    assert kinds == ["assessment", "acknowledgement", "progress", "answer"]
    ack = Message.objects.get(complaint=case, direction="out")
    assert ack.delivery == "waiting"
    assert received.codes.code not in ack.body
    assert Reaction.objects.filter(event__complaint=case).exists()


def test_the_same_receipt_twice_is_one_complaint_with_the_same_code(office) -> None:
    intake = make.intake()
    first = actions.receive(intake, at=make.MONDAY)
    again = actions.receive(intake, at=make.MONDAY + timedelta(minutes=1))
    assert first.is_new and not again.is_new
    assert again.complaint.pk == first.complaint.pk
    assert again.codes == first.codes
    assert Complaint.objects.count() == 1


def test_all_the_way_to_closed(boris: Person, ivan: Person, vera: Person) -> None:
    case = make.complaint(by=vera, until="closed")
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED
    assert case.outcome == "upheld"
    kinds = list(Event.objects.filter(complaint=case).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["received", "classified", "decided", "replied", "message_sent", "closed"]


def test_a_stale_writer_is_told_who_changed_what(boris: Person, ivan: Person) -> None:
    case = make.complaint()
    other = Complaint.objects.get(pk=case.pk)
    actions.take(case, by=boris, at=make.MONDAY)
    with pytest.raises(actions.Stale) as refused:
        actions.take(other, by=ivan, at=make.MONDAY)
    assert "Boris" in refused.value.what


def test_gleb_of_another_team_cannot_even_find_it(boris: Person, gleb: Person) -> None:
    case = make.complaint()
    with pytest.raises(actions.NotFound):
        actions.note(case, text="Let me see", by=gleb, at=make.MONDAY)


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_the_acknowledgement_is_filled_at_sending_only(office, language: str) -> None:
    received = actions.receive(make.intake(language=language, text="The jar {number} hissed."), at=make.MONDAY)
    ack = Message.objects.get(complaint=received.complaint, direction="out")
    text = outbox.filled(ack)
    for part in (received.codes.code, received.codes.token, "PX-2026-000001", "The jar {number} hissed."):
        assert part in text
    assert "[[" not in text
    assert received.codes.token not in outbox.veiled(ack)
    assert "PX-2026-000001" in outbox.filled_subject(ack)


def test_the_complainant_is_told_of_withdrawal_merging_and_a_new_face(
    boris: Person, ivan: Person, marina: Person
) -> None:
    case, other = make.complaint(), make.complaint()
    actions.take(case, by=boris, at=make.MONDAY)
    actions.assign(case, owner=ivan, why="Boris leaves the office", by=marina, at=make.MONDAY)
    actions.merge(other, into=case, why="sent twice", by=boris, at=make.MONDAY)
    actions.withdraw(case, at=make.MONDAY)
    letters = set(Message.objects.filter(direction="out").values_list("letter", flat=True))
    assert {"owner_changed", "merged", "withdrawn"} <= letters


def test_a_message_to_a_merged_case_reaches_the_surviving_one(boris: Person) -> None:
    case, other = make.complaint(), make.complaint()
    actions.merge(other, into=case, why="sent twice", by=boris, at=make.MONDAY)
    other.refresh_from_db()
    actions.add(other, make.intake(text="One more thing"), party=None, at=make.MONDAY)
    assert case.messages.filter(body="One more thing").exists()


def test_cases_of_different_persons_do_not_merge(boris: Person) -> None:
    case = make.complaint()
    other = make.complaint(author=Contact(name="Somebody", email="other@mail.example"))
    with pytest.raises(actions.ActionRefused):
        actions.merge(other, into=case, why="alike", by=boris, at=make.MONDAY)


def test_a_replayed_message_adds_nothing_and_makes_no_open_form_stale(office) -> None:
    case = make.complaint()
    intake = make.intake(text="One more thing")
    first = actions.add(case, intake, party=None, at=make.MONDAY)
    version = case.version
    again = actions.add(case, intake, party=None, at=make.MONDAY + timedelta(minutes=5))
    assert (again.pk, case.version) == (first.pk, version)
    assert case.messages.filter(direction="in").count() == 2


def test_a_message_that_meets_a_merging_reaches_the_surviving_case(boris: Person) -> None:
    case, other = make.complaint(), make.complaint()
    read_before = Complaint.objects.get(pk=other.pk)
    actions.merge(other, into=case, why="sent twice", by=boris, at=make.MONDAY)
    actions.add(read_before, make.intake(text="One more thing"), party=None, at=make.MONDAY)
    assert case.messages.filter(body="One more thing").exists()
