"""Every field of every door meets every string: kept exactly or refused in words, never a 500."""

import json
import re
from collections.abc import Iterable
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from amends.api.v1.public import Filed
from amends.core.models import Complaint, Message
from amends.core.rules.states import MOVES
from amends.insight.search import index
from amends.lib.text import one_line, tidy
from tests.access.test_matrix import SPILLS
from tests.hostile.strings import STRINGS, texts

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SHARP = STRINGS[:6] + STRINGS[19:22] + STRINGS[39:42] + STRINGS[67:70] + STRINGS[-12:-8]
of_strings = pytest.mark.parametrize(
    "strings", [pytest.param(SHARP, id="sharp"), pytest.param(STRINGS, id="all", marks=pytest.mark.hard)]
)
FORM = {"key": "f" * 32, "step": "5", "go": "send", "whole": "yes", "kind": "complaint"}
FREE = {
    "product": 200,
    "lot": 60,
    "store": 200,
    "name": 200,
    "contact_times": 300,
    "accessibility": 300,
    "on_behalf_of": 200,
}
BOUND = (
    "kind", "occurred_on", "demands", "harm", "capacity", "contact_by", "email", "phone", "amount_refund", "website", "key",
    "step", "go", "language", "remove", "whole", "files", "anonymous",
)  # fmt: skip


def safe(answer: Any, where: object) -> str:
    """The body of an answer that is no fault of ours and spills nothing."""
    text = answer.content.decode("utf-8", "replace")
    assert answer.status_code < 500, (where, answer.status_code)
    assert not SPILLS.search(text), (where, SPILLS.search(text))
    for sign in (
        "<script>alert(1)",
        "<img src=x onerror",
        "<svg/onload",
        "<iframe src=javascript",
        "<details open ontoggle",
    ):
        assert sign not in text or "json" in answer.headers["Content-Type"], (where, sign)
    assert "Bcc" not in answer.headers and "X-Injected" not in answer.headers
    return text


def sendable(text: str) -> bool:
    """A browser cannot send half a pair."""
    return not re.search(r"[\ud800-\udfff]", text)


def test_the_form_keeps_every_string_or_says_why(operator: object) -> None:
    for count, text in enumerate(filter(sendable, STRINGS)):
        words = f"Number {count}: {text}"
        short = {name: text[: limit - 20] for name, limit in FREE.items()}
        answer = Client(raise_request_exception=False).post(
            "/complain", {**FORM, "key": f"{count:032d}", "text": words, **short}
        )
        shown = safe(answer, text)
        case = Complaint.objects.filter(statement=tidy(words)).first()
        if case is None:
            assert answer.status_code in {400, 422}, (text, answer.status_code)
            assert tidy(words) in tidy(unescape(shown)), f"what was typed is gone: {text!r}"
            continue
        assert answer.status_code == 200
        issue = case.issues.get()
        assert issue.product == one_line(tidy(short["product"]), 200), (text, issue.product)


def test_a_bound_field_is_never_a_fault(operator: object) -> None:
    """Choices, days, amounts, addresses, references: each hostile string in all of them, then in each alone."""
    client = Client(raise_request_exception=False)
    for text in filter(sendable, STRINGS):
        data = {**FORM, "text": "Kept words of mine.", **dict.fromkeys(BOUND, text)}
        assert "Kept words of mine." in safe(client.post("/complain", data), text)
    for name in BOUND:
        for text in filter(sendable, SHARP):
            data = {**FORM, "text": "Kept words of mine.", name: text}
            safe(client.post("/complain", data), (name, text))
    for text in filter(sendable, SHARP):
        for where in (
            "/follow",
            "/follow/message",
            "/follow/confirm",
            "/follow/withdraw",
            "/follow/consent",
            "/look/language/",
        ):
            data = dict.fromkeys(
                ("number", "code", "text", "answer", "kind", "language", "next", "theme", "whole"), text
            )
            safe(client.post(where, data), (where, text))
        safe(client.post("/accounts/login/", {"login": text, "password": text, "next": text}), text)
        safe(client.post("/accounts/password/reset/", {"email": text}), text)


def test_the_api_keeps_every_string_or_says_why(operator: object) -> None:
    client = Client(raise_request_exception=False)
    names = [name for name in Filed.model_fields if name != "text"]
    for text in STRINGS:
        answer = _file(client, {"text": "Words: " + text})
        kept = "\0" not in text and sendable(text)
        assert answer.status_code == (201 if kept else 422) or (not sendable(text) and answer.status_code == 400), text
        if kept:
            assert Complaint.objects.get(number=answer.json()["number"]).statement == tidy("Words: " + text)
    for name in names:
        for text in SHARP:
            answer = _file(client, {"text": "Words.", name: text})
            assert answer.status_code in {201, 400, 422}, (name, text)
    for wrong in (None, 1, 1.5, True, [], {}, [1], {"a": 1}, ["x"] * 50):
        for name in ("text", *names):
            answer = _file(client, {"text": "Words.", name: wrong})
            assert answer.status_code in {201, 422}, (name, wrong)
    for header in (
        "Idempotency-Key",
        "Accept-Language",
        "Access-Code",
        "Accept",
        "Content-Type",
        "Authorization",
        "If-Match",
    ):
        for text in SHARP:
            plain = text.encode("utf-8", "replace").decode("latin-1").replace("\r", "").replace("\n", "")
            safe(client.get("/api/v1/complaints", headers={header: plain}), (header, text))
            safe(client.get("/api/v1/public/complaints/PX-2026-000001", headers={header: plain}), (header, text))


