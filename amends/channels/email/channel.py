"""E-mail as a channel: asks mailboxes, reads what came, sends what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

import structlog
from django.conf import settings
from django.utils.translation import gettext

from amends.channels.base import Channel, DeliveryError, Reading, Sent
from amends.channels.email import check, compose, fetching, reading, smtp, token, way_out
from amends.channels.email.mail import Address, Glance
from amends.channels.email.parse import glance
from amends.channels.email.servers import BadAddress
from amends.channels.models import Account
from amends.core import actions, outbox
from amends.core.models import Attachment, Message, Receipt
from amends.core.rules.kinds import Direction
from amends.core.rules.words import N_
from amends.lib.files import Store
from amends.lib.secrets import Unsealable
from amends.office.models import Office

log = structlog.get_logger(__name__)
INLINE_SIZE = 256 * 1024


class Door(Channel):
    slug: ClassVar[str] = "email"
    title: ClassVar[str] = N_("E-mail")
    can_reply: ClassVar[bool] = True
    can_attach: ClassVar[bool] = True

    def read(self, body: bytes, receipt: Receipt) -> Reading:
        return reading.read(body, receipt)

    def fetch(self, account: Account, at: datetime) -> Iterable[Receipt]:
        """Keeps every new mail of the account's mailbox, then marks it. Trouble is written on the account."""
        return fetching.fetch(account, at, lambda raw: keep(raw, account.address, at))

    def deliver(self, message: Message, at: datetime) -> Sent:
        """Sends one message; the same Message-ID, date and bytes on every attempt. Raises DeliveryError."""
        account = account_for(message)
        letter = letter_of(message, account)
        try:
            proof = way_out.send(_out_of_the_house(account), letter)
        except compose.Unwritable as error:
            raise DeliveryError(str(error), final=True) from error
        except smtp.Undelivered as error:
            raise DeliveryError(str(error), final=error.final, code=error.code) from error
        except (BadAddress, Unsealable) as error:
            # The account is wrongly set up: a person mends it, and the message waits.
            raise DeliveryError(str(error), final=False) from error
        if account:
            Account.objects.filter(pk=account.pk).update(last_sent_at=at)
        return Sent(proof=proof, foreign_id=letter.message_id)

    def check(self, account: Account) -> list[str]:
        """Connects to both servers; what does not work, in words."""
        return check.check(account)


def keep(raw: bytes, account: str, at: datetime) -> Receipt:
    """Keeps a mail durably before anything is made of it; the same letter delivered again is the first receipt."""
    seen = _glance(raw)
    stored, body = "", raw
    if len(raw) > INLINE_SIZE:
        stored, body = Store(settings.FILES_DIR).keep(raw, limit=len(raw)).name, b""
    foreign_id = _foreign_id(seen) if seen else f"raw:{sha256(raw).hexdigest()}"
    try:
        kept = actions.keep(
            body,
            channel=Door.slug,
            account=account,
            foreign_id=foreign_id,
            digest=sha256(raw).hexdigest(),
            stored=stored,
            size=len(raw),
            sender=seen.sender if seen else "",
            subject=seen.subject if seen else "",
            at=at,
            grace=timedelta(0),
        )
    except actions.OtherContent:  # the same letter by another way: only what the servers wrote above it differs
        return Receipt.objects.get(channel=Door.slug, foreign_id=foreign_id)
    return kept.receipt


def _glance(raw: bytes) -> Glance | None:
    """What the header says; None when it cannot be read. Nothing may keep a mail from being kept."""
    try:
        return glance(raw)
    except Exception:
        log.exception("mail_unreadable", size=len(raw))
        return None


def _foreign_id(seen: Glance) -> str:
    """The same for the same letter delivered again; another text under a used Message-ID is another letter."""
    parts = [seen.message_id, seen.sender.lower(), seen.body_digest]
    return "mail:" + sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _out_of_the_house(account: Account | None) -> way_out.WayOut:
    """A folder to read in is enough at home only; elsewhere nobody would get the letter, and it would count as sent."""
    way = way_out.of_account(account)
    if way.server is None and not settings.IS_LOCAL:
        raise DeliveryError(gettext("No server for outgoing mail is set up."), final=False)
    return way


def account_for(message: Message) -> Account | None:
    """The account a message leaves by: that of the case, else the default, else any active one."""
    mine = Account.objects.filter(channel=Door.slug, is_active=True)
    if message.account:
        found = mine.filter(address__iexact=message.account).first()
        if found is not None:
            return found
    return way_out.default_account()


def letter_of(message: Message, account: Account | None) -> compose.Outgoing:
    """The message as a letter: its number and code filled in, threaded by our own tokens."""
    address = account.address if account else settings.DEFAULT_FROM_EMAIL
    host = address.rpartition("@")[2]
    key = reading.key_of(message)
    party = message.party
    earlier = _earlier(message, host)
    return compose.Outgoing(
        sender=Address(message.shown_as or Office.current().name_in(message.language), address),
        to=Address(party.name, party.email) if party else Address("", ""),
        subject=outbox.filled_subject(message),
        text=outbox.filled(message),
        message_id=token.message_id(reading.secret(), key, host),
        at=message.at,
        language=message.language or "en",
        reply_to=token.reply_address(reading.secret(), key, address),
        in_reply_to=earlier[-1] if earlier else "",
        references=earlier,
        files=tuple(_files(message)),
        is_automatic=message.author_id is None or message.is_automatic,
    )


def _earlier(message: Message, host: str) -> tuple[str, ...]:
    """The Message-IDs of this person's thread so far, oldest first."""
    thread = Message.objects.filter(
        complaint=message.complaint_id, channel=Door.slug, party=message.party_id, at__lte=message.at
    )
    before = thread.exclude(pk=message.pk).order_by("at", "id").values_list("pk", "direction", "foreign_id")
    ids = []
    for pk, direction, known in before:
        ours = token.message_id(reading.secret(), f"m{pk}", host) if direction == Direction.OUT else ""
        ids.append(known or ours)
    return tuple(one for one in ids if one and one.isascii())


def _files(message: Message) -> Iterable[compose.File]:
    store = Store(settings.FILES_DIR)
    for attachment in Attachment.objects.filter(message=message).order_by("pk"):
        yield compose.File(attachment.name, attachment.media_type, store.read(attachment.stored))
