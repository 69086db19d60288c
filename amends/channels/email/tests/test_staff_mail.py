"""Letters to our own people: kept, sent, tried again, given up visibly; notices go once, and tell nothing of the complainant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.utils.translation import override
from pytest_django.fixtures import Settings

from amends.channels.email import notices, staff_mail
from amends.channels.email.parse import parse
from amends.channels.email.tests.smtp_server import Letterbox
from amends.channels.models import OutgoingMail
from amends.core import make, notify
from amends.core.models import Notice
from amends.office.models import Office, Person

pytestmark = pytest.mark.django_db
AT = make.MONDAY
LATER = AT + timedelta(minutes=3)


@pytest.fixture
def box(office: Office, settings: Settings) -> Iterator[Letterbox]:
    with Letterbox() as opened:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{opened.server.port}"
        yield opened


def letter(text: str = "Open https://x.example/secret") -> OutgoingMail:
    return staff_mail.keep("olga@x.example", "Welcome", text, language="en", at=AT)


def test_django_s_mail_becomes_rows_and_leaves_by_the_worker(box: Letterbox) -> None:
    with override("fa"):
        sent = staff_mail.Backend().send_messages([EmailMessage("رمز", "سلام", to=["a@x.example", "b@x.example"])])
    assert sent == 1 and box.taken == []
    rows = list(OutgoingMail.objects.all())
    assert [(row.to, row.language) for row in rows] == [("a@x.example", "fa"), ("b@x.example", "fa")]
    staff_mail.send_due(rows[0].created_at + timedelta(seconds=1))
    assert [taken[1] for taken in box.taken] == [["a@x.example"], ["b@x.example"]]
    mail = parse(box.taken[0][2])
    assert (mail.subject, mail.automatic is not None, 'dir="rtl"' in mail.html) == ("رمز", True, True)


def test_what_was_sent_is_sent_once_and_its_words_are_not_kept(box: Letterbox) -> None:
    kept = letter()
    assert (staff_mail.send_due(AT), staff_mail.send_due(AT + timedelta(days=1))) == (1, 0)
    kept.refresh_from_db()
    assert (kept.text, kept.sent_at, len(box.taken)) == ("", AT, 1)
    assert staff_mail.forget_old(AT + timedelta(days=31)) == 1


def test_nothing_leaves_while_outgoing_mail_is_off(box: Letterbox) -> None:
    letter()
    Office.objects.update(outgoing_mail=False)
    assert staff_mail.send_due(AT) == 0 and box.taken == []


def test_five_tries_with_growing_pauses_then_it_is_shown_and_may_be_tried_again(box: Letterbox) -> None:
    kept = letter()
    box.faults.data = "451 4.3.0 try later"
    at, tried = AT, []
    for minute in range(600):
        at = AT + timedelta(minutes=minute)
        if staff_mail.send_due(at):
            tried.append(minute)
    assert tried == [0, 1, 6, 26, 86]
    assert [row.pk for row in staff_mail.undelivered()] == [kept.pk]
    assert "try later" in staff_mail.undelivered()[0].failure
    box.faults.data = ""
    assert staff_mail.send_again(kept.pk, at=at) and staff_mail.send_due(at) == 1
    assert len(box.taken) == 1 and staff_mail.undelivered() == []


def test_an_address_that_does_not_exist_is_not_tried_again(box: Letterbox) -> None:
    letter()
    box.faults.rcpt = "550 5.1.1 no such user"
    staff_mail.send_due(AT)
    assert [row.attempts_made for row in staff_mail.undelivered()] == [1]


def test_every_try_bears_the_same_message_id(box: Letterbox) -> None:
    letter()
    box.faults.cut_after_data = 1
    staff_mail.send_due(AT)
    staff_mail.send_due(AT + timedelta(minutes=1))
    assert len(box.taken) == 2 and box.taken[0][2] == box.taken[1][2]


def test_without_a_server_the_letter_is_laid_into_a_folder(office: Office, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_URL, settings.DATA_DIR = "", tmp_path
    letter("Hello")
    staff_mail.send_due(AT)
    (laid,) = (tmp_path / "sent-mail").iterdir()
    assert parse(laid.read_bytes()).text == "Hello"


# Notices --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def olga(office: Office) -> Person:
    return make.person("Olga", "head", language="ru")


def told(person: Person, kind: str = notify.ASSIGNED, **fields: object) -> Notice:
    case = make.complaint(at=AT)
    event = case.events.get(kind="received")
    return Notice.objects.create(person=person, complaint=case, event=event, kind=kind, **({"at": AT} | fields))


def test_a_notice_goes_once_in_its_reader_s_language_and_tells_nothing_of_the_complainant(olga: Person) -> None:
    case = told(olga).complaint
    for _ in range(3):
        notices.mail_notices(LATER)
    row = OutgoingMail.objects.get()
    assert (row.to, row.language) == (olga.email, "ru")
    assert str(case.number) in row.subject and f"/desk/complaints/{case.number}/" in row.text
    for private in (case.complainant_name, case.essence, "jar", "anna@mail.example"):
        assert private not in row.subject + row.text


@pytest.mark.parametrize("kind", notices.LETTERS)
@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_every_kind_has_its_letter_in_every_language(kind: str, language: str, office: Office) -> None:
    person = make.person("Olga", "head", language=language, notices_by_mail={kind: True})
    told(person, kind)
    notices.mail_notices(LATER)
    assert OutgoingMail.objects.get().language == language


WISHES = [
    ("assigned unless refused", notify.ASSIGNED, {}, 1),
    ("of danger an alarm calls by itself", notify.DANGER, {"danger": True}, 0),
    ("missed unless refused", notify.MISSED, {}, 1),
    ("written only when wished", notify.WROTE, {}, 0),
    ("refused", notify.ASSIGNED, {"assigned": False}, 0),
    ("wished", notify.WROTE, {"wrote": True}, 1),
    ("praise has no letter", notify.PRAISE, {"praise": True}, 0),
]


@pytest.mark.parametrize(("name", "kind", "wishes", "letters"), WISHES, ids=[row[0] for row in WISHES])
def test_each_as_they_wish(name: str, kind: str, wishes: dict[str, bool], letters: int, office: Office) -> None:
    told(make.person("Olga", "head", notices_by_mail=wishes), kind)
    notices.mail_notices(LATER)
    assert OutgoingMail.objects.count() == letters
    assert not Notice.objects.filter(mail_decided_at=None).exists()


def test_who_read_it_in_the_desk_gets_no_mail_and_who_may_still_is_given_time(olga: Person) -> None:
    told(olga, read_at=AT)
    told(olga, notify.ASSIGNED, at=LATER)
    assert notices.mail_notices(LATER) == 1
    assert not OutgoingMail.objects.exists()


def test_who_may_no_longer_see_the_case_is_told_nothing(office: Office) -> None:
    told(make.person("Gleb", "admin"))
    notices.mail_notices(LATER)
    assert not OutgoingMail.objects.exists()


def test_old_notices_are_not_mailed_after_a_long_rest(olga: Person) -> None:
    told(olga, at=AT - timedelta(days=2))
    Office.objects.update(outgoing_mail=False)
    assert notices.mail_notices(LATER) == 0
    Office.objects.update(outgoing_mail=True)
    notices.mail_notices(LATER)
    assert not OutgoingMail.objects.exists()
