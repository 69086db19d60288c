"""One mail as bytes becomes a Mail. Pure: no database, no network, no clock."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_tz
from hashlib import sha256

from amends.channels.email import address, auto, bounce, contents, header, quote, structure
from amends.channels.email.mail import NOBODY, Address, Glance, Limits, Mail, Poisoned

MESSAGE_ID = re.compile(r"<([^<>]{1,900})>")
BARE_ID = re.compile(r"[^\s<>,;\"]{1,300}@[^\s<>,;\"]{1,300}")
ENVELOPES = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "apparently-to")
LIMITS = Limits()


def parse(raw: bytes, limits: Limits = LIMITS) -> Mail:
    """Read a mail. Whatever cannot be read is named in `defects`; refuses only what is larger than `limits.size`."""
    if len(raw) > limits.size:
        raise Poisoned(f"larger than {limits.size} bytes")
    budget = structure.Budget(limits)
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    root = structure.read(raw.lstrip(b"\r\n"), budget)
    found = contents.gather(root, budget)
    hint = next((leaf.params["charset"] for leaf in found.leaves if leaf.params.get("charset")), "")
    return _mail(root, found, hint, budget)


def glance(raw: bytes) -> Glance:
    """Reads the header alone, cheaply, whatever the size. The digest is the same for the same letter delivered again,

    whatever the servers on its way wrote above it and however they end their lines.
    """
    raw = raw.lstrip(b"\r\n")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    fields, start = header.split(raw)
    fields = [(name, value[: LIMITS.header]) for name, value in fields]
    declared = header.first(fields, "content-type")
    hint = header.parameters(declared)[1].get("charset", "") if declared else ""
    senders = address.read(header.every(fields, "from"), hint) or address.read(header.every(fields, "sender"), hint)
    subject = header.text(header.first(fields, "subject"), hint)
    body = raw[start:].replace(b"\r\n", b"\n").rstrip()
    return Glance(
        message_id=_message_id(fields),
        sender=next((one.address for one in senders if one.address), ""),
        subject=subject[:1000],
        body_digest=sha256(subject.encode("utf-8", "replace") + b"\0" + body).hexdigest(),
    )


def _message_id(fields: header.Headers) -> str:
    return next(iter(_ids(header.every(fields, "message-id")[:1], 1)), "")


def _mail(root: structure.Part, found: contents.Contents, hint: str, budget: structure.Budget) -> Mail:
    fields = root.headers
    senders = address.read(header.every(fields, "from"), hint) or address.read(header.every(fields, "sender"), hint)
    sender = next((one for one in senders if one.address), senders[0] if senders else NOBODY)
    subject = header.text(header.first(fields, "subject"), hint)
    to, cc = address.read(header.every(fields, "to"), hint), address.read(header.every(fields, "cc"), hint)
    envelope = address.read([value for name, value in fields if name in ENVELOPES], hint)
    delivered_to = _unique(one.address for one in (*envelope, *to, *cc))
    full_text = found.text.rstrip()
    halves = quote.split(full_text)
    return Mail(
        message_id=_message_id(fields),
        in_reply_to=_ids(header.every(fields, "in-reply-to"), budget.limits.references),
        references=_ids(header.every(fields, "references"), budget.limits.references),
        subject=subject[:1000],
        sender=sender,
        senders=senders,
        reply_to=address.read(header.every(fields, "reply-to"), hint),
        to=to,
        cc=cc,
        delivered_to=delivered_to,
        plus_tokens=_plus_tokens(delivered_to),
        written_at=_moment(header.first(fields, "date")),
        text=halves.new.strip("\n"),
        quoted=halves.old,
        full_text=full_text,
        html=found.page,
        attachments=tuple(found.files),
        automatic=auto.judge(fields, subject, sender.address),
        bounce=bounce.read(root, found.leaves, subject, sender.address, full_text),
        defects=tuple(dict.fromkeys(budget.defects + _missing(fields, sender, root))),
    )


def _missing(fields: header.Headers, sender: Address, root: structure.Part) -> list[str]:
    defects = []
    if not fields:
        defects.append("header: none")
    if not sender.address:
        defects.append("sender: no address to answer to")
    if len(header.every(fields, "from")) > 1:
        defects.append("sender: more than one From field")
    if not root.body.strip() and not root.children:
        defects.append("body: empty")
    return defects


def _ids(values: list[bytes], limit: int) -> tuple[str, ...]:
    """Message-IDs without their brackets; of too many the first and the last are kept."""
    line = " ".join(header.text(value) for value in values)
    ids = [found.strip().replace(" ", "") for found in MESSAGE_ID.findall(line)] or BARE_ID.findall(line[:5000])
    ids = list(dict.fromkeys(ids))
    return tuple(ids if len(ids) <= limit else [*ids[: limit // 2], *ids[-(limit // 2) :]])


def _unique(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in addresses if one))


def _plus_tokens(addresses: tuple[str, ...]) -> tuple[str, ...]:
    before_at = (one.rpartition("@")[0] for one in addresses)
    return tuple(local.partition("+")[2] for local in before_at if "+" in local)


def _moment(raw: bytes) -> datetime | None:
    """What the sender's clock said; None for nonsense. It never counts as the time of receipt."""
    try:
        parts = parsedate_tz(header.text(raw[:200]))
        if parts is None:
            return None
        moment = datetime(*parts[:6], tzinfo=UTC).timestamp() - (parts[9] or 0)
        return datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None
