"""Number and code, or a link: nothing else opens a case, and nothing tells whether there is one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from amends.core import make
from amends.web.portal import entrance, session

pytestmark = pytest.mark.django_db


def enter(client: Client, number: object, code: str) -> object:
    return client.post("/follow", {"number": str(number), "code": code})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("px-2026-000412", "PX-2026-000412"),
        (" PX–2026−000412 ", "PX-2026-000412"),
        ("PX-۲۰۲۶-۰۰۰۴۱۲", "PX-2026-000412"),
        ("ＰＸ－２０２６－０００４１２", "PX-2026-000412"),
        ("\u202ePX-2026-000412\x00", "PX-2026-000412"),
        ("x" * 500, "X" * 60),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert entrance.plain_number(typed) == meant


def test_number_and_code_open_the_case_and_leave_nothing_in_the_address(client, office, codes) -> None:
    case = make.complaint()
    answer = enter(client, str(case.number).lower(), codes(case).code.lower().replace("-", " "))
    assert (answer.status_code, answer["Location"]) == (302, "/follow")
    cookie = answer.cookies[session.COOKIE]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == ("/follow", True, "Lax")
    page = client.get("/follow")
    assert "The lid of the jar was loose" in page.content.decode()
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        "no-store, private",
        "same-origin",
        "noindex",
    )


def test_the_secret_of_a_link_is_told_to_nobody(client, office, codes) -> None:
    answer = client.get(f"/follow/{codes(make.complaint()).token}")
    assert (answer["Location"], answer["Referrer-Policy"]) == ("/follow", "no-referrer")


def test_a_wrong_code_and_an_unknown_number_get_the_same_answer(client, office, codes) -> None:
    case, other = make.complaint(), make.complaint()
    wrong = enter(client, case.number, codes(other).code)
    unknown = enter(client, "PX-2026-999999", codes(other).code)
    assert (wrong.status_code, unknown.status_code) == (422, 422)

    def shown(answer) -> str:
        text = answer.content.decode().replace("PX-2026-999999", str(case.number))
        return "".join(line for line in text.splitlines(keepends=True) if "csrfmiddlewaretoken" not in line)

    assert shown(wrong) == shown(unknown)


def test_ten_wrong_tries_close_the_door_for_a_quarter_of_an_hour(client, office, codes) -> None:
    case = make.complaint()
    for _ in range(10):
        assert enter(client, case.number, "2222-2222-2222-2222").status_code == 422
    refused = enter(client, case.number, codes(case).code)
    assert refused.status_code == 429
    assert "try again in 15 minutes" in refused.content.decode()
    assert str(case.number) in refused.content.decode()
    assert session.COOKIE not in refused.cookies


def test_the_case_is_closed_to_guesses_from_many_addresses(client, office, codes) -> None:
    case = make.complaint()
    for last in range(10):
        client.post(
            "/follow", {"number": str(case.number), "code": "2222-2222-2222-2222"}, REMOTE_ADDR=f"198.51.100.{last}"
        )
    right = {"number": str(case.number), "code": codes(case).code}
    assert client.post("/follow", right, REMOTE_ADDR="198.51.100.99").status_code == 429


def test_right_codes_are_never_too_many(client, office, codes) -> None:
    case = make.complaint()
    answers = {enter(client, case.number, codes(case).code).status_code for _ in range(15)}
    assert answers == {302}


def test_a_broken_link_says_so_and_opens_nothing(client, office, codes) -> None:
    token = codes(make.complaint()).token
    answer = client.get(f"/follow/{token[:-1]}{'A' if token[-1] != 'A' else 'Q'}")
    assert answer.status_code == 404
    assert session.COOKIE not in answer.cookies


def test_many_wrong_links_are_slowed_down(client, office) -> None:
    statuses = [client.get(f"/follow/{'A' * 20}{number:02}").status_code for number in range(31)]
    assert statuses == [404] * 30 + [429]


def test_leaving_ends_every_copy_of_the_visit(client, office, visit) -> None:
    visit(make.complaint())
    copy = Client()
    copy.cookies[session.COOKIE] = client.cookies[session.COOKIE].value
    assert "The lid of the jar" in copy.get("/follow").content.decode()
    assert client.post("/follow/leave")["Location"] == "/"
    assert "The lid of the jar" not in copy.get("/follow").content.decode()


def test_a_visit_ends_by_itself(client, office, visit, monkeypatch) -> None:
    visit(make.complaint())
    late = timezone.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", late.timestamp)
    assert "The lid of the jar" not in client.get("/follow").content.decode()


def test_whoever_may_not_see_any_more_is_out_at_once(client, office, visit) -> None:
    case = make.complaint()
    visit(case)
    case.parties.update(may_see=False)
    assert "The lid of the jar" not in client.get("/follow").content.decode()


@pytest.mark.parametrize("value", ["", "nonsense", "eyJhIjoxfQ:1abcde:xyz"])
def test_a_made_up_cookie_opens_nothing(client, office, value: str) -> None:
    client.cookies[session.COOKIE] = value
    assert client.get("/follow").status_code == 200
    assert client.get("/follow/files/1").status_code == 404
    assert client.post("/follow/message", {"text": "x"}).status_code == 403
