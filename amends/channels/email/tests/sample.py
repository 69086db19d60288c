"""What one odd mail must be read as. Fields left at None are not asked about."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Sample:
    """A mail and the manifest of what is in it."""

    name: str
    raw: bytes
    text: str | None = None
    subject: str | None = None
    sender: str | None = None
    sender_name: str | None = None
    files: tuple[tuple[str, str], ...] | None = None
    quoted: str | None = None
    contains: tuple[str, ...] = ()
    is_automatic: bool | None = None
    is_response: bool | None = None
    bounce_of: str | None = None
    is_final: bool | None = None
    status: str | None = None
    recipient: str | None = None
    refers_to: tuple[str, ...] | None = None
    seconds: float = 0.5


def named(name: str, content: bytes) -> tuple[str, str]:
    """A file as the manifest lists it."""
    return name, sha256(content).hexdigest()
