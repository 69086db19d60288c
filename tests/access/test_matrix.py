"""Every address, method, role and sort of case: who gets in, and that nobody sees a word too much."""

import re
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from amends.core.models import Complaint, Event, Message, Notice, Receipt
from amends.office.models import Person, RoleHeld
from tests.access.table import (
    ACCOUNTS,
    ADMINISTER,
    API,
    API_CASE,
    CASE,
    EVERYONE,
    HIDDEN,
    HOUSE,
    MAY_ADMINISTER,
    MAY_RECORD,
    MAY_SET_UP,
    OPEN,
    PARTY,
    RECORDING,
    ROUTES,
    SETTING_UP,
    SIGHT,
    WATCH,
    Rule,
    rule_of,
)  # fmt: skip
from tests.access.world import CASES, COMMON, World, address, alike, patterns

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
STRANGER = "stranger"
METHODS = ("PUT", "PATCH", "DELETE")
LOGIN = "/accounts/login/"
SPILLS = re.compile(
    r"Traceback \(most|File \"/|site-packages|/root/|django/|psycopg|sqlite3\.|SELECT .* FROM |AMENDS_SECRET"
)
CANARIES = tuple(f"canary{part}" for part in ("name", "mail", "text", "note", "file", "lot"))


def digest() -> Any:
    """What no reading may change."""
    return (
        list(Complaint.objects.order_by("pk").values_list("pk", "version", "seq", "stage")),
        Event.objects.count(),
        Receipt.objects.count(),
        list(Message.objects.order_by("pk").values_list("pk", "delivery")),
        list(Person.objects.order_by("pk").values_list("pk", "password", "is_active", "name", "email")),
        list(RoleHeld.objects.order_by("pk").values_list("pk", "role", "to_on")),
        list(Notice.objects.order_by("pk").values_list("pk")),
    )


def test_every_address_is_in_the_table() -> None:
    found = [pattern for pattern, _ in patterns()]
    unlisted = sorted({pattern for pattern in found if rule_of(pattern) is None})
    assert not unlisted, f"say in tests/access/table.py who may enter: {unlisted}"
    gone = sorted(set(ROUTES) - set(found))
    assert not gone, f"no longer in the URL map: {gone}"


class Findings:
    """Collects what is wrong, so that one run tells all of it."""

    def __init__(self, world: World) -> None:
        self.world, self.wrong, self.cells = world, Counter(), 0

    def expect(self, ok: bool, *words: object) -> None:
        self.cells += 1
        if not ok:
            self.wrong[" ".join(map(str, words))] += 1

    def no_canary(self, response: Any, reader: str, where: str) -> None:
        """Looks for the words of every case that this reader may not see."""
        text = body(response).decode("utf-8", "replace")
        if "canary" in text:
            for case in CASES:
                if case not in SIGHT.get(reader, frozenset()):
                    leaked = [name for name in CANARIES if name + case in text]
                    self.expect(not leaked, "LEAK", reader, "sees", leaked, "of", case, "at", where)
        spilt = SPILLS.search(text)
        self.expect(spilt is None, "SPILL", where, spilt and spilt[0])
        self.expect(
            response.status_code < 500 or where == "/readyz", "ERROR", response.status_code, where, "for", reader
        )

    def done(self) -> None:
        assert not self.wrong, f"{len(self.wrong)} faults in {self.cells} cells:\n" + "\n".join(list(self.wrong)[:60])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("readers", [(STRANGER, *EVERYONE[:8]), EVERYONE[8:]], ids=["some", "others"])
def test_nobody_reads_a_word_too_much(world: World, readers: tuple[str, ...]) -> None:
    """GET of every address by everybody, for each case and for one that does not exist."""
    found, before = Findings(world), digest()
    clients = {reader: world.client(reader) for reader in readers}
    for pattern, _ in patterns():
        methods, rule = rule_of(pattern) or ((), ACCOUNTS)
        kinds = (*CASES, None) if rule in {CASE, API_CASE, PARTY} else (None,)
        for reader in readers:
            client = clients[reader]
            missing = _get(found, client, reader, rule, address(pattern, world, None))
            _check_other(found, missing, reader, rule, methods, pattern)
            for kind in kinds[:-1]:
                where = address(pattern, world, world.cases[kind])
                if rule is PARTY and ("token" in pattern):
                    continue  # whoever has the link is the complainant: test_the_complainant_sees_own_words_only
                response = _get(found, client, reader, rule, where)
                _check_case(found, response, missing, reader, rule, methods, pattern, kind)
    assert digest() == before, "reading has changed something"
    found.done()


def _get(found: Findings, client: Client, reader: str, rule: Rule, where: str) -> Any:
    headers = found.world.bearer(reader) if rule in {API, API_CASE} else {}
    response = client.get(where, headers=headers)
    found.no_canary(response, reader, where)
    return response


