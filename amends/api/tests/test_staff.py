"""Machines of the staff: within the rights of their person, never past a version, each verb of the table at its address."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from amends.api.tests.conftest import Caller
from amends.api.v1.api import api
from amends.api.v1.orders import ORDERS
from amends.core import actions, inbox, make
from amends.core.models import Complaint, ReadLog
from amends.core.rules.intake import Contact, Demand
from amends.core.rules.kinds import DemandType
from amends.core.rules.states import MOVES
from amends.insight.search.index import index
from amends.office.models import Person, Team, Token
from amends.office.tokens import create_token

pytestmark = pytest.mark.django_db


def test_every_staff_verb_of_the_table_of_moves_has_its_address() -> None:
    wanted = [verb for verb, move in MOVES.items() if move.by_staff]
    assert [order.verb for order in ORDERS] == wanted
    paths = api.get_openapi_schema()["paths"]
    assert {path.rpartition("/")[2] for path in paths if path.startswith("/api/v1/complaints/{number}/")} == {
        "events",
        "messages",
        *(str(verb) for verb in wanted),
    }


WAY: list[tuple[str, dict[str, Any]]] = [
    ("take", {}),
    ("classify", {"issues": [{"category": "quality.spoil", "lot": "26-0147", "harm": ["health"],
                              "demands": [{"type": "refund", "amount_minor": 8900, "currency": "RUB"}]}], "anger": 4}),
    ("ask", {"text": "Which lot number is on the lid?"}),
    ("restate", {"text": "The jar was not tight."}),
    ("note", {"text": "The third one this week."}),
    ("correct", {"changes": {"occurred_on": "2026-03-01", "presented_to": "maker"}, "party": {"name": "Anna S."},
                 "why": "She spelled it again."}),
    ("appraise", {"currency": "RUB", "price_minor": 8900, "delivery_missed": "2026-03-01", "delivered_on": "2026-03-02",
                  "circumstances": ["fraud"], "probability": 30, "why": "Her receipt"}),
    ("consent", {"kind": "contact", "given": True, "text_version": "2026-1"}),
    ("add_party", {"role": "buyer", "name": "Oleg", "may_see": True}),
    ("assign", {"team": "front", "why": "Theirs"}),
    ("protect", {"confidential": True, "why": "A named worker"}),
    ("protect", {"confidential": False, "why": "Not so after all"}),
    ("set_aside", {"why": "Looks like spam"}),
    ("bring_back", {"why": "It is none"}),
    ("decide", {"issue": 1, "validity": "upheld", "decision": "We pay.", "reasons": "It leaked.", "factors": ["law"]}),
    ("reply", {"text": "We return the price, because the seal leaked.", "final": True}),
    ("reopen", {"why": "The money did not arrive"}),
    ("withdraw", {"why": "She is content"}),
]  # fmt: skip


def test_a_case_goes_its_way_by_api(vera: Person, as_person: Any) -> None:
    machine = as_person(vera)
    number = make.complaint().number
    for verb, body in WAY:
        version = machine.get(f"/complaints/{number}").headers["ETag"]
        done = machine.post(f"/complaints/{number}/{verb}", body, If_Match=version)
        assert done.status_code == 200, (verb, done.json())
        assert done.json()["event"]["by"]["name"] == "Vera"
        assert done.headers["ETag"] == f'"{done.json()["version"]}"' != version
    case = machine.get(f"/complaints/{number}").json()
    assert case["stage"] == "withdrawn" and case["issues"][0]["demands"][0]["amount_minor"] == 8900
    assert case["parties"][0]["name"] == "Anna S." and case["occurred_on"] == "2026-03-01"
    kinds = [event["kind"] for event in machine.get(f"/complaints/{number}/events").json()["events"]]
    assert kinds[0] == "received" and kinds[-1] == "withdrawn" and len(kinds) >= len(WAY)


def test_the_verbs_that_name_others(vera: Person, ivan: Person, as_person: Any) -> None:
    machine, mine, other = as_person(vera), make.complaint(), make.complaint()
    assert (
        machine.post(f"/complaints/{mine.number}/link", {"other": other.number, "sort": "incident"}).status_code == 200
    )
    given = machine.post(f"/complaints/{mine.number}/hand_over", {"to": ivan.pk, "why": "His"}, If_Match='"2"')
    assert given.status_code == 200 and Complaint.objects.get(pk=mine.pk).handler == ivan
    assert (
        machine.post(
            f"/complaints/{mine.number}/merge", {"into": other.number, "why": "One"}, If_Match='"3"'
        ).status_code
        == 200
    )
    nobody = machine.post(f"/complaints/{other.number}/hand_over", {"to": 99999, "why": "?"}, If_Match='"1"')
    assert nobody.status_code == 422 and nobody.json()["errors"][0]["field"] == "to"


@pytest.mark.parametrize("verb", ["note", "link", "answer_alarm"])
def test_a_verb_that_needs_no_version_still_minds_one_that_was_sent(verb: str, vera: Person, as_person: Any) -> None:
    case, other = make.complaint(text="The child vomited after the puree."), make.complaint()
    body = {"note": {"text": "x"}, "link": {"other": other.number}, "answer_alarm": {}}[verb]
    where = f"/complaints/{case.number}/{verb}"
    actions.take(case, by=vera, at=timezone.now())
    late = as_person(vera).post(where, body, If_Match='"1"')
    assert late.status_code == 409 and late.json()["by"] == "Vera", late.json()
    assert as_person(vera).post(where, body).status_code == 200


def test_a_stale_version_is_told_who_changed_what_and_when(vera: Person, boris: Person, as_person: Any) -> None:
    case = make.complaint()
    seen = as_person(vera).get(f"/complaints/{case.number}").headers["ETag"]
    actions.take(case, by=boris, at=timezone.now())
    late = as_person(vera).post(f"/complaints/{case.number}/close", {}, If_Match=seen)
    assert late.status_code == 409 and late.json()["type"].endswith(":stale")
    assert late.json()["by"] == "Boris" and "Boris" in late.json()["what"] and late.json()["at"]
    assert late.headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("given", "status"), [("", 428), ("three", 400), ('"-1"', 400), ('"9999999999"', 400), ("*", 400)]
)
def test_without_a_version_no_verb(vera: Person, as_person: Any, given: str, status: int) -> None:
    number = make.complaint().number
    headers = {"If_Match": given} if given else {}
    assert as_person(vera).post(f"/complaints/{number}/take", {}, **headers).status_code == status


def test_no_means_no_with_its_reason(zoya: Person, gleb: Person, boris: Person, as_person: Any) -> None:
    number = make.complaint().number
    take = f"/complaints/{number}/take"
    auditor = as_person(zoya).post(take, {}, If_Match='"1"')
    assert auditor.status_code == 403 and "role" in auditor.json()["detail"]
    assert as_person(gleb).post(take, {}, If_Match='"1"').status_code == 404
    assert as_person(gleb).get(f"/complaints/{number}").status_code == 404
    assert as_person(boris).post(f"/complaints/{number}/close", {}, If_Match='"1"').status_code == 403
    refused = as_person(boris).post(f"/complaints/{number}/assign", {}, If_Match='"1"')
    assert refused.status_code == 422 and refused.json()["errors"][0]["field"] == "handler"
    assert as_person(zoya).post("/complaints", {"text": "By the auditor"}).status_code == 403


def test_an_operator_records_a_call_once(boris: Person, as_person: Any) -> None:
    body = {"text": "It hissed.", "channel": "phone_desk", "name": "Anna", "phone": "+7 900", "anger": 4,
            "demands": [{"type": "explanation", "text": "Why?"}],
            "consents": [{"kind": "contact", "text_version": "1"}]}  # fmt: skip
    first = as_person(boris).post("/complaints", body, Idempotency_Key="call 7")
    again = as_person(boris).post("/complaints", body, Idempotency_Key="call 7")
    assert first.status_code == again.status_code == 201 and first.content == again.content
    case = Complaint.objects.get()
    assert (case.channel, case.owner, case.anger) == ("phone_desk", boris, 4)
    seen = Caller().get(f"/public/complaints/{case.number}", Access_Code=first.json()["access_code"])
    assert seen.status_code == 200


def test_lists_are_filtered_searched_and_paged(vera: Person, as_person: Any) -> None:
    machine = as_person(vera)
    made = [make.complaint(text=f"Jar number {n} was sour") for n in range(53)]
    actions.classify(made[0], issues=[actions.IssueFacts("quality.spoil")], by=vera, at=timezone.now())
    first = machine.get("/complaints").json()
    second = machine.get("/complaints", {"cursor": first["next"]}).json()
    numbers = [case["number"] for page in (first, second) for case in page["complaints"]]
    assert numbers == [case.number for case in reversed(made)] and second["next"] is None
    assert [c["number"] for c in machine.get("/complaints", {"category": "quality"}).json()["complaints"]] == [
        made[0].number
    ]
    assert len(machine.get("/complaints", {"stage": "consultation"}).json()["complaints"]) == 1
    assert len(machine.get("/complaints", {"overdue": "true", "team": "front"}).json()["complaints"]) == 50
    assert machine.get("/complaints", {"overdue": "false"}).json()["complaints"] == []
    assert machine.get("/complaints", {"stage": "nowhere"}).status_code == 422
    assert machine.get("/complaints", {"stagee": "closed"}).status_code == 422
    assert machine.get("/complaints", {"cursor": "nonsense"}).status_code == 422


def test_search_finds_only_what_the_person_may_see(vera: Person, gleb: Person, as_person: Any) -> None:
    case = make.complaint(text="Das Glas hissed loudly")
    make.complaint(text="Another thing")
    index([case.pk])
    found = as_person(vera).get("/complaints", {"q": "hissed"}).json()
    assert [one["number"] for one in found["complaints"]] == [case.number]
    assert as_person(gleb).get("/complaints", {"q": "hissed"}).json()["complaints"] == []


def test_a_look_at_a_confidential_case_leaves_a_trace(vera: Person, zoya: Person, as_person: Any) -> None:
    case = make.complaint()
    actions.protect(case, confidential=True, why="Named", by=vera, at=timezone.now())
    for path in ("", "/events", "/messages"):
        assert as_person(vera).get(f"/complaints/{case.number}{path}").status_code == 200
        assert as_person(zoya).get(f"/complaints/{case.number}{path}").status_code == 404
    assert ReadLog.objects.filter(complaint=case, person=vera, what="api").count() == 3


def test_messages_hide_the_code_and_events_tell_in_words(vera: Person, as_person: Any) -> None:
    case = make.complaint()
    said = as_person(vera).get(f"/complaints/{case.number}/messages").json()["messages"]
    assert [message["direction"] for message in said] == ["in", "out"] and "[[" not in said[1]["text"]
    told = as_person(vera).get(f"/complaints/{case.number}/events").json()["events"][0]
    assert told["line"].startswith("Received by") and len(told["digest"]) == 64


def test_only_a_living_token_with_the_scope_opens(vera: Person, as_person: Any) -> None:
    machine, before = as_person(vera, "read"), timezone.now().date()
    assert machine.get("/complaints").status_code == 200
    assert machine.post("/complaints", {"text": "No"}).status_code == 403
    assert Token.objects.get().last_used_on in {before, timezone.now().date()}
    Token.objects.update(revoked_at=timezone.now())
    refused = machine.get("/complaints")
    assert refused.status_code == 401 and refused.headers["WWW-Authenticate"] == "Bearer"
    for wrong in ("", "am_wrong", "am_é", "x" * 5000):
        assert Caller(wrong).get("/complaints").status_code == 401
    token = create_token(vera, at=timezone.now())
    Person.objects.filter(pk=vera.pk).update(is_active=False)
    assert Caller(token).get("/complaints").status_code == 401


def test_a_session_opens_nothing_here(vera: Person) -> None:
    client = Client()
    client.force_login(vera)
    assert client.get("/api/v1/complaints").status_code == 401
    posted = client.post("/api/v1/complaints", {"text": "By cookie"}, content_type="application/json")
    assert posted.status_code == 401 and not Complaint.objects.exists()


def test_the_lists_cases_refer_to(vera: Person, front: Team, as_person: Any) -> None:
    machine = as_person(vera)
    assert machine.get("/teams").json()["teams"] == [{"code": "front", "name": "Front desk"}]
    assert {"id": vera.pk, "name": "Vera"} in machine.get("/people").json()["people"]
    assert "quality.spoil" in [one["code"] for one in machine.get("/categories").json()["categories"]]
    for path in ("products", "stores"):
        assert machine.get(f"/{path}").json() == {path: []}
        assert Caller().get(f"/{path}").status_code == 401


def test_a_case_says_what_it_owes_and_may_cost_to_the_staff_alone(vera: Person, as_person: Any, anyone: Caller) -> None:
    refund = Demand(DemandType.REFUND, 8_900, "RUB")
    accepted = inbox.accept(make.intake(demands=(refund,)), at=make.MONDAY)
    case = accepted.complaint
    told = as_person(vera).get(f"/complaints/{case.number}").json()
    answer = next(one for one in told["deadlines"] if one["key"] == "POL-ANSWER")
    assert answer["state"] == "missed" and answer["title"] == "Answer" and answer["jurisdiction"] == "*"
    assert answer["why"][-1] == "No lawyer of the office has reviewed this rule." and answer["pauses"] == []
    (stake,) = told["exposure"]
    assert (stake["currency"], stake["today_minor"], stake["lines"][0]["amount_minor"]) == ("RUB", 8_900, 8_900)
    public = anyone.get(f"/public/complaints/{case.number}", Access_Code=accepted.codes.code).json()
    assert not {"deadlines", "exposure"} & public.keys() and "lawyer" not in str(public)


def test_a_reply_by_hand_is_told_by_api(vera: Person, as_person: Any) -> None:
    machine, case = as_person(vera), make.complaint(channel="paper", author=Contact(name="Anna"))
    actions.ask(case, text="Which lot?", by=vera, at=timezone.now())
    where = f"/complaints/{case.number}"
    asked = machine.get(f"{where}/messages").json()["messages"][-1]
    assert (asked["delivery"], asked["is_proven"], asked["sent_at"]) == ("by_hand", False, None)
    early = machine.post(
        f"{where}/tell", {"message": asked["id"], "told_by": "called", "told_at": "2026-01-01T10:00:00Z"}
    )
    assert early.status_code == 422 and early.json()["errors"][0]["field"] == "told_at"
    told = machine.post(f"{where}/tell", {"message": asked["id"], "told_by": "called", "detail": "Her sister"})
    assert told.status_code == 200, told.json()
    assert told.json()["event"]["facts"]["told_by"] == "called"
    assert told.json()["event"]["personal"] == {"detail": "Her sister"}
    assert machine.get(f"{where}/messages").json()["messages"][-1]["is_proven"] is True
