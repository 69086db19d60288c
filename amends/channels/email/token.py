"""A signed mark in our own Message-IDs and reply addresses, by which an answer finds its complaint again.

A token alone opens nothing: it counts together with the sender's address, which the caller compares.
"""

import hmac
import re
from base64 import b32encode
from hashlib import sha256

KEY = re.compile(r"[a-z0-9-]{1,40}")
MARK = re.compile(r"(?:^|<)am\.([a-z0-9-]{1,40})\.([a-z2-7]{20})@[^\s<>@]{1,255}>?$")
PLUS = re.compile(r"([a-z0-9-]{1,40})\.([a-z2-7]{20})")
MESSAGE_ID, REPLY_ADDRESS = "message-id", "reply-address"


def message_id(secret: bytes, key: str, host: str) -> str:
    """The Message-ID of the message `key`, always the same, without brackets. Refuses a key of other characters."""
    return f"am.{key}.{_mac(secret, MESSAGE_ID, key)}@{host}"


def reply_address(secret: bytes, key: str, mailbox: str) -> str:
    """`complaints@host` with the token of `key` behind a plus sign. Refuses a mailbox without a domain."""
    local, at, host = mailbox.rpartition("@")
    if not at or not local:
        raise ValueError("a mailbox needs a name and a domain")
    return f"{local}+{key}.{_mac(secret, REPLY_ADDRESS, key)}@{host}"


def of_message_id(secret: bytes, text: str) -> str:
    """The key a Message-ID of ours carries; empty when it is foreign, forged or of another purpose."""
    found = MARK.search(text.strip().lower())
    return _checked(secret, MESSAGE_ID, found)


def of_plus(secret: bytes, plus: str) -> str:
    """The key behind the plus sign of a reply address; empty when it is foreign, forged or of another purpose."""
    return _checked(secret, REPLY_ADDRESS, PLUS.fullmatch(plus.strip().lower()))


def keys(secret: bytes, message_ids: tuple[str, ...], plus_tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Every key truly ours among what a mail refers to, the reply address first, then the nearest message."""
    found = [of_plus(secret, plus) for plus in plus_tokens]
    found += [of_message_id(secret, one) for one in reversed(message_ids)]
    return tuple(dict.fromkeys(key for key in found if key))


def _checked(secret: bytes, purpose: str, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    return found[1] if hmac.compare_digest(_mac(secret, purpose, found[1]), found[2]) else ""


def _mac(secret: bytes, purpose: str, key: str) -> str:
    """100 bits of HMAC-SHA256 as twenty small letters and digits, which survive a mailer that changes case."""
    if not KEY.fullmatch(key):
        raise ValueError("a message key is made of small letters, digits and hyphens, at most forty")
    if len(secret) < 16:
        raise ValueError("the secret is too short")
    digest = hmac.new(secret, f"amends mail {purpose} 1\0{key}".encode(), sha256).digest()
    return b32encode(digest)[:20].decode("ascii").lower()
