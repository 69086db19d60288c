"""Odd and hostile requests get a problem document in the caller's language and change nothing; never a 500."""

import json
import time
from typing import Any

import pytest
from django.test import Client, override_settings

from amends.api.tests.conftest import Caller
from amends.core import make
from amends.core.models import Complaint, Receipt
from amends.office.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

FILE = "/public/complaints"
TEXT = "The jar hissed."

BODIES: list[tuple[str, bytes, int]] = [
    ("empty", b"", 422),
    ("no json", b"text=hello", 400),
    ("cut", b'{"text": "he', 400),
    ("a list", b'[{"text": "a"}]', 422),
    ("null", b"null", 422),
    ("a number", b"1", 422),
    ("depth", b'{"text":' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
    ("depth of objects", b'{"text":' * 100_000 + b"1" + b"}" * 100_000, 400),
    ("50,000 fields", json.dumps({f"f{n}": 1 for n in range(50_000)}).encode(), 422),
    ("unknown field", b'{"text": "a", "number": "PX-1"}', 422),
    ("nul", b'{"text": "a\\u0000b"}', 422),
    ("raw nul", b'{"text": "a\0b"}', 400),
    ("lone surrogate", b'{"text": "a\\ud800b"}', 422),
    ("lone surrogate in a name of a field", b'{"text": "a", "\\ud800": 1}', 422),
    ("invalid utf-8", b'{"text": "\xff\xfe"}', 400),
    ("utf-16", '{"text": "a"}'.encode("utf-16"), 400),
    ("not a number", b'{"text": NaN}', 400),
    ("huge number", b'{"text": ' + b"9" * 100_000 + b"}", 400),
    ("huge exponent", b'{"text": 1e999999}', 422),
    ("wrong types", b'{"text": {"a": 1}, "name": ["x"], "anonymous": "yes", "email": 5}', 422),
    ("no text", b'{"text": ""}', 422),
    ("only white space", b'{"text": " \\n\\t "}', 422),
    ("no address", b'{"text": "a", "email": "a@b\\r\\nBcc: c@d"}', 422),
    ("no address either", b'{"text": "a", "email": "nobody"}', 422),
    ("long name", json.dumps({"text": "a", "name": "x" * 201}).encode(), 422),
    ("odd language", b'{"text": "a", "language": "../../etc"}', 422),
    ("13 MB", json.dumps({"text": "x" * 13_000_000}).encode(), 413),
]


@pytest.mark.parametrize(("body", "status"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES])
def test_a_body_that_cannot_be(anyone: Caller, body: bytes, status: int) -> None:
    started = time.process_time()
    assert anyone.post(FILE, body).status_code == status
    assert time.process_time() - started < 2
    assert not Complaint.objects.exists()


def test_what_is_wrong_is_named_field_by_field_in_the_callers_language() -> None:
    body = {"name": 5, "email": "nobody", "stage": "closed"}
    said = Caller().post(FILE, body).json()
    assert {error["field"] for error in said["errors"]} == {"text", "name", "email", "stage"}
    assert {"field": "stage", "detail": "There is no such field."} in said["errors"]
    for language in ("ru", "fa", "zh"):
        assert Caller(language=language).post(FILE, body).headers["Content-Language"].startswith(language)


@pytest.mark.parametrize("field", [field.name for field in Complaint._meta.get_fields()])
def test_no_field_of_the_complaint_can_be_assigned_but_the_declared(anyone: Caller, field: str) -> None:
    if field not in {"language", "subject"}:
        assert anyone.post(FILE, {"text": TEXT, field: "x"}).status_code == 422


def test_odd_texts_are_stored_as_they_came(anyone: Caller) -> None:
    odd = [
        "\u202etxt.exe\u202c",
        "Z̸̛̤͐a̵l̶g̷o",
        "👩‍👩‍👧‍👦 x " * 500,
        "=cmd|'/c calc'!A1",
        "{{ 7*7 }} {% debug %}",
        "%(number)s %s",
        "'; DROP",
    ]
    for text in odd:
        told = anyone.post(FILE, {"text": text, "name": text[:200], "subject": text[:500]})
        assert told.status_code == 201
        assert Complaint.objects.get(number=told.json()["number"]).statement == text


def test_a_long_text_is_stored_whole(anyone: Caller) -> None:
    text = "Слово за слово. " * 300_000
    told = anyone.post(FILE, json.dumps({"text": text}, ensure_ascii=False).encode())
    assert Complaint.objects.get(number=told.json()["number"]).statement == text


@pytest.mark.parametrize(
    ("kind", "status"),
    [("text/plain", 415), ("application/x-www-form-urlencoded", 415), ("multipart/form-data", 415), ("", 415)],
)
def test_another_kind_of_content(anyone: Caller, kind: str, status: int) -> None:
    assert anyone.post(FILE, b'{"text": "a"}', Content_Type=kind).status_code == status


def test_a_compressed_body_is_not_unpacked(anyone: Caller) -> None:
    assert anyone.post(FILE, b"\x1f\x8b" + b"\0" * 100, Content_Encoding="gzip").status_code == 415


def test_methods_addresses_and_forms_of_answer_nobody_has(anyone: Caller) -> None:
    client = anyone.client
    for method in ("put", "patch", "delete", "get", "options", "head", "trace"):
        answer = getattr(client, method)("/api/v1/public/complaints")
        assert answer.status_code == 405 and answer.headers["Allow"] == "POST"
        assert answer.headers["Content-Type"] == "application/problem+json"
    for path in (
        "/nothing",
        "/",
        "/complaints/PX-1/fly",
        "/complaints/",
        "/public/complaints/a/b/c",
        "/../admin",
        "/%00",
    ):
        assert anyone.get(path).status_code in {400, 404}
    assert anyone.get("/api/v2/").status_code == 404
    assert anyone.post(FILE, {"text": "a"}, Accept="text/html").status_code == 406
    assert anyone.get("/complaints", Host="evil.example").status_code == 400


def test_nul_and_nonsense_in_addresses(vera: Person, as_person: Any) -> None:
    machine = as_person(vera)
    for path in ("/complaints?q=%00", "/complaints/%00", "/complaints/a%00b/events"):
        assert machine.get(path).status_code == 400
    for query in (
        {"handler": "9" * 30},
        {"cursor": "YXQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk5"},
        {"overdue": "perhaps"},
        {"kind": "x"},
    ):
        assert machine.get("/complaints", query).status_code == 422
    for q in ('"', "*", "a AND", "(", "%", "'; --", "\ufdfa" * 300, "NEAR(", "x" * 500):
        assert machine.get("/complaints", {"q": q}).status_code == 200
    assert machine.get(f"/complaints/{'x' * 5000}").status_code == 404


def test_a_request_too_large_is_refused_unread_with_a_problem(anyone: Caller) -> None:
    with override_settings(REQUEST_LIMIT=10):
        assert anyone.post(FILE, {"text": "more than ten bytes"}).status_code == 413


def test_multipart_that_is_none(anyone: Caller) -> None:
    told = anyone.post(FILE, {"text": TEXT}).json()
    where, code = f"{FILE}/{told['number']}/files", told["access_code"]
    kind = "multipart/form-data; boundary=x"
    for body, status in ((b"", 415), (b"--x\r\nnonsense", 422), (b"--x--\r\n", 422), (b"\xff" * 500, 422)):
        assert anyone.post(where, body, Content_Type=kind, Access_Code=code).status_code == status
    assert anyone.post(where, b"x", Content_Type="multipart/form-data", Access_Code=code).status_code == 400
    assert anyone.post(where, {"a": 1}, Access_Code=code).status_code == 415


def test_a_failure_of_ours_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **more: object) -> None:
        raise RuntimeError("secret words of the house")

    monkeypatch.setattr("amends.core.inbox.actions.receive", fail)
    answer = Client(raise_request_exception=False).post("/api/v1/public/complaints", {"text": "a"}, "application/json")
    assert answer.status_code == 500 and answer.headers["Content-Type"] == "application/problem+json"
    assert b"secret" not in answer.content
    assert Receipt.objects.get().state == Receipt.State.KEPT


