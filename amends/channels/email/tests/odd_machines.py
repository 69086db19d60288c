"""Odd mails, last third: autoresponders, lists, bounces."""

from collections.abc import Iterator

from amends.channels.email.tests.build import encode_word, mail, multipart, part
from amends.channels.email.tests.sample import Sample

# name, fields, a machine's words?  All of them must not be answered automatically.
AUTOMATIC = [
    ("auto-replied", {"Auto_Submitted": "auto-replied"}, True),
    ("auto-generated", {"Auto_Submitted": "auto-generated; owner-email=x"}, True),
    ("auto-notified", {"Auto-Submitted": "AUTO-NOTIFIED"}, True),
    ("x-autoreply", {"X_Autoreply": "yes"}, True),
    ("x-autorespond", {"X_Autorespond": "vacation"}, True),
    ("precedence auto_reply", {"Precedence": "auto_reply"}, True),
    ("empty return path", {"Return_Path": "<>"}, True),
    ("mailer-daemon", {"From": "MAILER-DAEMON@mx.example.org"}, True),
    ("out of office", {"Subject": "Out of Office: jar"}, True),
    ("automatic reply", {"Subject": "Automatic reply: PX-2026-000412"}, True),
    ("russian", {"Subject": encode_word("Автоответ: в отпуске до понедельника")}, True),
    ("russian 2", {"Subject": encode_word("Автоматический ответ: Ваше обращение")}, True),
    ("russian 3", {"Subject": encode_word("Отсутствую на рабочем месте")}, True),
    ("persian", {"Subject": encode_word("پاسخ خودکار: مرخصی")}, True),
    ("chinese", {"Subject": encode_word("自动回复: 投诉")}, True),
    ("traditional", {"Subject": encode_word("自動回覆：投訴")}, True),
    ("read receipt", {"Content_Type": "multipart/report; report-type=disposition-notification; boundary=e"}, True),
    ("bulk", {"Precedence": "bulk"}, False),
    ("list precedence", {"Precedence": "list"}, False),
    ("list id", {"List_Id": "<shop.example.org>"}, False),
    ("list unsubscribe", {"List_Unsubscribe": "<mailto:u@example.org>"}, False),
    ("suppress all", {"X_Auto_Response_Suppress": "All"}, False),
    ("suppress some", {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, False),
    ("noreply", {"From": "noreply@shop.example.org"}, False),
    ("no-reply", {"From": "no-reply@shop.example.org"}, False),
    ("x-loop", {"X_Loop": "yes"}, False),
]  # fmt: skip
HUMAN = [
    ("plain", {}),
    ("auto-submitted no", {"Auto_Submitted": "no"}),
    ("suppress delivery reports", {"X_Auto_Response_Suppress": "DR, RN"}),
    ("holiday in the subject", {"Subject": "Ruined holiday: out of stock"}),
    ("automatic machine broken", {"Subject": encode_word("Автомат не выдал сдачу")}),
    ("answer asked", {"Subject": encode_word("Прошу ответ: автоответчик ваш надоел")}),
    ("first-class", {"Precedence": "first-class"}),
    ("return path", {"Return_Path": "<anna@example.org>"}),
    ("chinese complaint", {"Subject": encode_word("投诉自动售货机")}),
]  # fmt: skip
OURS = "am.k12.abcdefghijklmnopqrst@company-x.example"
ORIGINAL = mail(
    b"Your complaint arrived.", Message_ID=f"<{OURS}>", From="complaints@company-x.example", To="anna@example.org"
)


def _status(
    action: str, status: str, recipient: str = "anna@example.org", diagnostic: str = "smtp; 550 5.1.1 unknown user"
) -> bytes:
    return (
        f"Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: {action}\r\n"
        f"Status: {status}\r\nDiagnostic-Code: {diagnostic}\r\n"
    ).encode()


def _report(status: bytes, original: bytes = ORIGINAL, kind: str = "message/rfc822") -> bytes:
    parts = [part(b"Sorry.", "text/plain"), part(status, "message/delivery-status"), part(original, kind)]
    return mail(multipart(parts), From="MAILER-DAEMON@mx.example.org", Subject="Undelivered Mail Returned to Sender",
                Content_Type="multipart/report; report-type=delivery-status; boundary=edge", Auto_Submitted="auto-replied")  # fmt: skip


# the words of mailers that send no report: subject, text, status, final
FREE = [
    ("qmail", "failure notice", "Hi. This is the qmail-send program at mx.example.org.\n\n<anna@example.org>:\n550 5.1.1 no mailbox here by that name\n", "5.1.1", True),
    ("exim", "Mail delivery failed: returning message to sender", "  anna@example.org\n    host mx [192.0.2.1]: 550 unknown user\n", "5.0.0", True),
    ("postfix", "Undelivered Mail Returned to Sender", "<anna@example.org>: host mx.example.org said: 552 5.2.2 mailbox full\n", "5.2.2", True),
    ("delayed in words", "Delivery Status Notification (Delay)", "anna@example.org delayed, will be retried: 451 4.4.1 timed out\n", "4.4.1", False),
    ("mail.ru", "Mail failure notice", "Сообщение не доставлено anna@example.org: 550 Message was not accepted\n", "5.0.0", True),
    ("yandex", "Недоставленное сообщение", "anna@example.org: 550 5.7.1 No such user!\n", "5.7.1", True),
    ("exchange russian", "Не удается доставить: Ваше обращение", "anna@example.org\nremote server returned '550 5.1.10 RESOLVER'\n", "5.1.10", True),
    ("qq", "系统退信/Systems bounce", "收件人 anna@example.org 不存在 550 Mail content denied\n", "5.0.0", True),
    ("without code", "Undeliverable: jar", "anna@example.org is not known here.\n", "", True),
]  # fmt: skip


def samples() -> Iterator[Sample]:
    """Machines, and people who look like machines."""
    for name, extra, is_response in AUTOMATIC:
        yield Sample(
            f"automatic/{name}",
            mail(b"I am away.", **extra),
            is_automatic=True,
            is_response=is_response,
            contains=("I am away.",),
        )  # type: ignore[arg-type]
    for name, extra in HUMAN:
        yield Sample(f"person/{name}", mail(b"The jar hissed.", **extra), is_automatic=False, text="The jar hissed.")  # type: ignore[arg-type]
    for name, action, status, is_final in [
        ("failed", "failed", "5.1.1", True),
        ("given up", "failed", "4.2.2", True),
        ("delayed", "delayed", "4.4.7", False),
        ("capitals", "Failed", "5.0.0", True),
    ]:
        yield Sample(f"bounce/{name}", _report(_status(action, status)), bounce_of=OURS, is_final=is_final, status=status,
                     recipient="anna@example.org", is_automatic=True)  # fmt: skip
    yield Sample(
        "bounce/delivered", _report(_status("delivered", "2.0.0")), bounce_of=OURS, is_final=False, status="2.0.0"
    )
    headers_only = ORIGINAL.partition(b"\r\n\r\n")[0] + b"\r\n"
    yield Sample(
        "bounce/headers only",
        _report(_status("failed", "5.1.1"), headers_only, "text/rfc822-headers"),
        bounce_of=OURS,
        is_final=True,
    )
    yield Sample(
        "bounce/no original", _report(_status("failed", "5.1.1"), b"", "text/plain"), bounce_of="", is_final=True
    )
    yield Sample("bounce/empty report", _report(b""), bounce_of=OURS)
    yield Sample("bounce/odd report", _report(b"\r\n\r\nnonsense without fields\r\n\r\n\r\n"), bounce_of=OURS)
    for name, subject, text, status, is_final in FREE:
        below = text.encode() + b"\n--- Below this line is a copy of the message.\n\n" + ORIGINAL
        raw = mail(
            below,
            From="MAILER-DAEMON@mx.example.org",
            Subject=encode_word(subject),
            Content_Type="text/plain; charset=utf-8",
            Return_Path="<>",
        )
        yield Sample(
            f"bounce/{name}",
            raw,
            bounce_of=OURS,
            is_final=is_final,
            status=status,
            recipient="anna@example.org",
            is_automatic=True,
        )
    person = mail(b"Your parcel came back: undelivered.", Subject="Undelivered parcel")
    yield Sample(
        "bounce/a person about a parcel", person, is_automatic=False, text="Your parcel came back: undelivered."
    )
