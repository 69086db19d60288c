"""One visit to an account's mailbox: how far it came and what troubled it is written on the account as it goes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import override

from amends.channels.email import imap
from amends.channels.email.check import words
from amends.channels.email.way_out import server_of
from amends.channels.models import Account
from amends.core.models import Receipt
from amends.office.models import Office

MOST_UNMARKED = 1000
REMEMBERED_EVERY = 20
LEASE = timedelta(minutes=10)
"""For how long a mailbox belongs to the worker that visits it; renewed as mails are kept."""
LONGEST_PAUSE = timedelta(minutes=10)
"""A server that is back again is noticed within this time."""


def fetch(account: Account, at: datetime, keep: Callable[[bytes], Receipt]) -> list[Receipt]:
    """Keeps what is new in the mailbox. Trouble ends the visit and is written on the account, with a growing pause."""
    mailbox = server_of(account, "imap")
    if mailbox is None:
        return []
    receipts: list[Receipt] = []
    begun = time.monotonic()

    def remember(place: imap.Place) -> None:
        if len(receipts) % REMEMBERED_EVERY == 0:
            now = at + timedelta(seconds=time.monotonic() - begun)
            mine = Account.objects.filter(pk=account.pk)
            mine.update(state=_remembered(account, place), next_fetch_at=now + LEASE)

    pause = timedelta(0)
    try:
        done = imap.visit(mailbox, _place(account), lambda raw: receipts.append(keep(raw)), remember)
    except imap.Unreachable as error:
        account.failures += 1
        account.state = {"silent_since": at.isoformat()} | _remembered(account, error.place)
        # Read by whoever opens the list of accounts: in the language of the office.
        with override(Office.current().language):
            account.trouble = words(error, mailbox)[:500]
        pause = min(timedelta(minutes=2 ** min(account.failures - 1, 6)), LONGEST_PAUSE)
    else:
        account.failures, account.trouble, account.last_fetched_at = 0, " ".join(done.troubles)[:500], at
        kept = _remembered(account, done.place)
        account.state = {name: value for name, value in kept.items() if name not in ("silent_since", "told_at")}
    account.next_fetch_at = at + pause if pause else None
    account.save(update_fields=["failures", "trouble", "last_fetched_at", "state", "next_fetch_at"])
    return receipts


def _place(account: Account) -> imap.Place:
    state = account.state
    return imap.Place(state.get("validity", 0), state.get("last", 0), tuple(state.get("unmarked", ())))


def _remembered(account: Account, place: imap.Place) -> dict[str, object]:
    kept = {"validity": place.validity, "last": place.last, "unmarked": list(place.unmarked)[-MOST_UNMARKED:]}
    return {**account.state, **kept}
