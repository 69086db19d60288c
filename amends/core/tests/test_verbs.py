"""Each verb: what it changes, what it refuses, what it leaves in the log."""

from datetime import timedelta

import pytest

from amends.core import actions, make
from amends.core.models import Complaint, Event, Link, Message
from amends.core.rules.deadlines import NEVER
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import ConsentKind, Kind, PartyRole, Validity
from amends.core.rules.states import Stage
from amends.office.models import Person

pytestmark = pytest.mark.django_db
AT = make.MONDAY
LATER = AT + timedelta(hours=1)


def kinds(case: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=case).order_by("seq").values_list("kind", flat=True))


# The end, and after it ------------------------------------------------------------------------------------------------


def test_a_word_after_the_end_opens_the_case_with_a_fresh_promise(vera: Person) -> None:
    case = make.complaint(by=vera, until="closed")
    assert case.next_due_at == NEVER
    actions.add(case, make.intake(text="It happened again."), party=case.parties.get(), at=AT + timedelta(days=30))
    case.refresh_from_db()
    assert case.stage == Stage.CONSULTATION
    assert case.is_open
    assert case.next_due_at < AT + timedelta(days=42)
    assert kinds(case)[-2:] == ["added", "reopened"]


def test_reopening_needs_a_reason_and_promises_anew(vera: Person) -> None:
    case = make.complaint(by=vera, until="closed")
    with pytest.raises(actions.ActionRefused):
        actions.reopen(case, why=" ", by=vera, at=LATER)
    actions.reopen(case, why="The laboratory was wrong", by=vera, at=LATER)
    assert (case.stage, case.closed_at, case.outcome) == (Stage.CONSULTATION, None, "")
    assert case.deadlines.filter(met_at=None, ended_at=None, kind="answer").count() == 1


def test_closing_waits_for_the_proof_of_delivery(vera: Person) -> None:
    case = make.complaint(by=vera, until="answered")
    with pytest.raises(actions.ActionRefused, match="delivery"):
        actions.close(case, by=vera, at=LATER)
    final = case.messages.get(is_final=True)
    actions.message_failed(final, detail="550 no such user", at=LATER)
    case.refresh_from_db()
    with pytest.raises(actions.ActionRefused, match="delivery"):
        actions.close(case, by=vera, at=LATER)


def test_the_final_reply_waits_for_every_decision(vera: Person) -> None:
    case = make.complaint(by=vera, until="classified")
    with pytest.raises(actions.ActionRefused, match="decision"):
        actions.reply(case, text="All is well", final=True, by=vera, at=LATER)
    assert case.stage == Stage.CONSULTATION
    assert not case.messages.filter(direction="out", is_final=True).exists()


def test_an_office_that_requires_approval_lets_no_final_reply_out(vera: Person) -> None:
    make.office(approval_required=True)
    case = make.complaint(by=vera, until="decided")
    with pytest.raises(actions.ActionRefused, match="approval"):
        actions.reply(case, text="We return the price", final=True, by=vera, at=LATER)


def test_a_question_is_answered_without_a_decision(vera: Person) -> None:
    case = make.complaint(kind=Kind.QUESTION)
    actions.reply(case, text="From the sixth month", final=True, by=vera, at=LATER)
    assert case.stage == Stage.ANSWERED
    assert not case.deadlines.filter(met_at=None).exists()


def test_declining_says_why_and_where_to_turn(vera: Person) -> None:
    case = make.complaint()
    with pytest.raises(actions.ActionRefused):
        actions.decline(case, reasons="Not our jar", signpost="", text="Dear Anna", by=vera, at=LATER)
    actions.decline(case, reasons="Not our jar", signpost="The maker, +7 …", text="Dear Anna", by=vera, at=LATER)
    assert (case.stage, case.outcome, case.is_open, case.next_due_at) == (Stage.DECLINED, "declined", False, NEVER)


def test_withdrawal_by_the_complainant_asks_for_no_reason(office: object) -> None:
    case = make.complaint()
    actions.withdraw(case, at=LATER)
    assert (case.stage, case.is_open) == (Stage.WITHDRAWN, False)
    assert Event.objects.get(complaint=case, kind="withdrawn").on_behalf_of == "complainant"


