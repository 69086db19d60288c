"""Every verb through its screen: performed, refused in words, stale without loss, and none forgotten."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from amends.core import actions, make
from amends.core.models import CaseAccess, Complaint, Event, Issue, Party
from amends.core.rules.states import MOVES, Stage, Verb
from amends.office.models import Person
from amends.web.desk.forms import FORMS
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db


def act(client: Client, case: Complaint, verb: str, typed: Mapping[str, Any] | None = None, **more: Any) -> Any:
    case.refresh_from_db()
    given = {"version": case.version} | dict(typed or {})
    return client.post(reverse("desk:verb", args=[case.number, verb]), given, **more)


def last(case: Complaint) -> Event:
    return case.events.order_by("-seq")[0]


def test_every_verb_of_the_staff_has_a_form_a_template_and_an_address() -> None:
    staff = {verb for verb, move in MOVES.items() if move.by_staff}
    assert set(FORMS) == staff
    for verb, form in FORMS.items():
        get_template(form.template)
        assert form.title and form.button and form.done
        assert reverse("desk:verb", args=["PX-1", verb.value]) == f"/desk/complaints/PX-1/{verb.value}/"


NOT_YET = {"close", "reopen", "bring_back", "second", "extend", "pause", "resume", "fulfil", "answer_alarm", "tell"}
"""What a fresh case gives no occasion for."""


@pytest.mark.parametrize("verb", [verb.value for verb in FORMS])
def test_every_form_is_shown_or_says_why_not(verb: str, vera: Person, enter: Enter, case: Complaint) -> None:
    page = enter(vera).get(f"/desk/complaints/{case.number}/{verb}/")
    assert page.status_code == (403 if verb in NOT_YET else 200)
    assertContains(page, "<form" if page.status_code == 200 else "Back to the case", status_code=page.status_code)


@pytest.mark.parametrize("verb", [verb.value for verb in FORMS])
def test_every_form_comes_as_a_part_for_the_dialog(verb: str, vera: Person, enter: Enter, case: Complaint) -> None:
    page = enter(vera).get(f"/desk/complaints/{case.number}/{verb}/", headers={"HX-Request": "true"})
    if page.status_code == 200:
        assert b"<html" not in page.content and b"<form" in page.content


SIMPLE: dict[str, tuple[dict[str, str], str]] = {
    "take": ({}, "taken"),
    "note": ({"text": "She called; the child is well."}, "noted"),
    "ask": ({"text": "Which lot is it?"}, "asked"),
    "restate": ({"text": "The lid was loose."}, "restated"),
    "reply": ({"text": "We are looking into it."}, "replied"),
    "withdraw": ({"why": "She said it is fine."}, "withdrawn"),
    "set_aside": ({"why": "An advertisement"}, "set_aside"),
    "decline": ({"reasons": "Not ours", "signpost": "The shop", "text": "Please ask the shop."}, "declined"),
    "consent": ({"kind": "contact", "given": "yes", "text_version": "2026-1"}, "consented"),
    "add_party": ({"role": "child", "age_months": "9"}, "party_added"),
    "correct": ({"essence": "Loose lid", "language": "en", "why": "Shorter"}, "corrected"),
    "appraise": ({"currency": "rub", "price": "1 200", "why": "Her receipt"}, "appraised"),
    "qualify": (
        {"jurisdictions": "ru", "marks": "distance_sale", "trigger": "danger_known", "moment": "2026-03-02T10:00"},
        "qualified",
    ),
    "interim": ({"why": "The laboratory needs a week."}, "interim"),
    "protect": ({"confidential": "on", "why": "It names a colleague"}, "protected"),
}


@pytest.mark.parametrize("verb", SIMPLE)
def test_a_verb_is_performed_once_and_leads_back_to_the_case(
    verb: str, boris: Person, enter: Enter, case: Complaint
) -> None:
    typed, event = SIMPLE[verb]
    if verb == "consent":
        typed = typed | {"party": str(case.parties.get().pk)}
    response = act(enter(boris), case, verb, typed)
    assert last(case).kind == event and last(case).by == boris
    assertRedirects(response, f"/desk/complaints/{case.number}/?done={verb}", fetch_redirect_response=False)


@pytest.mark.parametrize("verb", [verb for verb, (typed, _) in SIMPLE.items() if typed])
def test_an_empty_form_is_refused_and_nothing_happens(verb: str, boris: Person, enter: Enter, case: Complaint) -> None:
    before = case.events.count()
    response = act(enter(boris), case, verb)
    if verb in {"withdraw", "interim"}:
        assert response.status_code == 302
    else:
        assert response.status_code == 422 and case.events.count() == before


def test_the_whole_way_at_the_screen(boris: Person, ivan: Person, enter: Enter) -> None:
    case = make.complaint()
    desk, expert = enter(boris), enter(ivan)
    act(desk, case, "take")
    act(desk, case, "classify", {
        "kind": "complaint", "anger": "4", "essence": "Loose lid", "issue_count": "1",
        "issue0-category": "packaging", "issue0-lot": "26-0147", "issue0-currency": "rub",
        "issue0-demand0_type": "refund", "issue0-demand0_amount": "89,50", "issue0-harm": ["money"],
    })  # fmt: skip
    issue = Issue.objects.get(complaint=case)
    assert issue.lot == "26-0147" and issue.harm == ["money"]
    assert issue.demands == [{"type": "refund", "amount_minor": 8950, "currency": "RUB", "text": ""}]
    refused = act(desk, case, "reply", {"text": "Final words", "final": "on"})
    assertContains(refused, "Not every issue has a decision", status_code=422)
    assertContains(refused, "Final words", status_code=422)
    decision = {"issue": "1", "validity": "upheld", "decision": "We pay", "reasons": "The lid", "factors": ["law"]}
    assert act(expert, case, "decide", decision).status_code == 302
    assert act(desk, case, "reply", {"text": "We pay, because of the lid.", "final": "on"}).status_code == 302
    assertContains(act(desk, case, "close"), "delivery of the final reply", status_code=422)
    actions.message_sent(case.messages.get(is_final=True), proof="250 OK", at=make.MONDAY)
    assert act(desk, case, "close").status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED and case.outcome == "upheld" and case.anger == 4
    assert act(desk, case, "reopen", {"why": "She is not content"}).status_code == 302


def test_one_more_issue_is_asked_for_without_judging_anything(boris: Person, enter: Enter, case: Complaint) -> None:
    page = act(enter(boris), case, "classify", {"more": "yes", "issue_count": "1", "issue0-essence": "kept words"})
    assertContains(page, "Issue 2", status_code=422)
    assertContains(page, "kept words", status_code=422)
    assert case.events.filter(kind="classified").count() == 1


def test_classifying_again_starts_from_what_stands(boris: Person, enter: Enter, case: Complaint) -> None:
    client = enter(boris)
    issue = actions.IssueFacts("packaging", lot="26-1", price_minor=8900, currency="RUB", proof="receipt")
    actions.classify(case, issues=[issue], by=boris, at=make.MONDAY)
    form = client.get(f"/desk/complaints/{case.number}/classify/").context["form"]
    (part,) = form.issues
    typed = {f"issue0-{name}": value for name in part.fields if (value := part[name].value())}
    typed |= {"kind": "complaint", "essence": "", "issue_count": "1"}
    assert act(client, case, "classify", typed).status_code == 302
    kept = Issue.objects.get(complaint=case)
    assert (kept.lot, kept.price_minor, kept.currency, kept.proof) == ("26-1", 8900, "RUB", "receipt")


def test_a_complaint_is_not_argued_away_by_one_alone(
    boris: Person, marina: Person, enter: Enter, case: Complaint
) -> None:
    client = enter(boris)
    typed = {"kind": "question", "issue_count": "1", "issue0-category": "quality"}
    assertContains(act(client, case, "classify", typed), "Say why this is not a complaint", status_code=422)
    assert act(client, case, "classify", typed | {"why": "She only asks"}).status_code == 302
    case.refresh_from_db()
    assert case.kind == "complaint"
    settled = {"agree": "yes", "why": "A question indeed"}
    assertContains(act(client, case, "second", settled), "You proposed it yourself", status_code=422)
    assert act(enter(marina), case, "second", settled).status_code == 302
    case.refresh_from_db()
    assert case.kind == "question"


def test_a_stale_form_keeps_the_words_and_says_who_did_what(
    boris: Person, vera: Person, enter: Enter, case: Complaint
) -> None:
    old = case.version
    actions.take(Complaint.objects.get(pk=case.pk), by=vera, at=make.MONDAY)
    client, address = enter(boris), f"/desk/complaints/{case.number}/reply/"
    page = client.post(address, {"version": old, "text": "My careful words"})
    assertContains(page, "My careful words", status_code=409)
    assertContains(page, "Vera took the case", status_code=409)
    assertContains(page, "I have looked; send it", status_code=409)
    assert not case.messages.filter(body="My careful words").exists()
    again = next(tab.typed for tab in page.context["tabs"] if tab.typed.stale)
    assert client.post(address, {"version": again.version, "text": "My careful words"}).status_code == 302
    assert case.messages.filter(body="My careful words").count() == 1


def test_a_stale_dialog_is_sent_back_as_a_part(boris: Person, vera: Person, enter: Enter, case: Complaint) -> None:
    old = case.version
    actions.take(Complaint.objects.get(pk=case.pk), by=vera, at=make.MONDAY)
    typed = {"version": old, "confidential": "on", "why": "my reason"}
    address = f"/desk/complaints/{case.number}/protect/"
    page = enter(boris).post(address, typed, headers={"HX-Request": "true"})
    assertContains(page, "my reason", status_code=409)
    assert b"<html" not in page.content


def test_a_dialog_that_succeeded_opens_the_case(boris: Person, enter: Enter, case: Complaint) -> None:
    response = act(enter(boris), case, "take", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/desk/complaints/{case.number}/?done=take"


def test_a_role_that_may_not_is_told_so(zoya: Person, enter: Enter, case: Complaint) -> None:
    client = enter(zoya)
    page = client.get(f"/desk/complaints/{case.number}/note/")
    assertContains(page, "Your role does not allow this.", status_code=403)
    assertContains(act(client, case, "note", {"text": "x"}), "Your role does not allow this.", status_code=422)
    assert not case.messages.filter(direction="note").exists()


def test_a_case_out_of_sight_is_not_there(gleb: Person, enter: Enter, case: Complaint) -> None:
    client = enter(gleb)
    assert client.get(f"/desk/complaints/{case.number}/").status_code == 404
    assert client.get(f"/desk/complaints/{case.number}/note/").status_code == 404
    assert act(client, case, "note", {"text": "x"}).status_code == 404
    assert client.get("/desk/complaints/PX-2026-999999/").status_code == 404


@pytest.mark.parametrize("verb", ["receive", "add", "confirm", "warn", "delivered", "nonsense", "__init__"])
def test_verbs_that_are_not_for_staff_have_no_address(verb: str, boris: Person, enter: Enter, case: Complaint) -> None:
    assert enter(boris).get(f"/desk/complaints/{case.number}/{verb}/").status_code == 404


def test_who_hands_over_a_confidential_case_they_lose_goes_to_the_worklist(
    boris: Person, vera: Person, enter: Enter, case: Complaint
) -> None:
    actions.protect(case, confidential=True, why="names", by=vera, at=make.MONDAY, named=[boris])
    CaseAccess.objects.filter(person=boris).delete()
    assert act(enter(boris), case, "note", {"text": "x"}).status_code == 404


def test_merge_and_link_find_only_cases_in_sight(boris: Person, gleb: Person, enter: Enter, case: Complaint) -> None:
    client = enter(boris)
    hidden = make.complaint(confidential=True)
    for verb, field in (("merge", "into"), ("link", "other")):
        typed = {field: hidden.number, "why": "same", "sort": "related"}
        assertContains(act(client, case, verb, typed), "There is no such case", status_code=422)
    twin = make.complaint()
    assert act(client, case, "link", {"other": twin.number, "sort": "incident"}).status_code == 302
    assert act(client, case, "merge", {"into": twin.number.lower(), "why": "sent twice"}).status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.MERGED and case.merged_into == twin


def test_a_party_that_may_follow_gets_a_code_that_is_told_once(boris: Person, enter: Enter, case: Complaint) -> None:
    typed = {"role": "representative", "name": "Lawyer Lee", "email": "lee@mail.example", "may_see": "on"}
    page = act(enter(boris), case, "add_party", typed)
    assertContains(page, "Please read this aloud")
    assertContains(page, "Lawyer Lee")
    assert Party.objects.get(complaint=case, position=1).code_hash


def test_what_is_known_of_a_party_is_parted_by_dots(boris: Person, enter: Enter, case: Complaint) -> None:
    client = enter(boris)
    act(client, case, "add_party", {"role": "child", "age_months": "7", "authority_proof": "Birth certificate"})
    page = client.get(f"/desk/complaints/{case.number}/").content.decode()
    assert "7 months old" in page and "Birth certificate" in page
    assert "{% between" not in page


def test_hand_over_and_assign_go_to_who_is_chosen(boris: Person, ivan: Person, enter: Enter, case: Complaint) -> None:
    client = enter(boris)
    assertNotContains(client.get(f"/desk/complaints/{case.number}/"), "handed over")
    act(client, case, "hand_over", {"to": ivan.pk, "why": "yours by topic"})
    case.refresh_from_db()
    assert case.handler == ivan and case.handoffs == 1
    assertContains(client.get(f"/desk/complaints/{case.number}/"), "handed over 1 time<")
    page = act(client, case, "hand_over", {"to": ivan.pk, "why": "again"})
    assertContains(page, "Ivan already works on this case", status_code=422)
    act(client, case, "assign", {"handler": boris.pk})
    case.refresh_from_db()
    assert case.handler == boris
    assertContains(client.get(f"/desk/complaints/{case.number}/"), "handed over 2 times<")
    assert Verb.ASSIGN.value in FORMS