def _check_other(
    found: Findings, response: Any, reader: str, rule: Rule, methods: tuple[str, ...], pattern: str
) -> None:
    """Addresses that are not about a case."""
    status, target = response.status_code, response.headers.get("Location", "")
    if rule in {HOUSE, CASE, RECORDING, SETTING_UP, ADMINISTER} and reader == STRANGER:
        ok = (status == 302 and target.startswith(LOGIN)) or (status == 405 and "GET" not in methods)
        found.expect(ok, "a stranger at", pattern, "gets", status, target)
        return
    if rule in {API, API_CASE} and reader == STRANGER:
        found.expect(status in {401, 405}, "without a token", pattern, "gives", status)
        return
    if rule in {CASE, API_CASE, PARTY}:
        ok = status in {302, 401, 404, 405} or (rule is PARTY and status == 403)  # 403: please come in again
        found.expect(ok, "a missing case at", pattern, "gives", status)
        return
    if "GET" not in methods and rule is not ACCOUNTS:
        found.expect(status in {405, 403, 404, 401}, "GET on", pattern, "gives", status, "to", reader)
        return
    expected = {
        OPEN: {200, 302, 404, 410},
        WATCH: {200, 503},
        ACCOUNTS: {200, 302, 400, 403, 404, 405},
        HOUSE: {200},
        API: {200},
        HIDDEN: {404, 302},
        RECORDING: {200} if reader in MAY_RECORD else {403, 404},
        SETTING_UP: {200, 302, 404} if reader in MAY_SET_UP else {403, 404},
        ADMINISTER: {200} if reader in MAY_ADMINISTER else {403},
    }[rule]
    found.expect(status in expected, reader, "at", pattern, "gets", status, "instead of", sorted(expected))


def _check_case(
    found: Findings, response: Any, missing: Any, reader: str, rule: Rule, methods: tuple[str, ...], pattern: str, kind: str
) -> None:  # fmt: skip
    status = response.status_code
    if rule in {CASE, API_CASE} and kind in SIGHT.get(reader, frozenset()):
        ok = (
            status in {200, 204, 403}
            or (status == 405 and "GET" not in methods)
            or (status == 404 and "preview" in pattern)
        )
        found.expect(ok, reader, "may see", kind, "at", pattern, "but gets", status)
        if pattern in {"desk/complaints/<str:number>/", "api/v1/complaints/<number>"}:
            found.expect(
                f"canarytext{kind}" in response.content.decode(), reader, "sees no words of", kind, "at", pattern
            )
        return
    same = status == missing.status_code and alike(_seen(response)) == alike(_seen(missing))
    found.expect(
        same, "ORACLE", reader, "can tell", kind, "from a missing case at", pattern, status, missing.status_code
    )


def _seen(response: Any) -> bytes:
    return b"" if response.streaming else response.content


def test_lists_searches_and_counts_hold_nothing_of_hidden_cases(world: World) -> None:
    found, beginning = Findings(world), str(world.cases["own"].row.number)[:-1]
    asked = [
        "/desk/?view=all", "/desk/?view=team", "/desk/?view=nobodys", f"/desk/?view=all&q={COMMON}", f"/desk/search/?q={COMMON}",
        "/desk/search/?q=canary", "/desk/record/known/?phone=%2B79007654321", "/desk/undelivered/", "/desk/set-aside/",
        "/desk/notices/", f"/api/v1/complaints?q={COMMON}", "/api/v1/complaints", "/api/v1/complaints?overdue=false",
        "/desk/?q=is:late", "/api/v1/people", f"/desk/?view=all&q={beginning}", "/no/such/page", "/desk/no/such/page/",
    ]  # fmt: skip
    for reader in EVERYONE:
        client = world.client(reader)
        seen = SIGHT[reader]
        for where in asked:
            response = client.get(where, headers=world.bearer(reader) if where.startswith("/api") else {})
            found.no_canary(response, reader, where)
            numbers = {str(world.cases[name].row.number) for name in CASES if name not in seen}
            shown = [number for number in numbers if number in body(response).decode("utf-8", "replace")]
            found.expect(not shown, "LEAK", reader, "sees numbers", shown, "at", where)
        listed = client.get("/api/v1/complaints", headers=world.bearer(reader)).json()["complaints"]
        expected = {str(world.cases[name].row.number) for name in seen}
        found.expect(
            {one["number"] for one in listed} == expected, reader, "is listed", len(listed), "of", len(expected)
        )
    found.done()


