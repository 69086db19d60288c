"""When a message counts as arrived: a server took it, its reader saw it, or a person told it (invariant 3). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from amends.core.rules.kinds import DELIVERY_NAMES, Delivery
from amends.core.rules.words import N_


class ToldBy(StrEnum):
    """How a person told what a message says."""

    CALLED = "called"
    POSTED = "posted"
    HANDED = "handed"


TOLD_BY_NAMES = {
    ToldBy.CALLED: N_("by telephone"),
    ToldBy.POSTED: N_("by a letter that was posted"),
    ToldBy.HANDED: N_("at the counter, handed over"),
}

BY_PERSON = frozenset({Delivery.BY_HAND, Delivery.PORTAL})
"""Nothing carries these: they arrive when a person tells them, or when the follow page is opened."""

ASTRAY = frozenset({Delivery.FAILED, Delivery.BOUNCED, Delivery.HELD})
"""What did not arrive the way it was meant to."""

SPOKEN = ("phone_desk", "counter")
"""Channels on which the complainant hears the acknowledgement while the complaint is typed in."""

OPEN_FOR = timedelta(days=30)

_UNPROVEN = {Delivery.BY_HAND: N_("To be told"), Delivery.PORTAL: N_("On the follow page, not opened since")}
_PROVEN = {Delivery.BY_HAND: N_("Told by a colleague"), Delivery.PORTAL: N_("Opened on the follow page")}


def is_proven(delivery: str, arrived_at: datetime | None) -> bool:
    """Whether the message is known to have arrived; `arrived_at` is when, as far as anybody has said."""
    return delivery == Delivery.SENT or (delivery in BY_PERSON and arrived_at is not None)


def lay_open(delivery: str, written_at: datetime, at: datetime) -> bool:
    """Whether it stood on the follow page long enough: who left no address and never comes back keeps no case open for ever."""
    return delivery == Delivery.PORTAL and at - written_at >= OPEN_FOR


def was_spoken(letter: str, channel: str) -> bool:
    """Whether the complainant heard the message while it was written."""
    return letter.startswith("acknowledgement") and channel in SPOKEN


def standing(delivery: str, arrived_at: datetime | None, *, spoken: bool = False) -> str:
    """Where a message stands, as a marked text."""
    plain = DELIVERY_NAMES[Delivery(delivery)]
    if spoken:
        return plain
    return (_PROVEN if is_proven(delivery, arrived_at) else _UNPROVEN).get(Delivery(delivery), plain)
