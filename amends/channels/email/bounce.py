"""Delivery reports: RFC 3464, and the free words qmail, Exim, Exchange, Mail.ru, Yandex and QQ send instead."""

import re

from amends.channels.email import header, transfer
from amends.channels.email.mail import Bounce
from amends.channels.email.structure import Part

SUBJECT = re.compile(
    r"undeliver(?:ed|able)|delivery (?:status notification|failure|has failed|delayed)|mail delivery (?:failed|subsystem)|"
    r"failure notice|returned mail|message (?:not delivered|delayed|undeliverable)|delivery (?:report|problem)|non ?delivery|"
    r"недоставлен|не доставлено|не удалось доставить|не удается доставить|ошибка доставки|сообщение не доставлено|"
    r"退信|无法投递|投递失败|無法傳遞|系统退信|تحویل داده نشد|عدم تحویل|برگشت خورد",
    re.IGNORECASE,
)
MAILERS = re.compile(
    r"^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|mdaemon|double-bounce|microsoftexchange)", re.IGNORECASE
)
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
REPLY_CODE = re.compile(r"(?<![\d.:\-])([45]\d\d)(?=[ \-:])")
MESSAGE_ID = re.compile(r"^\s*message-id:\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)
ANY_ID = re.compile(r"<([^<>\s]+@[^<>\s]+)>")
MAILBOX = re.compile(r"[^\s<>()\[\],;:\"'«»]+@[^\s<>()\[\],;:\"'«»]+\.[^\s<>()\[\],;:\"'«»]+")
MAX_READ = 200_000


def read(root: Part, parts: list[Part], subject: str, sender: str, text: str) -> Bounce | None:
    """What a delivery report says; None when the mail is none."""
    reports = [
        part for part in parts if part.media_type in ("message/delivery-status", "message/global-delivery-status")
    ]
    if reports:
        return _standard(reports[0], parts, text)
    is_report = root.params.get("report-type", "").lower() == "delivery-status"
    is_mailer = bool(MAILERS.match(sender)) or header.first(root.headers, "return-path").strip() == b"<>"
    failed = header.text(header.first(root.headers, "x-failed-recipients"))
    if failed or is_report or (is_mailer and SUBJECT.search(subject)):
        return _free(parts, text, failed)
    return None


def _standard(report: Part, parts: list[Part], text: str) -> Bounce:
    body, _ = transfer.decode(report.body, header.text(header.first(report.headers, "content-transfer-encoding")))
    groups: list[header.Headers] = []
    rest = body[:MAX_READ]
    while rest.strip() and len(groups) < 50:
        fields, start = header.split(rest.lstrip(b"\r\n"))
        rest = rest.lstrip(b"\r\n")[start:]
        if not fields and not start:
            break
        groups.append(fields)
    recipients = [group for group in groups if header.first(group, "action") or header.first(group, "final-recipient")]
    worst = max(recipients, key=_weight, default=[])
    action = header.text(header.first(worst, "action")).lower()
    status = header.text(header.first(worst, "status"))
    found = STATUS.search(status) or STATUS.search(text)
    code = found[0] if found else ""
    is_delivered = action in ("delivered", "relayed", "expanded")
    return Bounce(
        original_message_id=_original(parts, text),
        recipient=_recipient(worst) or _first_mailbox(text),
        status=code,
        # `failed` with a 4.x.x code: that server has given up, it will not try again.
        is_final=action == "failed" or (not action and code.startswith("5")),
        is_delivered=is_delivered,
        diagnostic=_reason(header.text(header.first(worst, "diagnostic-code"))),
    )


def _weight(group: header.Headers) -> int:
    order = {"failed": 3, "delayed": 2, "relayed": 1, "delivered": 1, "expanded": 1}
    return order.get(header.text(header.first(group, "action")).lower(), 0)


def _recipient(group: header.Headers) -> str:
    for name in ("original-recipient", "final-recipient"):
        value = header.text(header.first(group, name)).partition(";")[2].strip().strip("<>")
        if "@" in value:
            return value[:320]
    return ""


def _reason(value: str) -> str:
    kind, _, words = value.partition(";")
    return (words if words and "smtp" in kind.lower() else value).strip()[:500]


def _free(parts: list[Part], text: str, failed: str) -> Bounce:
    whole = text[:MAX_READ]
    status = STATUS.search(whole)
    reply = REPLY_CODE.search(whole)
    code = status[0] if status else (f"{reply[1][0]}.0.0" if reply else "")
    lowered = whole.lower()
    is_passing = code.startswith("4") or (
        not code and any(word in lowered for word in ("delayed", "will be retried", "задерж", "повтор"))
    )
    lines = [line.strip() for line in whole.split("\n")]
    marked = next((line for line in lines if STATUS.search(line) or REPLY_CODE.search(line)), "")
    return Bounce(
        original_message_id=_original(parts, whole),
        recipient=failed.partition(",")[0].strip() or _first_mailbox(whole),
        status=code,
        is_final=not is_passing,
        is_delivered=False,
        diagnostic=marked[:500],
    )


def _original(parts: list[Part], text: str) -> str:
    """The Message-ID of the mail that came back: from the part that holds it, else from the words."""
    for part in parts:
        if part.media_type in ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"):
            body, _ = transfer.decode(part.body, header.text(header.first(part.headers, "content-transfer-encoding")))
            fields, _ = header.split(body[:MAX_READ].lstrip(b"\r\n"))
            found = ANY_ID.search(header.text(header.first(fields, "message-id")))
            if found:
                return found[1]
    found = MESSAGE_ID.search(text)
    return found[1] if found else ""


def _first_mailbox(text: str) -> str:
    found = next(
        (
            hit[0]
            for hit in MAILBOX.finditer(text[:20_000])
            if not hit[0].lower().startswith(("mailer-daemon", "postmaster"))
        ),
        "",
    )
    return found.rstrip(".")