# Who works on it ------------------------------------------------------------------------------------------------------


def test_the_first_who_takes_it_stays_its_face(boris: Person, ivan: Person) -> None:
    case = make.complaint()
    actions.take(case, by=boris, at=AT)
    actions.hand_over(case, to=ivan, why="He knows seals", by=boris, at=LATER)
    assert (case.owner, case.handler, case.handoffs) == (boris, ivan, 1)


def test_a_case_taken_from_one_and_given_to_another_is_counted_as_a_hand_over(
    boris: Person, ivan: Person, vera: Person
) -> None:
    case = make.complaint()
    actions.assign(case, handler=boris, by=vera, at=AT)
    assert case.handoffs == 0
    actions.assign(case, handler=ivan, by=vera, at=LATER)
    actions.assign(case, handler=ivan, by=vera, at=LATER)
    assert (case.owner, case.handler, case.handoffs) == (boris, ivan, 1)


def test_another_writes_for_the_face(boris: Person, ivan: Person) -> None:
    case = make.complaint()
    actions.take(case, by=boris, at=AT)
    actions.reply(case, text="We look into it", final=False, by=ivan, at=LATER)
    message = case.messages.get(body="We look into it")
    assert (message.shown_as, message.author) == ("Ivan for Boris", ivan)


def test_who_speaks_first_becomes_the_face(boris: Person) -> None:
    case = make.complaint()
    actions.reply(case, text="Good morning", final=False, by=boris, at=LATER)
    assert (case.owner, case.stage) == (boris, Stage.CONSULTATION)


def test_nobody_inactive_gets_work(marina: Person, boris: Person) -> None:
    case = make.complaint()
    boris.is_active = False
    boris.save()
    with pytest.raises(actions.ActionRefused, match="no longer"):
        actions.assign(case, handler=boris, by=marina, at=AT)


# What it is about -----------------------------------------------------------------------------------------------------


def test_a_complaint_is_not_argued_away_by_one_person(boris: Person, marina: Person) -> None:
    case = make.complaint()
    issues = [actions.IssueFacts("quality")]
    with pytest.raises(actions.ActionRefused, match="why"):
        actions.classify(case, issues=issues, kind=Kind.QUESTION, by=boris, at=AT)
    actions.classify(case, issues=issues, kind=Kind.QUESTION, why="Only a question", by=boris, at=AT)
    assert (case.kind, case.proposed_kind) == (Kind.COMPLAINT, Kind.QUESTION)
    with pytest.raises(actions.ActionRefused, match="yourself"):
        actions.second(case, agree=True, why="as I said", by=boris, at=LATER)
    actions.second(case, agree=True, why="She only asks", by=marina, at=LATER)
    assert (case.kind, case.proposed_kind) == (Kind.QUESTION, "")
    assert Event.objects.get(complaint=case, kind="kind_settled").facts["proposed_by"] == boris.pk


def test_a_colleague_may_find_that_it_is_a_complaint_after_all(boris: Person, marina: Person) -> None:
    case = make.complaint()
    issues = [actions.IssueFacts("quality")]
    actions.classify(case, issues=issues, kind=Kind.PRAISE, why="She thanks us", by=boris, at=AT)
    actions.second(case, agree=False, why="She thanks us and complains", by=marina, at=LATER)
    assert (case.kind, case.proposed_kind) == (Kind.COMPLAINT, "")
    with pytest.raises(actions.ActionRefused, match="Nobody"):
        actions.second(case, agree=True, why="again", by=marina, at=LATER)


def test_a_dangerous_category_marks_the_case_and_only_a_reason_removes_it(boris: Person) -> None:
    make.category("health", is_danger=True)
    case = make.complaint()
    actions.classify(case, issues=[actions.IssueFacts("health")], by=boris, at=AT)
    assert case.has_danger
    with pytest.raises(actions.ActionRefused):
        actions.clear_danger(case, why="", by=boris, at=LATER)
    actions.clear_danger(case, why="Called: the child is well", by=boris, at=LATER)
    assert not case.has_danger


