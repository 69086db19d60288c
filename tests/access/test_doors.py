"""Forged requests and hosts, stolen sessions, extra fields, headers of every answer."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test import Client

from amends.core.models import Complaint, Party
from amends.office.models import Person, RoleHeld
from tests.access.table import ACCOUNTS, API, API_CASE, ROUTES, rule_of
from tests.access.test_matrix import body, digest
from tests.access.world import World, address, patterns

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PASSWORD = "a long password for tests only"

# Requests that somebody else's page makes --------------------------------------------------------------------------


def test_no_address_acts_without_the_proof_of_our_own_page(world: World) -> None:
    """POST without the token, by a stranger and by the head of office: refused, nothing changed (A10)."""
    before, wrong = digest(), []
    for reader in ("stranger", "head", "admin"):
        client = world.client(reader, enforce_csrf_checks=True)
        for pattern, _ in patterns():
            if pattern.startswith("api/"):
                continue
            where = address(pattern, world, world.cases["own"])
            status = client.post(where, {"text": "forged", "name": "forged", "go": "send", "whole": "yes"}).status_code
            if status not in {403, 404, 405}:
                wrong.append((reader, where, status))
    assert not wrong, wrong
    assert digest() == before


def test_the_api_takes_no_cookie_for_a_token(world: World) -> None:
    before, wrong = digest(), []
    client = world.client("head")
    for pattern, (methods, rule) in ROUTES.items():
        if rule in {API, API_CASE}:
            for method in methods:
                where = address(pattern, world, world.cases["own"])
                answer = client.generic(method, where, "{}", content_type="application/json")
                if answer.status_code != 401:
                    wrong.append((method, where, answer.status_code))
    assert not wrong, wrong
    assert digest() == before


def test_a_foreign_origin_is_refused_even_with_a_right_token(world: World) -> None:
    client = world.client("operator", enforce_csrf_checks=True)
    case = world.cases["own"].row
    page = client.get(f"/desk/complaints/{case.number}/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "text": "forged", "version": case.version}
    where = f"/desk/complaints/{case.number}/note/"
    before = digest()
    for origin in ("https://evil.example", "null", "http://localhost.evil.example", "http://localhost:9999"):
        assert client.post(where, sent, headers={"Origin": origin}).status_code == 403, origin
    assert digest() == before
    assert (
        client.post(where, sent, headers={"Origin": "http://localhost:8000", "Host": "localhost:8000"}).status_code
        == 302
    )


# Names of hosts, ways to other sites -----------------------------------------------------------------------------------


def test_a_letter_never_names_a_host_that_the_asker_made_up(world: World) -> None:
    """Password reset with forged headers: refused, or the link bears our own address (A7)."""
    forged: list[dict[str, str]] = [
        {"Host": "evil.example"}, {"Host": "localhost:8000@evil.example"}, {"Host": "localhost.evil.example"},
        {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example;proto=https"}, {"X-Host": "evil.example"},
        {"X-Forwarded-Proto": "https", "X-Forwarded-Port": "1"}, {"X-Original-URL": "//evil.example"},
    ]  # fmt: skip
    settings.ACCOUNT_RATE_LIMITS = False
    for headers in forged:
        for role in ("operator", "head"):
            client = Client(raise_request_exception=False)
            answer = client.post("/accounts/password/reset/", {"email": f"{role}@staff.example"}, headers=headers)
            assert answer.status_code in {302, 400, 429}, (headers, answer.status_code)
            assert "evil.example" not in answer.content.decode(), headers
    assert mail.outbox
    for letter in mail.outbox:
        links = re.findall(r"https?://[^\s<>\"]+", str(letter.message()))
        assert all(link.startswith(settings.BASE_URL) for link in links), links


OFF_SITE = [
    prefix + "evil.example" + suffix
    for prefix in (
        "//", "///", "////", "https://", "http://", "https:", "http:/", "\\\\", "/\\", "\\/", "/\t/", "\t//", " //", "//\x00",
        "https:///", "ftp://", "/%5c", "/%09/", "//%0d%0a", "https://localhost:8000@", "https://localhost.", "javascript://",
        "//localhost:8000\\@", "\u3002//", "/desk/..//", "data:text/html,", "//[::1]@", "http:\\\\", "https:\\/", "//\uff0f",
    )
    for suffix in ("", "/desk/")
]  # fmt: skip


def _is_off_site(target: str) -> bool:
    """As a browser reads it: white space and controls fall out, a backslash is a slash."""
    plain = re.sub(r"[\x00-\x20]", "", target).replace("\\", "/")
    return bool(re.match(r"^([a-z][a-z0-9+.-]*:|//)", plain, re.IGNORECASE)) and not plain.startswith(settings.BASE_URL)


def test_nobody_is_led_to_another_site(world: World) -> None:
    """Sixty forms of `next`, at every door that knows it (A12)."""
    settings.ACCOUNT_RATE_LIMITS = False
    person = world.people["operator"]
    person.set_password(PASSWORD)
    person.save()
    wrong = []
    for target in OFF_SITE:
        for where, data in (
            ("/accounts/login/", {"login": person.email, "password": PASSWORD, "next": target}),
            ("/look/language/", {"language": "ru", "next": target}),
            ("/look/theme/", {"theme": "dark", "next": target}),
            ("/accounts/logout/", {"next": target}),
        ):
            client = world.client("operator" if "logout" in where else "nobody")
            answer = client.post(where, data)
            if answer.status_code >= 500 or _is_off_site(answer.headers.get("Location", "")):
                wrong.append((where, target, answer.status_code, answer.headers.get("Location")))
    assert not wrong, wrong


# Sessions --------------------------------------------------------------------------------------------------------------


def _in(person: Person) -> Client:
    """Signed in by the real form."""
    client = Client(raise_request_exception=False)
    person.set_password(PASSWORD)
    person.save()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()[:500]
    assert client.get("/desk/").status_code == 200
    return client


def _is_out(client: Client) -> bool:
    answer = client.get("/desk/")
    return answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/")


def test_a_session_ends_with_logout_password_and_account(world: World) -> None:
    """A copied cookie is worth nothing afterwards (A9)."""
    person = world.people["operator"]
    client = _in(person)
    stolen = Client()
    stolen.cookies["session"] = client.cookies["session"].value
    assert stolen.get("/desk/").status_code == 200
    client.post("/accounts/logout/")
    assert _is_out(stolen)

    client, other = _in(person), _in(person)
    person.set_password("another long password")
    person.save()
    assert _is_out(client) and _is_out(other)

    client = _in(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert _is_out(client)
    assert Client().get("/api/v1/complaints", headers=world.bearer("operator")).status_code == 401


def test_a_session_from_before_the_login_is_not_the_one_after(world: World) -> None:
    client = Client()
    client.cookies["session"] = "planted0planted0planted0planted0"
    person = world.people["operator"]
    person.set_password(PASSWORD)
    person.save()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.cookies["session"].value != "planted0planted0planted0planted0"


def test_a_role_taken_away_is_gone_with_the_next_request(world: World) -> None:
    client = _in(world.people["operator"])
    case = world.cases["own"].row
    assert client.get(f"/desk/complaints/{case.number}/").status_code == 200
    RoleHeld.objects.filter(person=world.people["operator"]).delete()
    assert client.get(f"/desk/complaints/{case.number}/").status_code in {302, 404}
    headers = world.bearer("operator")
    assert client.get(f"/api/v1/complaints/{case.number}", headers=headers).status_code in {401, 404}


# Fields that nobody asked for ----------------------------------------------------------------------------------------


def _every_field() -> dict[str, str]:
    """The name of every column of the house, with a value that would show."""
    models = [*apps.get_app_config("core").get_models(), *apps.get_app_config("office").get_models()]
    names = {name for model in models for field in model._meta.fields for name in (field.name, field.attname)}
    return {**dict.fromkeys(names, "1"), "stage": "closed", "number": "PX-2026-666666", "is_active": "false"}


FREE = {"text", "name", "email", "phone", "language", "kind", "product", "lot", "store", "occurred_on", "capacity", "key",
        "contact_by", "contact_times", "on_behalf_of", "authority_proof", "accessibility", "subject", "version", "anonymous",
        "why", "theme", "demands", "harm"}  # fmt: skip
"""Names that forms truly have."""


def _fixed(case: Complaint) -> dict[str, Any]:
    case.refresh_from_db()
    moving = {"version", "seq", "head", "last_event_at", "next_due_at", "next_tick_at"}
    return {
        field.attname: getattr(case, field.attname) for field in Complaint._meta.fields if field.attname not in moving
    }


def test_extra_fields_change_nothing(world: World) -> None:
    """Every column of the house added to the form, the API and the desk (A3)."""
    extra = {name: value for name, value in _every_field().items() if name not in FREE}
    form = {"key": "m" * 32, "step": "5", "go": "send", "whole": "yes", "kind": "complaint", "text": "Mass assignment."}
    assert Client().post("/complain", {**extra, **form}).status_code == 200
    case = Complaint.objects.get(statement="Mass assignment.")
    plain = (case.stage, case.version, case.is_confidential, case.is_set_aside, case.handler_id, case.merged_into_id)
    assert plain == ("received", 1, False, False, None, None)
    assert str(case.number) != "PX-2026-666666"

    api = {"text": "Mass assignment by API.", **extra}
    answer = Client().post("/api/v1/public/complaints", api, content_type="application/json")
    assert answer.status_code == 422
    assert not Complaint.objects.filter(statement__contains="by API").exists()

    own = world.cases["own"].row
    before, people = _fixed(own), list(Person.objects.order_by("pk").values())
    parties = list(Party.objects.filter(complaint=own).values())
    desk = world.client("operator")
    sent = {**extra, "text": "A note.", "version": str(own.version)}
    assert desk.post(f"/desk/complaints/{own.number}/note/", sent).status_code == 302
    assert (_fixed(own), list(Party.objects.filter(complaint=own).values())) == (before, parties)
    headers = {**world.bearer("operator"), "If-Match": f'"{own.version}"'}
    where = f"/api/v1/complaints/{own.number}/note"
    answer = Client().post(where, {"text": "A note.", **extra}, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert _fixed(own) == before
    assert [{**row, "last_login": None} for row in Person.objects.order_by("pk").values()] == [
        {**row, "last_login": None} for row in people
    ]


# Headers ---------------------------------------------------------------------------------------------------------------

OWN_POLICY = {
    "desk/files/<int:pk>/": "sandbox",
    "desk/files/<int:pk>/preview/": "sandbox",
    "desk/messages/<int:pk>/html/": "sandbox",
    "follow/files/<int:pk>": "sandbox",
}
"""Addresses that serve foreign bytes: their policy is stricter, never looser."""


def test_every_answer_bears_its_headers(world: World) -> None:
    """The exact policy, nosniff, no foreign frame, no referrer to others, nothing private left in a cache (S2)."""
    wrong = []
    for reader in ("stranger", "head"):
        client = world.client(reader)
        for pattern, _ in patterns():
            where = address(pattern, world, world.cases["own"])
            rule = (rule_of(pattern) or ((), ACCOUNTS))[1]
            headers = world.bearer(reader) if rule in {API, API_CASE} else {}
            answer = client.get(where, headers=headers)
            body(answer)
            wrong += [(reader, where, fault) for fault in _faults(pattern, answer, is_private=reader == "head")]
            if where == "/accounts/logout/":
                client = world.client(reader)
    assert not wrong, wrong


def _faults(pattern: str, answer: Any, *, is_private: bool) -> list[str]:
    given = answer.headers
    cached = given.get("Cache-Control", "")
    public = not is_private or pattern.startswith(("look/", "healthz", "readyz", "metrics"))
    is_download = answer.status_code == 200 and pattern in {"desk/files/<int:pk>/", "follow/files/<int:pk>"}
    checks = {
        f"policy {given.get('Content-Security-Policy')}": _is_strict(pattern, answer),
        "no nosniff": given.get("X-Content-Type-Options") == "nosniff",
        "no referrer policy": given.get("Referrer-Policy") in {"same-origin", "no-referrer"},
        "may be framed": given.get("X-Frame-Options", "DENY") == "DENY" or "html" in pattern,
        f"cache {cached!r}": public or "no-store" in cached or "preview" in pattern,
        "not a download": not is_download or given.get("Content-Disposition", "").startswith("attachment"),
    }
    for name, cookie in answer.cookies.items():
        checks[f"cookie {name}"] = bool(cookie["httponly"]) and cookie["samesite"] in {"Lax", "Strict"}
    return [words for words, ok in checks.items() if not ok]


def _is_strict(pattern: str, answer: Any) -> bool:
    policy = answer.headers.get("Content-Security-Policy", "")
    if pattern in OWN_POLICY and answer.status_code == 200:
        return OWN_POLICY[pattern] in policy and "default-src 'none'" in policy and "allow-scripts" not in policy
    return policy == settings.CONTENT_SECURITY_POLICY and "unsafe" not in policy


# Secrets ---------------------------------------------------------------------------------------------------------------


def _amends(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AMENDS_", "DJANGO_"))}
    environment |= {"AMENDS_ENV_FILE": "", "AMENDS_DATA_DIR": str(folder), **more}
    return subprocess.run(
        [sys.executable, "-m", "amends", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_no_secret_is_a_default(tmp_path: Path) -> None:
    """Each office makes its own key, readable by its owner alone; a real address and debugging do not go together (S3)."""
    keys = set()
    for name in ("one", "two"):
        folder = tmp_path / name
        assert _amends(folder, "verify", "--help").returncode == 0
        files = [path for path in folder.rglob("*") if path.is_file() and "secret" in path.name]
        assert files, list(folder.rglob("*"))
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
        keys.add(files[0].read_text())
    assert len(keys) == 2
    refused = _amends(tmp_path / "three", "doctor", AMENDS_DEBUG="on", AMENDS_BASE_URL="https://complaints.example.org")
    assert refused.returncode == 2 and "AMENDS_DEBUG" in refused.stderr
