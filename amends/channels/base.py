"""The whole interface of a channel. A channel translates; it never decides."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from amends.channels.models import Account
from amends.core.models import Complaint, Message, Party, Receipt
from amends.core.rules.intake import Intake


class DeliveryError(Exception):
    """A message could not be delivered: for now, or (`final`) for good; the text is for the staff.

    `code` is what the foreign side answered; empty when it was not reached.
    """

    def __init__(self, text: str, *, final: bool, code: str = "") -> None:
        super().__init__(text)
        self.final = final
        self.code = code


@dataclass(frozen=True, slots=True)
class Sent:
    """What the foreign side said, and the id under which it knows the message."""

    proof: str
    foreign_id: str = ""


@dataclass(frozen=True, slots=True)
class NewCase:
    intake: Intake


@dataclass(frozen=True, slots=True)
class Further:
    """A message on a case that is already there; the sender was proven to be its party."""

    case: Complaint
    party: Party | None
    intake: Intake


@dataclass(frozen=True, slots=True)
class Returned:
    """A message of ours came back."""

    message: Message
    detail: str
    code: str
    final: bool


@dataclass(frozen=True, slots=True)
class ForReview:
    """A person must look: nothing is made of it by itself."""

    why: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Kept, counted, and nothing else (an automatic answer, a copy of what we sent)."""

    why: str


Reading = NewCase | Further | Returned | ForReview | Ignored


class Channel(ABC):
    slug: ClassVar[str]
    title: ClassVar[str]
    can_reply: ClassVar[bool] = False
    can_attach: ClassVar[bool] = False

    @abstractmethod
    def read(self, body: bytes, receipt: Receipt) -> Reading:
        """What a kept receipt is. May be run again at any time; raises ValueError on bytes it cannot understand."""

    def fetch(self, account: Account, at: datetime) -> Iterable[Receipt]:
        """Asks a foreign server for what is new and keeps it; for channels that must be asked."""
        return ()

    def deliver(self, message: Message, at: datetime) -> Sent:
        """Hands one message to the foreign side. Raises DeliveryError."""
        raise DeliveryError("this channel cannot send", final=True)

    def check(self, account: Account) -> list[str]:
        """What is missing in the set-up, in words."""
        return []
