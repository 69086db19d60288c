"""Mail accounts set up and changed: each change is noted in the office's log, passwords are sealed and never shown again."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from amends.channels.email.servers import BadAddress, Server, address_of, server
from amends.channels.email.way_out import SECRETS, SLUG
from amends.channels.models import Account
from amends.lib.secrets import seal
from amends.office import changes
from amends.office.models import Person


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account as a person wants it. An empty password keeps the one that is sealed already."""

    address: str
    imap: Server | None
    smtp: Server | None
    is_default: bool = False


def wanted(address: str, imap: str, smtp: str, *, is_default: bool = False) -> Wanted:
    """The same from addresses like imaps://anna:password@host/INBOX. Raises BadAddress."""
    for url, kind in ((imap, "imap"), (smtp, "smtp")):
        if url and not url.startswith((f"{kind}://", f"{kind}s://")):
            raise BadAddress(f"{url.partition(':')[0]} is not {kind}")
    return Wanted(address, server(imap) if imap else None, server(smtp) if smtp else None, is_default)


def save(wish: Wanted, account: Account | None = None, *, by: Person | None, at: datetime) -> Account:
    """Adds an account, or changes the given one; a new server is asked at once. Raises changes.NotAllowed.

    `by` is None only at the command line, whose reader owns the machine.
    """
    with _turn(by, at):
        saved = account or Account(channel=SLUG, address=wish.address)
        before = _shown(saved) if saved.pk else {}
        secrets = dict(saved.secrets)
        for kind, place in (("imap", wish.imap), ("smtp", wish.smtp)):
            if place is None or not place.user:
                secrets.pop(kind, None)
            elif place.password:
                secrets[kind] = seal(place.password, settings.SECRET_KEY, SECRETS)
            elif not keeps_password(saved, kind, place):
                secrets.pop(kind, None)
        places = {"imap": wish.imap, "smtp": wish.smtp}
        saved.settings |= {kind: address_of(kind, place) if place else "" for kind, place in places.items()}
        is_first = not Account.objects.filter(channel=SLUG, is_default=True).exclude(pk=saved.pk).exists()
        saved.address, saved.secrets, saved.is_default = wish.address, secrets, wish.is_default or is_first
        saved.failures, saved.trouble, saved.next_fetch_at = 0, "", None
        if saved.is_default:
            Account.objects.filter(channel=SLUG).exclude(pk=saved.pk).update(is_default=False)
        saved.save()
        what = "mail_account_changed" if before else "mail_account_added"
        changes.note(what, saved, by=by, at=at, before=before, after=_shown(saved))
    return saved


def switch(account: Account, *, on: bool, by: Person, at: datetime) -> None:
    """Switched off, nothing is fetched and nothing leaves by it; its cases and letters stay."""
    with _turn(by, at):
        Account.objects.filter(pk=account.pk).update(is_active=on, failures=0, trouble="", next_fetch_at=None)
        changes.note("mail_account_on" if on else "mail_account_off", account, by=by, at=at)


def keeps_password(account: Account, kind: str, place: Server) -> bool:
    """Whether the sealed password goes on serving: never for another server or name, lest it be told to a stranger."""
    known = account.settings.get(kind, "")
    if not known or not account.secrets.get(kind):
        return False
    before = server(known)
    return (before.host, before.port, before.user) == (place.host, place.port, place.user)


def _shown(account: Account) -> dict[str, object]:
    """What the log may know: everything but the passwords."""
    return {**account.settings, "address": account.address, "is_default": account.is_default}


def _turn(by: Person | None, at: datetime) -> AbstractContextManager[None]:
    return changes.changing(by, at) if by is not None else changes.in_turn()
