"""By which server a letter leaves: the account's own, the office's, or, where there is none, a folder to read in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from amends.channels.email import compose, smtp
from amends.channels.email.servers import Server, server
from amends.channels.models import Account
from amends.lib.secrets import unseal

SLUG = "email"
SECRETS = "mail-account"
LAID_DOWN = "laid into the folder sent-mail"


@dataclass(frozen=True, slots=True)
class WayOut:
    """The address a letter bears as its sender, and the server that takes it (None: a folder)."""

    address: str
    server: Server | None


def server_of(account: Account, kind: str) -> Server | None:
    """The account's server of this kind (imap, smtp); None when it has none. Raises BadAddress and Unsealable."""
    url = account.settings.get(kind, "")
    return server(url, password_of(account, kind)) if url else None


def password_of(account: Account, kind: str) -> str:
    """The password of the account's server, opened; empty when it has none. Raises Unsealable."""
    sealed = account.secrets.get(kind, "")
    return unseal(sealed, settings.SECRET_KEY, purpose=SECRETS) if sealed else ""


def office_server() -> Server | None:
    """The server of AMENDS_EMAIL_URL; None when it is not set."""
    return server(settings.EMAIL_URL) if settings.EMAIL_URL else None


def default_account() -> Account | None:
    """The account that speaks where none is named: the default one, else any that is switched on."""
    return Account.objects.filter(channel=SLUG, is_active=True).order_by("-is_default", "pk").first()


def of_account(account: Account | None) -> WayOut:
    """The way of a letter to a complainant: by the account of the case. Raises BadAddress and Unsealable."""
    if account is None:
        return WayOut(settings.DEFAULT_FROM_EMAIL, office_server())
    return WayOut(account.address, server_of(account, "smtp") or office_server())


def of_office() -> WayOut:
    """The way of a letter to a colleague: by the office's server, else by the default account."""
    office = office_server()
    if office is not None:
        return WayOut(settings.DEFAULT_FROM_EMAIL, office)
    account = default_account()
    own = server_of(account, "smtp") if account else None
    return WayOut(account.address, own) if account and own else WayOut(settings.DEFAULT_FROM_EMAIL, None)


def send(way: WayOut, letter: compose.Outgoing) -> str:
    """Hands a letter over; what the other side said. Raises compose.Unwritable and smtp.Undelivered."""
    raw = compose.compose(letter)
    if way.server is None:
        return _lay_down(raw, letter.message_id)
    return smtp.send(way.server, way.address, compose.mailbox(letter.to.address), raw)


def _lay_down(raw: bytes, message_id: str) -> str:
    """Without a server the letter is laid into a folder of the data folder, where a person can read it."""
    folder = Path(settings.DATA_DIR) / "sent-mail"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{message_id.partition('@')[0]}.eml").write_bytes(raw)
    return LAID_DOWN
