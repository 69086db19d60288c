"""Recording, searching, notices, files, and what was set aside."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from amends.core import actions, make, notify
from amends.core.models import Attachment, CaseAccess, Complaint, Consent, Message, Notice, ReadLog, Receipt
from amends.core.rules.intake import File
from amends.insight.search.index import index
from amends.lib.files import Store
from amends.office.models import Person
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def typed(**changed: Any) -> dict[str, Any]:
    """The fields of a recorded call; any of them may be given."""
    return {
        "key": "k1", "channel": "phone_desk", "kind": "complaint", "language": "ru", "text": "Каша с комками.",
        "name": "Анна", "phone": "+7 900 123-45-67", "anger": "3", "demand0_type": "refund", "demand0_amount": "89",
        "consent": "contact", "consent_version": "2026-1",
    } | changed  # fmt: skip


def test_a_call_becomes_a_case_with_number_and_code(boris: Person, enter: Enter) -> None:
    page = enter(boris).post("/desk/record/", typed(scans=[SimpleUploadedFile("скан.png", PNG)]))
    case = Complaint.objects.get()
    assertContains(page, case.number)
    assert (case.owner, case.channel, case.language, case.anger) == (boris, "phone_desk", "ru", 3)
    assert case.issues.get().demands[0]["amount_minor"] == 8900
    assert Consent.objects.get().text_version == "2026-1"
    assert (kept := Attachment.objects.get()).name == "скан.png" and kept.media_type == "image/png"


def test_sent_twice_it_is_one_case_with_the_same_code(boris: Person, enter: Enter) -> None:
    client = enter(boris)
    first, second = client.post("/desk/record/", typed()), client.post("/desk/record/", typed())
    assert Complaint.objects.count() == 1 and first.context["code"] == second.context["code"]
    other = client.post("/desk/record/", typed(text="Other words"))
    assertContains(other, "Other words", status_code=409)
    assert (
        client.post("/desk/record/", typed(text="Other words", key=other.context["form"]["key"].value())).status_code
        == 200
    )
    assert Complaint.objects.count() == 2


FAULTS = {
    "nothing said": ({"text": " "}, "Write what was said"),
    "no amount": ({"demand0_amount": "much"}, "This is not an amount"),
    "a demand without a sort": ({"demand0_type": ""}, "Say what is demanded"),
    "a consent to no text": ({"consent_version": ""}, "Say which text was read out"),
    "a strange channel": ({"channel": "pigeon"}, "Something is missing"),
    "no such day": ({"occurred_on": "32.13.2026"}, "Something is missing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_said_and_nothing_is_lost(name: str, boris: Person, enter: Enter) -> None:
    changed, words = FAULTS[name]
    page = enter(boris).post("/desk/record/", typed(**changed))
    assertContains(page, words, status_code=422)
    assertContains(page, "Анна", status_code=422)
    assert not Complaint.objects.exists()


def test_a_file_that_is_too_large_is_refused_aloud(boris: Person, enter: Enter, settings: Any) -> None:
    settings.FILE_LIMIT = 10
    page = enter(boris).post("/desk/record/", typed(scans=[SimpleUploadedFile("big.png", PNG)]))
    assertContains(page, "“big.png” is larger than", status_code=422)
    assert not Complaint.objects.exists()


def test_an_anonymous_call_keeps_no_name(boris: Person, enter: Enter) -> None:
    enter(boris).post("/desk/record/", typed(anonymous="on"))
    party = Complaint.objects.get().parties.get()
    assert (party.name, party.phone, party.email) == ("", "", "")


def test_a_call_about_a_colleague_is_hidden_from_them(boris: Person, vera: Person, ivan: Person, enter: Enter) -> None:
    enter(boris).post("/desk/record/", typed(employee=ivan.pk))
    case = Complaint.objects.get()
    assert case.is_confidential
    assert enter(ivan).get(f"/desk/complaints/{case.number}/").status_code == 404
    assert enter(boris).get(f"/desk/complaints/{case.number}/").status_code == 200


def test_only_who_may_record_finds_the_form(zoya: Person, enter: Enter) -> None:
    assert enter(zoya).get("/desk/record/").status_code == 403
    assert enter(zoya).post("/desk/record/", typed()).status_code == 403


def test_a_known_telephone_shows_earlier_cases_within_sight(
    boris: Person, gleb: Person, enter: Enter, case: Complaint
) -> None:
    assertContains(enter(boris).get("/desk/record/known/?phone=8(900)1234567"), case.number)
    assertNotContains(enter(gleb).get("/desk/record/known/?phone=89001234567"), case.number)
    assertNotContains(enter(boris).get("/desk/record/known/?phone=12"), case.number)


def test_search_finds_marks_and_keeps_the_gate(boris: Person, gleb: Person, enter: Enter) -> None:
    case = make.complaint(text="Банка яблочного пюре зашипела", language="ru")
    index([case.pk])
    assertContains(enter(boris).get("/desk/search/?q=банки"), "<mark>Банка</mark>")
    assertNotContains(enter(gleb).get("/desk/search/?q=банки"), case.number)
    assert enter(boris).get(f"/desk/search/?q={case.number}")["Location"] == f"/desk/complaints/{case.number}/"
    assertContains(enter(boris).get("/desk/search/?q=слон"), "Nothing found")
    for odd in ('"', "a" * 9999, "%00", "' or 1=1 --", "*"):
        assert enter(boris).get("/desk/search/", {"q": odd}).status_code == 200


def test_notices_are_read_and_lead_to_the_case(boris: Person, ivan: Person, enter: Enter, case: Complaint) -> None:
    event = actions.assign(case, handler=boris, by=ivan_as_head(ivan), at=make.MONDAY)
    notify.react([event], make.MONDAY)
    notice = Notice.objects.get(person=boris)
    client = enter(boris)
    assertContains(client.get("/desk/notices/"), "This case was given to you")
    response = client.post("/desk/notices/read/", {"notice": notice.pk})
    notice.refresh_from_db()
    assert notice.read_at and response["Location"] == f"/desk/complaints/{case.number}/"
    assert enter(ivan).post("/desk/notices/read/", {"notice": notice.pk})["Location"] == "/desk/notices/"


def ivan_as_head(person: Person) -> Person:
    person.roles_held.create(role="head")
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def letter(office: object) -> Receipt:
    """A mail that a person must look at."""
    body = b"From: Anna <anna@mail.example>\r\nSubject: Jar\r\n\r\nThe jar hissed again."
    kept = actions.keep(body, channel="email", at=make.MONDAY, sender="anna@mail.example", subject="Jar").receipt
    actions.settle(kept, Receipt.State.REVIEW, why="a stranger answers")
    return kept


def look(client: Client, letter: Receipt, **given: str) -> Any:
    response = client.post(f"/desk/set-aside/{letter.pk}/", given)
    letter.refresh_from_db()
    return response


def test_a_mail_to_look_at_is_readable(boris: Person, enter: Enter, letter: Receipt) -> None:
    client = enter(boris)
    assertContains(client.get("/desk/set-aside/"), "a stranger answers")
    page = client.get(f"/desk/set-aside/{letter.pk}/")
    assertContains(page, "The jar hissed again.")
    assertContains(page, "From: Anna &lt;anna@mail.example&gt;")


def test_it_becomes_a_complaint(boris: Person, enter: Enter, letter: Receipt) -> None:
    client = enter(boris)
    first = client.get(f"/desk/record/?receipt={letter.pk}").context["form"].initial
    assert first["text"] == "The jar hissed again." and first["email"] == "anna@mail.example"
    client.post("/desk/record/", typed(receipt=letter.pk, text=first["text"], email=first["email"]))
    letter.refresh_from_db()
    case = Complaint.objects.get()
    assert letter.state == Receipt.State.DONE and letter.complaint == case and case.channel == "email"


def test_it_is_added_to_a_case_in_sight(boris: Person, enter: Enter, letter: Receipt, case: Complaint) -> None:
    client = enter(boris)
    assertContains(look(client, letter, way="add", number="PX-2026-999999"), "There is no such case", status_code=422)
    assert letter.state == Receipt.State.REVIEW
    look(client, letter, way="add", number=case.number)
    assert letter.state == Receipt.State.DONE and letter.complaint == case
    assert case.messages.filter(direction="in", body="The jar hissed again.").count() == 1


def test_it_is_let_be_or_read_again(boris: Person, enter: Enter, letter: Receipt) -> None:
    client = enter(boris)
    look(client, letter, way="again")
    assert letter.state == Receipt.State.KEPT and letter.tries == 0 and letter.next_try_at
    actions.settle(letter, Receipt.State.FAILED, why="odd")
    look(client, letter, way="ignore")
    assert letter.state == Receipt.State.IGNORED and "Boris" in letter.why


def test_only_who_may_bring_back_sees_the_mail(zoya: Person, enter: Enter, letter: Receipt) -> None:
    client = enter(zoya)
    assertNotContains(client.get("/desk/set-aside/"), "a stranger answers")
    assert client.get(f"/desk/set-aside/{letter.pk}/").status_code == 404


def test_a_case_set_aside_stands_there_and_comes_back(boris: Person, enter: Enter, case: Complaint) -> None:
    actions.set_aside(case, why="an advertisement", by=boris, at=make.MONDAY)
    client = enter(boris)
    assertNotContains(client.get("/desk/?view=all"), f"row-{case.number}")
    assertContains(client.get("/desk/set-aside/"), case.number)
    address = f"/desk/complaints/{case.number}/bring_back/"
    client.post(address, {"version": case.version, "why": "a real one"})
    assertContains(client.get("/desk/?view=all"), f"row-{case.number}")


def with_file(name: str, data: bytes, settings: Any, **more: Any) -> Attachment:
    kept = Store(settings.FILES_DIR).keep(data, limit=10**6)
    file = File(name, kept.name, kept.digest, kept.size, "text/html")
    return Attachment.objects.get(complaint=make.complaint(files=(file,), **more))


def test_a_file_is_only_ever_saved_never_opened(boris: Person, gleb: Person, enter: Enter, settings: Any) -> None:
    client = enter(boris)
    file = with_file('evil"\r\n.html', b"<script>alert(1)</script>", settings)
    answer = client.get(f"/desk/files/{file.pk}/")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;") and file.stored not in str(answer.headers)
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    assert enter(gleb).get(f"/desk/files/{file.pk}/").status_code == 404
    assert client.get(f"/desk/files/{file.pk}/preview/").status_code == 404


def test_a_preview_is_our_own_picture(boris: Person, enter: Enter, settings: Any) -> None:
    client = enter(boris)
    file = with_file("photo.png", PNG, settings)
    for stored, status in ((Store(settings.FILES_DIR).keep(PNG, limit=999).name, 200),
                           (Store(settings.FILES_DIR).keep(b"<svg onload=x>", limit=999).name, 404)):  # fmt: skip
        Attachment.objects.filter(pk=file.pk).update(preview=stored)
        answer = client.get(f"/desk/files/{file.pk}/preview/")
        assert answer.status_code == status
        assert status != 200 or answer["Content-Type"] == "image/png"


def test_files_of_a_confidential_case_leave_a_trace(vera: Person, enter: Enter, settings: Any) -> None:
    client = enter(vera)
    file = with_file("a.txt", b"words", settings, confidential=True)
    assert client.get(f"/desk/files/{file.pk}/").status_code == 404
    CaseAccess.objects.create(complaint=file.complaint, person=vera)
    assert b"".join(client.get(f"/desk/files/{file.pk}/").streaming_content) == b"words"
    assert ReadLog.objects.get().what == "file"


def test_foreign_html_comes_clean_and_boxed(boris: Person, gleb: Person, enter: Enter, settings: Any) -> None:
    client = enter(boris)
    source = b'<p onclick="x()">Hello <b>you</b><script>alert(1)</script><img src="http://spy.example/a.gif"></p>'
    stored = Store(settings.FILES_DIR).keep(source, limit=10**6)
    case = make.complaint(html=stored.name)
    message = Message.objects.get(complaint=case, direction="in")
    answer = client.get(f"/desk/messages/{message.pk}/html/")
    page = answer.content.decode()
    assert "Hello <b>you</b>" in page and "script" not in page and "onclick" not in page and "spy" not in page
    assert "default-src 'none'" in answer["Content-Security-Policy"] and "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert enter(gleb).get(f"/desk/messages/{message.pk}/html/").status_code == 404
    assertContains(client.get(f"/desk/complaints/{case.number}/"), 'sandbox="allow-popups')
