"""Keep what arrived, byte for byte, before anything is made of it: the first of the two transactions of receiving."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.core.actions import _rows
from amends.core.actions.refused import ActionRefused
from amends.core.models import Receipt
from amends.core.rules.words import N_
from amends.lib import prepared

GRACE = timedelta(seconds=30)
"""How long the entrance that kept the bytes has to go on with them before the inbox sweeper takes over."""


class OtherContent(ActionRefused):
    """The same key was used before with other bytes (the API says 409)."""

    def __init__(self) -> None:
        super().__init__(N_("This key was used before with another content."))


@dataclass(frozen=True, slots=True)
class Kept:
    """`is_new` is False on a replay; then `receipt` is the first one."""

    receipt: Receipt
    is_new: bool


def keep(
    body: bytes,
    *,
    channel: str,
    at: datetime,
    foreign_id: str = "",
    account: str = "",
    stored: str = "",
    digest: str = "",
    size: int | None = None,
    sender: str = "",
    subject: str = "",
    grace: timedelta = GRACE,
) -> Kept:
    """Stores the bytes durably; when this returns (or `safe_together` around it) they survive a power cut.

    `foreign_id` is the sender's key (Idempotency-Key, Message-ID with sender and body digest, submission id). The same
    id with the same bytes gives the first receipt; with other bytes OtherContent. Large bodies are already in the file
    store: then `stored`, `digest` and `size` say where and what. No address of an anonymous sender may be in `sender`.
    """
    digest = digest or hashlib.sha256(body).hexdigest()
    receipt = Receipt(
        key=uuid.uuid4().hex,
        channel=channel,
        account=account,
        foreign_id=_bounded(foreign_id) or uuid.uuid4().hex,
        digest=digest,
        body=body,
        stored=stored,
        size=len(body) if size is None else size,
        received_at=at,
        next_try_at=at + grace,
        sender=sender[:254],
        subject=subject[:300],
    )
    if not _insert(receipt):
        first = Receipt.objects.get(channel=channel, foreign_id=receipt.foreign_id)
        if first.digest != digest:
            raise OtherContent
        return Kept(first, is_new=False)
    return Kept(receipt, is_new=True)


def _insert(receipt: Receipt) -> bool:
    """One statement, which is a transaction of its own; False when its channel and foreign id are there already."""
    into = _rows.table(Receipt)
    on_conflict = " ON CONFLICT (channel, foreign_id) DO NOTHING"
    for (given,) in prepared.rows(into.insert + on_conflict + " RETURNING id", into.row(receipt)):
        receipt.pk = given
    receipt._state.adding = receipt.pk is None
    return receipt.pk is not None


def _bounded(foreign_id: str) -> str:
    """A foreign id of any length in the column's 200 characters, still telling two of them apart."""
    if len(foreign_id) <= 200 and foreign_id.isprintable():
        return foreign_id
    return "sha256:" + hashlib.sha256(foreign_id.encode(errors="surrogatepass")).hexdigest()
