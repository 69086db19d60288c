"""Say what became of a receipt: done, for a person to look at, put aside, or to be tried again later."""

from __future__ import annotations

from datetime import datetime, timedelta

from amends.core.models import Complaint, Receipt

MOST_TRIES = 3


def settle(receipt: Receipt, state: Receipt.State, *, complaint: Complaint | None = None, why: str = "") -> None:
    """Ends the work on a receipt. The bytes stay; REVIEW and FAILED are shown in the desk until a person acts."""
    Receipt.objects.filter(pk=receipt.pk).update(state=state, complaint=complaint, why=why[:500], next_try_at=None)


def try_again(receipt: Receipt, *, at: datetime, why: str) -> None:
    """Puts a receipt off for a while; after the third try it is set aside as FAILED, visible, and stops no other."""
    tries = receipt.tries + 1
    if tries >= MOST_TRIES:
        Receipt.objects.filter(pk=receipt.pk).update(tries=tries)
        settle(receipt, Receipt.State.FAILED, why=why)
        return
    Receipt.objects.filter(pk=receipt.pk).update(
        tries=tries, next_try_at=at + timedelta(minutes=tries * tries), why=why[:500]
    )


def look_again(receipt: Receipt, *, at: datetime) -> None:
    """A person wants a receipt that was set aside to be read once more, with all its tries. Refuses nothing."""
    waiting = [Receipt.State.REVIEW, Receipt.State.FAILED]
    Receipt.objects.filter(pk=receipt.pk, state__in=waiting).update(
        state=Receipt.State.KEPT, tries=0, next_try_at=at, why=""
    )