def test_issues_come_and_go_but_a_decided_one_stays(vera: Person) -> None:
    case = make.complaint(by=vera, until="classified")
    two = [actions.IssueFacts("quality"), actions.IssueFacts("packaging")]
    actions.classify(case, issues=two, by=vera, at=LATER)
    actions.decide(
        case, issue=2, validity=Validity.PARTLY, decision="A new lid", reasons="It was bent", by=vera, at=LATER
    )
    actions.classify(case, issues=two[:1], by=vera, at=LATER)
    assert list(case.issues.values_list("position", "validity")) == [(1, ""), (2, "partly")]


def test_an_unknown_category_is_refused(vera: Person) -> None:
    case = make.complaint()
    with pytest.raises(actions.ActionRefused, match="no category"):
        actions.classify(case, issues=[actions.IssueFacts("nonsense")], by=vera, at=AT)


def test_a_decision_needs_words_and_reasons(vera: Person) -> None:
    case = make.complaint(by=vera, until="classified")
    for decision, reasons in (("", "because"), ("we pay", " ")):
        with pytest.raises(actions.ActionRefused):
            actions.decide(
                case, issue=1, validity=Validity.UPHELD, decision=decision, reasons=reasons, by=vera, at=LATER
            )


# The record -----------------------------------------------------------------------------------------------------------


def test_a_correction_keeps_what_stood_before(boris: Person) -> None:
    case = make.complaint()
    actions.correct(
        case, changes={"essence": "Lid loose"}, party={"name": "Anna Petrova"}, why="typed wrong", by=boris, at=AT
    )
    event = Event.objects.select_related("personal").get(complaint=case, kind="corrected")
    assert event.facts == {"fields": ["essence", "party.name"]}
    assert event.personal.facts["before"]["party.name"] == "Anna Sokolova"
    assert case.complainant_name == "Anna Petrova"


@pytest.mark.parametrize("field", ["presented_at", "is_repeat", "essence"])
def test_what_every_case_has_is_never_corrected_away(field: str, boris: Person) -> None:
    case = make.complaint()
    with pytest.raises(actions.ActionRefused, match="Please write something first") as refused:
        actions.correct(case, changes={field: None, "anger": 2}, why="a slip", by=boris, at=AT)
    assert refused.value.field == field
    assert Complaint.objects.get(pk=case.pk).anger is None


def test_the_complainants_own_words_are_never_corrected(boris: Person) -> None:
    case = make.complaint()
    with pytest.raises(actions.ActionRefused):
        actions.correct(case, changes={"statement": "nothing happened"}, why="shorter", by=boris, at=AT)


def test_restated_and_confirmed(boris: Person) -> None:
    case = make.complaint()
    actions.restate(case, text="The lid was loose when you opened it.", by=boris, at=AT)
    assert case.restated_right is None
    actions.confirm(case, right=False, text="It was loose in the shop already.", at=LATER)
    assert case.restated_right is False
    assert case.messages.filter(body="It was loose in the shop already.").exists()


def test_nothing_restated_is_nothing_to_confirm(office: object) -> None:
    with pytest.raises(actions.ActionRefused):
        actions.confirm(make.complaint(), right=True, at=AT)


def test_links_are_made_once_and_a_repeat_is_marked(boris: Person) -> None:
    case, earlier = make.complaint(), make.complaint()
    actions.link(case, other=earlier, sort="repeat", by=boris, at=AT)
    assert case.is_repeat
    with pytest.raises(actions.ActionRefused):
        actions.link(case, other=earlier, by=boris, at=AT)
    with pytest.raises(actions.ActionRefused):
        actions.link(case, other=case, by=boris, at=AT)
    assert Link.objects.count() == 1


def test_consents_are_given_and_withdrawn(office: object) -> None:
    case = make.complaint()
    party = case.parties.get()
    actions.consent(case, party=party, kind=ConsentKind.CONTACT, given=True, text_version="1", at=AT)
    actions.consent(case, party=party, kind=ConsentKind.CONTACT, given=False, text_version="1", at=LATER)
    assert party.consents.get().withdrawn_at == LATER


