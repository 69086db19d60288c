"""The way of a mail: fetched from a server, received, acknowledged, answered, threaded; strangers stay outside."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as house
from pytest_django.fixtures import Settings

from amends.channels import tasks
from amends.channels.email.channel import Door, keep
from amends.channels.email.tests.build import encode_word, mail, text_mail
from amends.channels.email.tests.imap_server import PASSWORD, Postbox
from amends.channels.email.tests.smtp_server import Letterbox
from amends.channels.email.way_out import SECRETS
from amends.channels.models import Account
from amends.core import make
from amends.core.models import Complaint, Message, Receipt
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules.kinds import Delivery, Direction
from amends.core.verify import verify
from amends.lib.secrets import seal

pytestmark = pytest.mark.django_db
AT = make.MONDAY
ANNA = "anna@example.org"
RUSSIAN = "Здравствуйте! Банка пюре шипела и пахла кислым. Прошу вернуть деньги."


@pytest.fixture(autouse=True)
def office() -> None:
    forget_office_facts()
    make.office()
    forget_office_facts()


@pytest.fixture
def account() -> Account:
    return Account.objects.create(channel="email", address="complaints@company-x.example", is_default=True)


def receive(raw: bytes, account: Account) -> Receipt:
    receipt = keep(raw, account.address, AT)
    tasks.take_in(receipt, AT)
    receipt.refresh_from_db()
    return receipt


def first_letter(account: Account) -> tuple[Complaint, Message]:
    receipt = receive(
        text_mail(RUSSIAN, "cp1251", "windows-1251", From=f"Anna <{ANNA}>", Subject=encode_word("Банка")), account
    )
    assert receipt.complaint is not None, (receipt.state, receipt.why)
    return receipt.complaint, Message.objects.get(complaint=receipt.complaint, direction=Direction.OUT)


def test_a_mail_becomes_a_complaint_with_an_acknowledgement_in_its_language(account: Account) -> None:
    case, acknowledgement = first_letter(account)
    message = Message.objects.get(complaint=case, direction=Direction.IN)
    assert (message.body, message.subject, case.language) == (RUSSIAN, "Банка", "ru")
    assert (acknowledgement.channel, acknowledgement.delivery, acknowledgement.language) == (
        "email",
        Delivery.WAITING,
        "ru",
    )


def test_the_same_mail_twice_is_one_complaint(account: Account) -> None:
    raw = text_mail(RUSSIAN, "utf-8", "utf-8")
    first = receive(raw, account)
    again = receive(b"Received: by another.example\r\n" + raw, account)
    assert first.pk == again.pk
    assert Complaint.objects.count() == 1


def test_the_kept_bytes_of_a_mail_verify(account: Account) -> None:
    receipt = receive(text_mail(RUSSIAN, "utf-8", "utf-8"), account)
    assert list(verify(at=make.MONDAY)) == []
    Receipt.objects.filter(pk=receipt.pk).update(body=bytes(receipt.body) + b" And more.")
    assert [finding.where for finding in verify(at=make.MONDAY)] == [f"receipt {receipt.pk}"]


def test_another_text_under_a_used_message_id_is_kept(account: Account) -> None:
    receive(text_mail(RUSSIAN, "utf-8", "utf-8"), account)
    receive(text_mail(RUSSIAN + " Ещё раз.", "utf-8", "utf-8"), account)
    assert Complaint.objects.count() == 2


def _answer(message: Message, sender: str, account: Account, **extra: str) -> Receipt:
    from_us = Door().deliver(message, AT)
    return receive(
        mail(
            b"I have a question.",
            From=sender,
            Message_ID="<2@example.org>",
            In_Reply_To=f"<{from_us.foreign_id}>",
            **extra,
        ),
        account,
    )


def test_an_answer_with_our_token_from_the_right_person_joins_the_case(account: Account) -> None:
    case, acknowledgement = first_letter(account)
    assert _answer(acknowledgement, "Anna <ANNA@example.org>", account).complaint == case
    assert Complaint.objects.count() == 1


def test_a_stranger_with_our_token_goes_to_review(account: Account) -> None:
    case, acknowledgement = first_letter(account)
    assert _answer(acknowledgement, "stranger@example.net", account).state == Receipt.State.REVIEW
    assert Message.objects.filter(complaint=case).count() == 2


def test_a_forged_token_is_a_new_case(account: Account) -> None:
    case, acknowledgement = first_letter(account)
    forged = f"<am.m{acknowledgement.pk}.{'a' * 20}@company-x.example>"
    receipt = receive(mail(b"Let me in.", From=ANNA, In_Reply_To=forged, Subject=f"Re: {case.number}"), account)
    assert receipt.complaint not in (None, case)


def test_a_bounce_is_shown_on_its_message(account: Account) -> None:
    _, acknowledgement = first_letter(account)
    sent = Door().deliver(acknowledgement, AT)
    text = f"<{ANNA}>: host mx said: 550 5.1.1 unknown user\n\nMessage-ID: <{sent.foreign_id}>\n"
    receive(
        mail(
            text.encode(),
            From="MAILER-DAEMON@mx.example.org",
            Subject="Undelivered Mail Returned to Sender",
            Return_Path="<>",
        ),
        account,
    )
    acknowledgement.refresh_from_db()
    assert acknowledgement.delivery == Delivery.BOUNCED
    assert "5.1.1" in acknowledgement.failure


def test_out_of_office_is_kept_and_nothing_more(account: Account) -> None:
    receipt = receive(mail(b"I am away.", Subject="Automatic reply: x", Auto_Submitted="auto-replied"), account)
    assert receipt.state == Receipt.State.IGNORED
    assert not Complaint.objects.exists()


def test_our_own_address_as_sender_goes_to_review(account: Account) -> None:
    assert receive(mail(b"hello", From=account.address), account).state == Receipt.State.REVIEW


def test_a_letter_laid_into_a_folder_is_no_letter_sent(account: Account, settings: Settings, tmp_path: Path) -> None:
    """At home one may look how letters read; an office that the world knows waits for its mail server, and says so."""
    settings.DATA_DIR = tmp_path
    _, acknowledgement = first_letter(account)
    settings.IS_LOCAL = False
    tasks.deliver_due(AT)
    acknowledgement.refresh_from_db()
    assert (acknowledgement.delivery, acknowledgement.sent_at) == (Delivery.WAITING, None)
    assert acknowledgement.failure == "No server for outgoing mail is set up."
    assert not (tmp_path / "sent-mail").exists(), "it would hold the access code"
    settings.IS_LOCAL = True
    tasks.deliver_due(AT + timedelta(minutes=1))
    acknowledgement.refresh_from_db()
    assert acknowledgement.delivery == Delivery.SENT


def test_from_the_mailbox_to_the_complainant_over_real_servers(account: Account) -> None:
    with Postbox() as box, Letterbox() as out:
        account.settings = {
            "imap": f"imap://anna@127.0.0.1:{box.server.port}",
            "smtp": f"smtp://127.0.0.1:{out.server.port}",
        }
        account.secrets = {"imap": seal(PASSWORD, house.SECRET_KEY, SECRETS)}
        account.save()
        box.put(text_mail(RUSSIAN, "koi8_r", "koi8-r"), mail(b"\xff\xfe\0\0broken" * 9))
        assert tasks.fetch_all(AT) == 2
        tasks.work_off(AT)
        assert box.unseen() == 0
        tasks.deliver_due(AT + timedelta(minutes=1))
        assert len(out.taken) >= 1 and out.taken[0][1] == [ANNA]
        assert Door().check(account) == []


def test_a_refused_login_is_tried_more_and_more_seldom(account: Account) -> None:
    with Postbox() as box:
        account.settings = {"imap": f"imap://anna:wrong@127.0.0.1:{box.server.port}"}
        account.save()
        at = AT
        for _ in range(60):
            tasks.fetch_all(at)
            at += timedelta(seconds=10)
        account.refresh_from_db()
        assert 2 <= box.logins <= 10 and "refused" in account.trouble