def _file(client: Client, data: dict[str, Any]) -> Any:
    answer = client.post("/api/v1/public/complaints", json.dumps(data), content_type="application/json")
    safe(answer, data)
    return answer


@pytest.mark.parametrize("door", ["form", "api"])
def test_odd_texts_are_kept_to_the_last_sign(operator: object, door: str) -> None:
    """Two hundred and seventy texts in seventeen languages: found again by number, sign for sign."""
    collection = texts()
    assert len(collection) >= 250
    client = Client(raise_request_exception=False)
    for count, (name, text) in enumerate(collection):
        if door == "api":
            answer = _file(client, {"text": text, "name": text[:150]})
            if "\0" in text or not sendable(text):
                assert answer.status_code in {400, 422}, name
                continue
            number = answer.json()["number"]
        elif sendable(text):
            answer = client.post("/complain", {**FORM, "key": f"{count:032d}", "text": text})
            safe(answer, name)
            found = re.search(r"PX-\d{4}-\d{6}", answer.content.decode())
            assert found, (name, answer.status_code)
            number = found[0]
        else:
            continue
        case = Complaint.objects.get(number=number)
        assert case.statement == tidy(text), name
        assert Message.objects.get(complaint=case, direction="in").body == tidy(text), name


def _fields_of(page: str) -> Iterable[str]:
    return dict.fromkeys(re.findall(r'<(?:input|textarea|select)[^>]*\bname="([^"]+)"', page))


@pytest.mark.parametrize(
    "strings", [pytest.param(SHARP[::3], id="few"), pytest.param(SHARP, id="sharp", marks=pytest.mark.hard)]
)
@pytest.mark.parametrize("verb", [str(move.verb) for move in MOVES.values() if move.by_staff])
def test_the_desk_takes_no_harm_from_any_field(
    desk: Client, case: Complaint, verb: str, strings: tuple[str, ...]
) -> None:
    where = reverse("desk:verb", args=[case.number, verb])
    page = desk.get(where).content.decode()
    names = [*dict.fromkeys([*_fields_of(page), "text", "version"])]
    for text in filter(sendable, strings):
        case.refresh_from_db()
        safe(desk.post(where, {**dict.fromkeys(names, text), "version": str(case.version)}), (verb, text))
    safe(desk.post(where, dict.fromkeys(names, SHARP[0])), verb)  # the version, too
    safe(desk.get(f"/desk/complaints/{case.number}/"), verb)


@of_strings
def test_searching_and_filtering_take_every_string(desk: Client, case: Complaint, strings: tuple[str, ...]) -> None:
    """Injection, operators of the index, odd signs: an answer each time, and a case that is there is found (B7)."""
    for text in filter(sendable, strings):
        for where in ("/desk/", "/desk/search/"):
            safe(desk.get(where, {"q": text}), (where, text))
    for text in filter(sendable, SHARP):
        for where, name in (("/desk/", "cursor"), ("/desk/search/", "cursor"), ("/desk/", "view"),
                            ("/desk/record/known/", "phone"), ("/desk/record/known/", "email")):  # fmt: skip
            safe(desk.get(where, {name: text}), (where, name, text))
        for where in ("/desk/undelivered/", "/desk/notices/", "/desk/set-aside/", "/desk/record/", "/office/people/"):
            safe(desk.get(where, {"cursor": text, "receipt": text, "q": text, "page": text}), (where, text))
    index.index([case.pk])
    word = re.findall(r"\w{4,}", case.statement)[0]
    assert str(case.number) in desk.get("/desk/search/", {"q": word}).content.decode()


@of_strings
def test_addresses_take_every_string(desk: Client, case: Complaint, strings: tuple[str, ...]) -> None:
    for text in filter(sendable, strings):
        part = quote(text[:500], safe="")
        for before in ("/desk/complaints/", "/api/v1/public/complaints/", "/follow/", "/look/", "/invitation/", "/"):
            safe(desk.get(before + part), (before, text))
        safe(desk.get(f"/desk/complaints/{case.number}/{part}/"), text)
        safe(desk.post(f"/desk/complaints/{part}/note/", {"text": "x"}), text)


@of_strings
def test_recording_a_call_takes_every_string(desk: Client, strings: tuple[str, ...]) -> None:
    names = [*_fields_of(desk.get("/desk/record/").content.decode())]
    assert "text" in names
    for count, text in enumerate(filter(sendable, strings)):
        safe(desk.post("/desk/record/", {**dict.fromkeys(names, text), "key": f"{count:032d}"}), text)
        words = f"Call {count}: {text}"
        answer = desk.post(
            "/desk/record/", {"key": f"{count:031d}x", "text": words, "channel": "phone_desk", "kind": "complaint"}
        )
        shown = safe(answer, text)
        kept = Complaint.objects.filter(statement=tidy(words)).exists()
        assert kept or tidy(words) in tidy(unescape(shown)), text