def test_a_child_is_kept_without_a_name(boris: Person) -> None:
    case = make.complaint()
    contact = Contact(name="Petya", phone="123456")
    added = actions.add_party(case, role=PartyRole.CHILD, contact=contact, age_months=9, may_see=True, by=boris, at=AT)
    assert (added.party.name, added.party.phone, added.party.age_months, added.codes) == ("", "", 9, None)


def test_a_representative_gets_a_code_of_their_own(boris: Person) -> None:
    case = make.complaint()
    contact = Contact(name="Lawyer", email="l@x.example")
    added = actions.add_party(case, role=PartyRole.REPRESENTATIVE, contact=contact, may_see=True, by=boris, at=AT)
    assert added.codes is not None
    assert added.party.code_hash
    assert added.party.code_hash != case.parties.get(position=0).code_hash


def test_spam_leaves_the_worklist_and_comes_back(boris: Person) -> None:
    case = make.complaint()
    actions.set_aside(case, why="advertising", by=boris, at=AT)
    assert (case.is_set_aside, case.is_open) == (True, False)
    with pytest.raises(actions.NotAllowed):
        actions.reply(case, text="Hello", final=False, by=boris, at=AT)
    actions.bring_back(case, why="a mistake", by=boris, at=LATER)
    assert (case.is_set_aside, case.is_open) == (False, True)


# Letters and notes ----------------------------------------------------------------------------------------------------


def test_a_note_stays_inside(boris: Person) -> None:
    case = make.complaint()
    actions.note(case, text="She was very upset", by=boris, at=AT)
    message = case.messages.get(direction="note")
    assert (message.delivery, message.channel) == ("none", "desk")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_written_is_nothing_sent(boris: Person, text: str) -> None:
    case = make.complaint()
    for verb in (actions.note, actions.ask, actions.restate):
        with pytest.raises(actions.ActionRefused) as refused:
            verb(case, text=text, by=boris, at=AT)
        assert refused.value.field == "text"
    assert kinds(case) == ["received"]


def test_without_an_address_the_answer_stands_on_the_follow_page(boris: Person) -> None:
    case = make.complaint(author=Contact(name="Anna"))
    actions.ask(case, text="Which lot?", by=boris, at=AT)
    assert case.messages.get(body="Which lot?").delivery == "portal"


def test_an_anonymous_complaint_keeps_no_name_and_no_address(office: object) -> None:
    case = make.complaint(anonymous=True)
    party = case.parties.get()
    assert (party.name, party.email, party.phone, case.complainant_name) == ("", "", "", "")
    personal = Event.objects.select_related("personal").get(complaint=case).personal.facts
    assert "name" not in personal
    assert "email" not in personal


def test_what_a_machine_sent_is_not_answered_by_a_machine(office: object) -> None:
    case = make.complaint(automatic=True)
    assert not Message.objects.filter(complaint=case, direction="out").exists()


def test_a_fourth_automatic_mail_in_a_day_is_held_back_and_shown(office: object) -> None:
    for _ in range(4):
        make.complaint()
    states = Message.objects.filter(direction="out").order_by("pk").values_list("delivery", flat=True)
    assert list(states) == ["waiting", "waiting", "waiting", "held"]


def test_empty_words_without_files_are_no_complaint(office: object) -> None:
    with pytest.raises(actions.ActionRefused):
        actions.receive(make.intake(text="  "), at=AT)
    assert not Complaint.objects.exists()


def test_numbers_have_no_gap_and_begin_anew_each_year(office: object) -> None:
    silvester = AT.replace(year=2026, month=12, day=31, hour=20, minute=59)  # 23:59 in Moscow
    assert make.complaint(at=silvester).number == "PX-2026-000001"
    assert make.complaint(at=silvester + timedelta(minutes=1)).number == "PX-2027-000001"
    assert make.complaint(at=silvester).number == "PX-2026-000002"
