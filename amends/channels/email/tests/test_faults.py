"""What goes wrong around mail (faults M3 to M8): nothing is lost, nothing goes twice, nobody is flooded or led in."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from django.conf import settings as django_settings

from amends.channels import tasks
from amends.channels.email import limited, silence
from amends.channels.email.channel import Door, keep
from amends.channels.email.mail import Poisoned
from amends.channels.email.parse import parse
from amends.channels.email.reading import key_of, secret
from amends.channels.email.tests.build import mail, multipart, part
from amends.channels.email.tests.imap_server import PASSWORD, Postbox
from amends.channels.email.tests.smtp_server import Letterbox
from amends.channels.email.token import reply_address
from amends.channels.models import Account, OutgoingMail
from amends.core import actions, make, outbox
from amends.core.models import Attempt, Complaint, Message, Receipt
from amends.core.rules.intake import Contact, Intake
from amends.core.rules.kinds import Delivery, Direction
from amends.lib.files import Store
from amends.office.models import Office, Person
from tests.ports import free_port

pytestmark = pytest.mark.django_db
AT = make.MONDAY
MINUTE = timedelta(minutes=1)
ANNA = "anna@example.org"


def letters(count: int, sender: str = "person{}@example.org") -> list[bytes]:
    return [
        mail(f"Jar {n} hissed.".encode(), From=sender.format(n), Message_ID=f"<{n}@example.org>") for n in range(count)
    ]


def receive(raw: bytes, account: Account, at: datetime = AT) -> Receipt:
    receipt = keep(raw, account.address, at)
    tasks.take_in(receipt, at)
    receipt.refresh_from_db()
    return receipt


def minutes(start: int, end: int, *jobs: Callable[[datetime], int]) -> None:
    for minute in range(start, end):
        for job in jobs:
            job(AT + minute * MINUTE)


# M3: the mailbox ------------------------------------------------------------------------------------------------------


@pytest.fixture
def head(office: Office) -> Person:
    return make.person("Vera", "head", language="ru")


def watched(account: Account, box: Postbox) -> None:
    account.settings = {"imap": f"imap://anna:{PASSWORD.replace(' ', '%20')}@127.0.0.1:{box.server.port}/INBOX"}
    account.save()


def test_a_login_refused_for_an_hour_is_tried_at_most_once_a_minute_told_once_and_made_up_for(
    account: Account, head: Person
) -> None:
    with Postbox() as box:
        watched(account, box)
        box.put(*letters(3))
        box.faults.refuse_login = True
        for second in range(0, 3600, 5):
            tasks.fetch_all(AT + timedelta(seconds=second))
            silence.tell(AT + timedelta(seconds=second))
        assert 5 <= box.logins <= 60
        told = OutgoingMail.objects.get()
        assert (told.to, told.created_at) == (head.email, AT + 15 * MINUTE) and account.address in told.subject
        box.faults.refuse_login = False
        minutes(60, 71, tasks.fetch_all, tasks.work_off)
        assert Complaint.objects.count() == 3
        account.refresh_from_db()
        assert (account.trouble, account.failures, account.state.get("told_at")) == ("", 0, None)


FAULTS = [
    ("every seventh command", {"drop_every": 7}),
    ("cut in a fetch", {"cut_fetches": 3}),
    ("marks refused", {"refuse_marks": True}),
]


@pytest.mark.parametrize(("name", "faults"), FAULTS, ids=[row[0] for row in FAULTS])
def test_each_mail_is_stored_once(name: str, faults: dict[str, object], account: Account) -> None:
    with Postbox() as box:
        watched(account, box)
        box.put(*letters(12))
        for fault, value in faults.items():
            setattr(box.faults, fault, value)
        minutes(0, 200, tasks.fetch_all, tasks.work_off)
        box.made_anew()
        box.put(*letters(12))
        minutes(200, 400, tasks.fetch_all, tasks.work_off)
        assert Receipt.objects.count() == Complaint.objects.count() == 12


def test_another_worker_leaves_a_mailbox_alone_that_is_being_visited(account: Account) -> None:
    with Postbox() as box:
        watched(account, box)
        assert tasks._won(account, AT) and not tasks._won(account, AT)
        assert tasks.fetch_all(AT) == 0 and box.logins == 0
        assert tasks.fetch_all(AT + tasks.LEASE) == 0 and box.logins == 1


def test_what_was_reached_is_remembered_on_the_way(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    with Postbox() as box:
        watched(account, box)
        box.put(*letters(45))
        box.faults.refuse_marks = True
        calls = []

        def killed_at_the_44th(raw: bytes, address: str, at: datetime) -> Receipt:
            calls.append(raw)
            if len(calls) == 44:
                raise SystemExit
            return keep(raw, address, at)

        monkeypatch.setattr("amends.channels.email.channel.keep", killed_at_the_44th)
        with pytest.raises(SystemExit):
            tasks.fetch_all(AT)
        account.refresh_from_db()
        assert len(account.state["unmarked"]) == 40


def test_a_full_disk_is_trouble_on_the_account_and_the_mail_stays_unread(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(raw: bytes, address: str, at: datetime) -> Receipt:
        raise OSError("no space left on device")

    with Postbox() as box:
        watched(account, box)
        box.put(*letters(1))
        with monkeypatch.context() as patch:
            patch.setattr("amends.channels.email.channel.keep", full)
            tasks.fetch_all(AT)
            account.refresh_from_db()
            assert "no space" in account.trouble and box.unseen() == 1
        assert tasks.fetch_all(AT + 2 * MINUTE) == 1


# M4: the way out ------------------------------------------------------------------------------------------------------


def test_a_mail_server_down_for_an_hour_holds_up_no_complaint_and_every_letter_leaves_soon_after(
    account: Account,
) -> None:
    port = free_port()
    account.settings = {"smtp": f"smtp://127.0.0.1:{port}"}
    account.save()
    for raw in letters(20):
        receive(raw, account)
    minutes(0, 60, tasks.deliver_due)
    assert Complaint.objects.count() == 20
    waiting = Message.objects.filter(delivery=Delivery.WAITING)
    assert waiting.count() == 20 and "cannot be reached" in waiting.exclude(failure="")[0].failure
    with Letterbox(port=port) as out:
        minutes(60, 71, tasks.deliver_due)
        assert Counter(to for _, (to,), _ in out.taken) == {f"person{n}@example.org": 1 for n in range(20)}
    assert not waiting.exists()


def test_taken_but_cut_goes_again_under_the_same_message_id(account: Account) -> None:
    for raw in letters(10):
        receive(raw, account)
    with Letterbox() as out:
        account.settings = {"smtp": f"smtp://127.0.0.1:{out.server.port}"}
        account.save()
        out.faults.cut_after_data = 3
        minutes(0, 30, tasks.deliver_due)
        ids = Counter(message_from_bytes(raw)["Message-ID"] for _, _, raw in out.taken)
    assert sorted(ids.values()) == [1] * 7 + [2] * 3
    assert Message.objects.filter(delivery=Delivery.SENT).count() == 10


def test_a_permanent_refusal_is_shown_on_the_case_and_not_tried_again(account: Account) -> None:
    case = receive(letters(1)[0], account).complaint
    assert case is not None
    with Letterbox() as out:
        account.settings = {"smtp": f"smtp://127.0.0.1:{out.server.port}"}
        account.save()
        out.faults.rcpt = "550 5.1.1 no such user"
        minutes(0, 120, tasks.deliver_due)
    message = Message.objects.get(complaint=case, direction=Direction.OUT)
    assert (message.delivery, "5.1.1" in message.failure) == (Delivery.FAILED, True)
    assert Attempt.objects.filter(message=message).count() == 1
    assert case.events.filter(kind="message_failed").count() == 1


def test_letters_of_a_case_leave_in_the_order_they_were_written(account: Account, head: Person) -> None:
    case = receive(letters(1)[0], account).complaint
    assert case is not None
    for number in (1, 2):
        case.refresh_from_db()
        actions.reply(case, text=f"Answer {number}", final=False, by=head, at=AT + number * MINUTE)
    with Letterbox() as out:
        account.settings = {"smtp": f"smtp://127.0.0.1:{out.server.port}"}
        account.save()
        out.faults.data = "451 4.3.0 later"
        minutes(3, 20, tasks.deliver_due)
        out.faults.data = ""
        minutes(20, 50, tasks.deliver_due)
        texts = [parse(raw).full_text for _, _, raw in out.taken]
    assert len(texts) == 3 and "Answer 1" in texts[1] and "Answer 2" in texts[2]


def test_a_report_of_delay_leaves_a_trace_on_the_message(account: Account) -> None:
    case = receive(letters(1, sender=ANNA)[0], account).complaint
    message = Message.objects.get(complaint=case, direction=Direction.OUT)
    sent = Door().deliver(message, AT)
    actions.message_sent(message, proof=sent.proof, foreign_id=sent.foreign_id, at=AT)
    text = f"{ANNA} delayed, will be retried: 451 4.4.1 timed out\n\nMessage-ID: <{sent.foreign_id}>\n"
    report = mail(text.encode(), From="MAILER-DAEMON@mx.example.org", Subject="Delivery Status Notification (Delay)",
                  Return_Path="<>")  # fmt: skip
    assert receive(report, account).state == Receipt.State.DONE
    message.refresh_from_db()
    assert (message.delivery, "4.4.1" in message.failure) == (Delivery.SENT, True)
    assert "4.4.1" in Attempt.objects.filter(message=message, ok=False).get().detail


# M5, M6: loops and floods ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("says_so", [True, False], ids=["a copy of this system", "an autoresponder without headers"])
def test_two_machines_that_answer_each_other_soon_fall_silent(says_so: bool, account: Account) -> None:
    robot = {"Auto_Submitted": "auto-replied"} if says_so else {}
    receive(mail(b"The jar hissed.", From=ANNA, Message_ID="<0@example.org>"), account)
    with Letterbox() as out:
        account.settings = {"smtp": f"smtp://127.0.0.1:{out.server.port}"}
        account.save()
        answered = 0
        for minute in range(120):
            tasks.deliver_due(AT + minute * MINUTE)
            for _, _, raw in out.taken[answered:]:
                answered += 1
                ours = message_from_bytes(raw)
                reply = mail(f"Thank you, we read it ({answered}).".encode(), From=ANNA, Subject=f"Re: {answered}",
                             Message_ID=f"<{answered}@example.org>", In_Reply_To=ours["Message-ID"], **robot)  # fmt: skip
                receive(reply, account, AT + minute * MINUTE)
        assert len(out.taken) <= 3
    assert Message.objects.filter(delivery=Delivery.HELD).exists() is not says_so
    assert Complaint.objects.count() == 1


def test_many_forms_naming_one_victim_send_it_three_mails(account: Account) -> None:
    for number in range(40):
        victim = "Victim@Example.org" if number % 2 else "victim@example.org"
        actions.receive(make.intake(author=Contact(name="x", email=victim), text=f"Jar {number}"), at=AT)
    with Letterbox() as out:
        account.settings = {"smtp": f"smtp://127.0.0.1:{out.server.port}"}
        account.save()
        minutes(0, 30, tasks.deliver_due)
        assert len(out.taken) == 3
    assert Complaint.objects.count() == 40
    assert Message.objects.filter(delivery=Delivery.HELD).count() == 37


# M7: led in by a forged mark ------------------------------------------------------------------------------------------


@pytest.fixture
def anna_s(account: Account) -> Message:
    case = receive(mail(b"My secret is porridge.", From=ANNA), account).complaint
    message = Message.objects.get(complaint=case, direction=Direction.OUT)
    sent = Door().deliver(message, AT)
    actions.message_sent(message, proof=sent.proof, foreign_id=sent.foreign_id, at=AT)
    message.refresh_from_db()
    return message


def forgeries(ours: Message, boris: Person) -> list[tuple[str, str, dict[str, str], str]]:
    number, real = str(ours.complaint.number), f"<{ours.foreign_id}>"
    forged = real.replace(".", ".x", 2)
    plus = reply_address(secret(), key_of(ours), "complaints@company-x.example")
    return [
        ("a forged In-Reply-To", "eve@example.net", {"In_Reply_To": forged}, "new"),
        ("forged References", "eve@example.net", {"References": f"{forged} {forged}"}, "new"),
        ("the number in the subject", "eve@example.net", {"Subject": f"Re: [{number}] {number}"}, "new"),
        ("a forged plus", "eve@example.net", {"To": f"complaints+m{ours.pk}.{'a' * 20}@company-x.example"}, "new"),
        ("a real token in foreign hands", "eve@example.net", {"In_Reply_To": real}, "review"),
        ("a real plus in foreign hands", "eve@example.net", {"To": plus}, "review"),
        ("a colleague's address and a real token", boris.email, {"In_Reply_To": real}, "review"),
        ("a colleague's address and a real plus", boris.email.upper(), {"To": plus}, "review"),
        ("a colleague's address and the number", boris.email, {"Subject": f"Re: {number}"}, "new"),
        ("our own address and a real token", "complaints@company-x.example", {"In_Reply_To": real}, "review"),
        ("our own address", "Complaints@Company-X.example", {"Subject": number}, "review"),
    ]


def test_a_forged_mark_leads_into_no_case_and_sends_no_customer_anything(anna_s: Message, account: Account) -> None:
    boris = make.person("Boris", "operator")
    before = Message.objects.filter(complaint=anna_s.complaint).count()
    for number, (name, sender, fields, expected) in enumerate(forgeries(anna_s, boris)):
        fields |= {"Message_ID": f"<forged{number}@example.net>"}
        receipt = receive(mail(b"Please tell me everything.", From=sender, **fields), account)
        outcome = "review" if receipt.state == Receipt.State.REVIEW else "new" if receipt.complaint else "?"
        assert (outcome, receipt.complaint == anna_s.complaint) == (expected, False), name
        assert expected == "new" or receipt.why, name
    assert Message.objects.filter(complaint=anna_s.complaint).count() == before
    with Letterbox() as out:
        account.settings = {"smtp": f"smtp://127.0.0.1:{out.server.port}"}
        account.save()
        minutes(0, 60, tasks.deliver_due)
        assert ANNA not in {to for _, (to,), _ in out.taken}
        assert all(b"porridge" not in raw for _, _, raw in out.taken)


# Poison ---------------------------------------------------------------------------------------------------------------


def test_a_poisoned_mail_is_set_aside_visibly_and_the_next_goes_on(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = keep(letters(1)[0], account.address, AT), keep(letters(2)[1], account.address, AT)
    real = limited.parse

    def chokes(raw: bytes, *, is_suspect: bool = False) -> object:
        if b"Jar 0" in raw:
            raise RecursionError("too deep")
        return real(raw, is_suspect=is_suspect)

    monkeypatch.setattr(limited, "parse", chokes)
    minutes(0, 30, tasks.work_off)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Receipt.State.FAILED, Receipt.State.DONE) and "RecursionError" in bad.why


def test_one_that_cannot_be_received_spoils_no_handful(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [keep(raw, account.address, AT) for raw in letters(8)]
    real = actions.receive

    def refuses(intake: Intake, *, at: datetime, by: Person | None = None) -> object:
        if "Jar 3" in intake.text:
            raise ValueError("no")
        return real(intake, at=at, by=by)

    monkeypatch.setattr(actions, "receive", refuses)
    tasks.work_off(AT)
    states = [Receipt.objects.get(pk=receipt.pk).state for receipt in kept]
    assert states == ["done"] * 3 + ["kept"] + ["done"] * 4
    assert sorted(Complaint.objects.values_list("number", flat=True))[-1].endswith("000007")


def test_a_mail_that_killed_the_worker_thrice_is_set_aside(account: Account) -> None:
    receipt = keep(letters(1)[0], account.address, AT)
    for kill in range(3):
        assert [taken.pk for taken in tasks._taken(AT + kill * tasks.LEASE)] == [receipt.pk]
    tasks.work_off(AT + 3 * tasks.LEASE)
    receipt.refresh_from_db()
    assert receipt.state == Receipt.State.FAILED and "again and again" in receipt.why


def test_two_workers_never_take_the_same_receipt(account: Account) -> None:
    keep(letters(1)[0], account.address, AT)
    assert (len(tasks._taken(AT)), len(tasks._taken(AT))) == (1, 0)


def big(size: int) -> bytes:
    file = part(bytes(range(256)) * (size // 256), "application/octet-stream; name=big.bin", "base64")
    return mail(multipart([part(b"See the file.", "text/plain"), file]), Content_Type="multipart/mixed; boundary=edge")


def test_a_file_larger_than_a_form_may_send_is_kept_with_its_mail(account: Account, settings: object) -> None:
    settings.FILE_LIMIT = 1024 * 1024  # type: ignore[attr-defined]
    receipt = receive(big(4 * 1024 * 1024), account)
    assert receipt.complaint is not None, receipt.why
    assert [file.size for file in receipt.complaint.attachments.all()] == [4 * 1024 * 1024]


def test_the_small_process_reads_what_we_read(account: Account) -> None:
    for raw in (*letters(2), big(3 * 1024 * 1024)):
        assert limited.parse(raw, is_suspect=True) == parse(raw)


def test_a_mail_that_hangs_or_is_too_large_is_poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_SECONDS", 0.01)
    with pytest.raises(Poisoned, match="seconds"):
        limited.parse(letters(1)[0], is_suspect=True)
    with pytest.raises(Poisoned, match="larger"):
        limited.parse(b"x" * (51 * 1024 * 1024))


@pytest.mark.hard
def test_the_largest_mail_costs_less_than_300_mb() -> None:
    raw = big(36 * 1024 * 1024)
    code = (
        "import sys, runpy\n"
        "sys.argv = ['x']\n"
        "try: runpy.run_module('amends.channels.email._mail_process', run_name='__main__')\n"
        "except SystemExit as done: status = done.code\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0], status, file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=raw, capture_output=True, check=True)
    most, status = done.stderr.split()
    assert status == b"0" and int(most) < 300 * 1024


# The page as it came --------------------------------------------------------------------------------------------------


def test_the_page_and_its_pictures_are_kept_for_the_desk(account: Account) -> None:
    page = part(b'<p>The <b>jar</b> <img src="cid:jar@x"></p>', "text/html")
    picture = part(b"\x89PNG1", "image/png; name=jar.png", "base64", Content_ID="<jar@x>")
    body = multipart([page, picture])
    receipt = receive(mail(body, Content_Type="multipart/related; boundary=edge", From=ANNA), account)
    message = Message.objects.get(complaint=receipt.complaint, direction=Direction.IN)
    stored = Store(django_settings.FILES_DIR).read(message.html).decode()
    assert '<img src="cid:jar@x">' in stored and message.body.startswith("The jar")
    (file,) = message.attachments.all()
    assert (file.content_id, file.is_inline, file.name) == ("jar@x", True, "jar.png")


def test_held_mails_are_sent_when_a_person_says_so(account: Account) -> None:
    for number in range(5):
        actions.receive(make.intake(author=Contact(email=ANNA), text=f"Jar {number}"), at=AT)
    held = Message.objects.filter(delivery=Delivery.HELD)
    assert held.count() == 2 and outbox.send_again(held[0], at=AT)
