"""What a mail says, once read: plain frozen values, no Django, no database."""

from dataclasses import dataclass, field
from datetime import datetime


class Poisoned(Exception):
    """A mail that would cost more than the house is willing to spend: it is set aside, visible, and never read here."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one mail may cost. Beyond `size` a mail is poisoned; beyond the others the rest is kept unread."""

    size: int = 50 * 1024 * 1024
    depth: int = 100
    parts: int = 1000
    html: int = 2 * 1024 * 1024
    header: int = 256 * 1024
    references: int = 100


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox with the name shown for it. `address` is empty when none could be read."""

    name: str
    address: str


NOBODY = Address("", "")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it came. The name is made safe to show, never to be used as a path."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    content_id: str
    is_inline: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Automatic:
    """Why no automatic mail may answer this one. `is_response`: a machine's words (out of office), not a person's."""

    reason: str
    is_response: bool


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a message of ours did not arrive (RFC 3464, and what mailers send instead of it)."""

    original_message_id: str
    recipient: str
    status: str
    is_final: bool
    is_delivered: bool
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, read. `text` is what is new in it, `quoted` the older part, `full_text` both as they stood."""

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender: Address
    senders: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    plus_tokens: tuple[str, ...]
    written_at: datetime | None
    text: str
    quoted: str
    full_text: str
    html: str
    attachments: tuple[Attachment, ...]
    automatic: Automatic | None
    bounce: Bounce | None
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """What the header alone says, and a digest of the body: enough to keep a mail once."""

    message_id: str
    sender: str
    subject: str
    body_digest: str