def test_verbs_take_no_odd_numbers_and_no_strange_fields(vera: Person, as_person: Any) -> None:
    machine, number = as_person(vera), make.complaint().number
    odd: list[tuple[str, dict[str, Any]]] = [
        ("decide", {"issue": 10**30, "validity": "upheld", "decision": "a", "reasons": "b"}),
        ("decide", {"issue": 1.5, "validity": "upheld", "decision": "a", "reasons": "b"}),
        ("decide", {"issue": 7, "validity": "upheld", "decision": "a", "reasons": "b"}),
        ("classify", {"issues": [{"category": "quality", "price_minor": 10**40}]}),
        ("classify", {"issues": [{"category": "nowhere"}]}),
        ("classify", {"issues": [{"category": "quality", "happened_on": "0001-01-01"}]}),
        ("classify", {"issues": []}),
        ("classify", {"issues": [{"category": "quality"}], "anger": 6}),
        ("assign", {"handler": True}),
        ("correct", {"changes": {"version": 9}, "why": "a"}),
        ("correct", {"changes": {"presented_at": "2026-03-02T09:00:00"}, "why": "a"}),
        ("correct", {"changes": {"anger": 4}, "why": "\0"}),
        ("consent", {"kind": "contact", "given": True, "text_version": "1", "party": 9}),
        ("take", {"by": 1}),
        ("reply", {"text": "x", "final": "no"}),
    ]  # fmt: skip
    for verb, body in odd:
        answer = machine.post(f"/complaints/{number}/{verb}", body, If_Match='"1"')
        assert answer.status_code in {403, 422}, (verb, body, answer.json())
    assert Complaint.objects.get().version == 1