def test_a_hidden_case_cannot_be_acted_on_and_looks_missing(world: World) -> None:
    """POST of every verb, by everybody who may not see the case, changes nothing and tells nothing."""
    found, before = Findings(world), digest()
    acting = [pattern for pattern, (methods, rule) in ROUTES.items() if "POST" in methods and rule in {CASE, API_CASE}]
    for reader in (STRANGER, *EVERYONE):
        client = world.client(reader)
        for pattern in acting:
            answers = {}
            for kind in (None, *(name for name in CASES if name not in SIGHT.get(reader, frozenset()))):
                where = address(pattern, world, world.cases[kind] if kind else None)
                if pattern.startswith("api/"):
                    headers = {**world.bearer(reader), "If-Match": '"1"'}
                    response = client.post(where, {"text": "x"}, content_type="application/json", headers=headers)
                else:
                    response = client.post(where, {"text": "x", "version": "1"})
                found.no_canary(response, reader, where)
                answers[kind] = (response.status_code, alike(_seen(response)))
                expected = {404, 422, 400} if pattern.startswith("api/") else {404}
                refused = {302, 401} if reader == STRANGER else expected
                found.expect(response.status_code in refused, reader, "POST", where, "gives", response.status_code)
            different = [kind for kind, answer in answers.items() if answer != answers[None]]
            found.expect(not different, "ORACLE", reader, "POST", pattern, "differs for", different)
    assert digest() == before, "somebody changed a case out of sight"
    found.done()


def test_who_only_reads_changes_nothing(world: World) -> None:
    """Quality, audit and top management see the case and may use no verb on it."""
    found, before = Findings(world), digest()
    case = world.cases["own"]
    for reader in ("quality", "auditor", "top"):
        client = world.client(reader)
        for pattern, (methods, rule) in ROUTES.items():
            if "POST" not in methods or rule not in {CASE, API_CASE}:
                continue
            where = address(pattern, world, case)
            if rule is API_CASE:
                headers = {**world.bearer(reader), "If-Match": f'"{case.row.version}"'}
                response = client.post(where, {"text": "x"}, content_type="application/json", headers=headers)
                found.expect(response.status_code in {403, 422}, reader, where, response.status_code)
            else:
                response = client.post(where, {"text": "x", "version": case.row.version, "way": "told"})
                found.expect(response.status_code < 500, reader, where, response.status_code)
    assert digest() == before
    found.done()


def test_methods_nobody_knows_are_refused(world: World) -> None:
    found, before = Findings(world), digest()
    clients = {reader: world.client(reader) for reader in (STRANGER, "head")}
    for pattern in ROUTES:
        for reader, client in clients.items():
            headers = world.bearer(reader) if pattern.startswith("api/") else {}
            for method in METHODS:
                where = address(pattern, world, world.cases["own"])
                response = client.generic(method, where, headers=headers)
                refused = response.status_code in {302, 400, 401, 403, 404, 405, 415}
                found.expect(refused, method, where, response.status_code)
    assert digest() == before
    found.done()


def test_the_complainant_sees_own_words_only(world: World) -> None:
    """With the link of one case, no other case opens, nor any page of the staff."""
    found = Findings(world)
    client, mine = Client(raise_request_exception=False), world.cases["confidential"]
    assert client.get(f"/follow/{mine.codes.token}").status_code == 302
    page = client.get("/follow")
    assert page.status_code == 200 and "canarytextconfidential" in page.content.decode()
    for pattern, _ in patterns():
        for kind in CASES:
            where = address(pattern, world, world.cases[kind])
            if "token" in pattern or where in {"/follow/leave", "/accounts/logout/"}:
                continue
            text = body(client.get(where)).decode("utf-8", "replace")
            leaked = [one for other in CASES if other != mine.name for one in CANARIES if one + other in text]
            found.expect(not leaked, "LEAK", leaked, "at", where)
            found.expect("canarynote" not in text, "LEAK an internal note at", where)
    found.done()


@pytest.mark.parametrize("number", ["of a case", "PX-2026-999999", "", "%00", "../../etc/passwd", "١٢٣"])
def test_a_wrong_code_says_the_same_for_every_number(world: World, number: str) -> None:
    number = str(world.cases["own"].row.number) if number == "of a case" else number
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/public/complaints/" + number, headers={"Access-Code": "AAAA-BBBB-CCCC-DDDD"})
    assert answer.status_code in {404, 405, 400}
    page = client.post("/follow", {"number": number, "code": "AAAA-BBBB-CCCC-DDDD"})
    other = client.post("/follow", {"number": "PX-2026-777777", "code": "AAAA-BBBB-CCCC-DDDD"})
    assert page.status_code < 500
    if number.startswith("PX"):
        assert (page.status_code, alike(page.content)) == (other.status_code, alike(other.content))
    assert settings.SECRET_KEY not in page.content.decode()
