"""Kept bytes as text a person can read: a mail by its headers and words, a submission by its text, anything else as it is."""

from __future__ import annotations

import email
import email.policy
import json
from dataclasses import dataclass
from email.message import EmailMessage

MOST = 200_000


@dataclass(frozen=True, slots=True)
class Readable:
    """`raw` is every byte as it came, as far as it can be shown; `text` the words, for a person to start from."""

    text: str
    raw: str
    is_cut: bool


def readable(body: bytes) -> Readable:
    """Never fails, whatever the bytes are: what cannot be understood is shown as it is."""
    raw = _decoded(body[:MOST])
    return Readable((_submission(body) or _mail(body) or raw)[:MOST], raw, len(body) > MOST)


def _decoded(body: bytes, charset: str = "utf-8") -> str:
    try:
        text = body.decode(charset)
    except (LookupError, UnicodeDecodeError):
        text = body.decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text.replace("\r\n", "\n"))


def _submission(body: bytes) -> str:
    if not body.startswith(b"{"):
        return ""
    try:
        plain = json.loads(body)
    except ValueError:
        return ""
    return str(plain.get("text") or "") if isinstance(plain, dict) else ""


def _mail(body: bytes) -> str:
    """The first words of a mail. A mail was set aside because it is odd: any trouble in reading means its bytes are shown."""
    try:
        message = email.message_from_bytes(body, _class=EmailMessage, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/plain":
                found = part.get_payload(decode=True)
                if isinstance(found, bytes) and found.strip():
                    return _decoded(found, str(part.get_content_charset() or "utf-8")).strip()
    except Exception:
        return ""
    return ""
