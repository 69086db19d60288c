"""Letters of the house to its own people: kept as rows first, so that none is lost, then sent by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.translation import get_language

from amends.channels.email import compose, reading, smtp, token, way_out
from amends.channels.email.mail import Address
from amends.channels.email.servers import BadAddress
from amends.channels.models import OutgoingMail
from amends.lib.secrets import Unsealable
from amends.office.models import Office

log = structlog.get_logger(__name__)
PORTION = 50
LEASE = timedelta(minutes=5)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
"""Between five tries; after the last one the letter stays, and is shown with its trouble."""
KEPT_FOR = timedelta(days=30)


class Backend(BaseEmailBackend):
    """Django's mail backend (EMAIL_BACKEND): writes rows in the open transaction; the worker sends what was committed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps each letter once for each reader. Refuses attachments: the house sends its people words and links."""
        at = timezone.now()
        for message in email_messages:
            if message.attachments:
                raise ValueError("letters to staff carry no files")
            for recipient in message.recipients():
                keep(recipient, str(message.subject), str(message.body), language=get_language() or "", at=at)
        return len(email_messages)


def keep(to: str, subject: str, text: str, *, language: str, at: datetime) -> OutgoingMail:
    """Puts a letter to a colleague into the outbox."""
    return OutgoingMail.objects.create(
        to=to[:254], subject=subject[:500], text=text, language=language[:8], created_at=at, next_attempt_at=at
    )


def send_due(at: datetime) -> int:
    """Sends what is due, oldest first; nothing while the office's outgoing mail is switched off."""
    if not Office.current().outgoing_mail:
        return 0
    due = OutgoingMail.objects.filter(sent_at=None, next_attempt_at__lte=at).order_by("next_attempt_at", "id")
    done = 0
    for letter in due[:PORTION]:
        # Won by one worker: the row must still be due at the moment it was read with.
        same = OutgoingMail.objects.filter(pk=letter.pk, sent_at=None, next_attempt_at=letter.next_attempt_at)
        if same.update(next_attempt_at=at + LEASE):
            _send(letter, at)
            done += 1
    return done


def undelivered() -> list[OutgoingMail]:
    """Letters whose tries are used up, newest first: a person must look."""
    return list(OutgoingMail.objects.filter(sent_at=None, next_attempt_at=None).order_by("-pk")[:PORTION])


def send_again(pk: int, *, at: datetime) -> bool:
    """A person wants a letter that was given up to be tried anew. False when there is none such."""
    given_up = OutgoingMail.objects.filter(pk=pk, sent_at=None, next_attempt_at=None)
    return bool(given_up.update(next_attempt_at=at, attempts_made=0))


def forget_old(at: datetime) -> int:
    """Letters that left are remembered for a month, without their words."""
    return OutgoingMail.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]


def _send(letter: OutgoingMail, at: datetime) -> None:
    mine = OutgoingMail.objects.filter(pk=letter.pk)
    try:
        way = way_out.of_office()
        way_out.send(way, _composed(letter, way))
    except (smtp.Undelivered, compose.Unwritable, BadAddress, Unsealable, OSError) as error:
        final = isinstance(error, compose.Unwritable) or (isinstance(error, smtp.Undelivered) and error.final)
        made = letter.attempts_made + 1
        is_over = final or made > len(PAUSES)
        mine.update(
            attempts_made=made,
            next_attempt_at=None if is_over else at + PAUSES[made - 1],
            failure=(str(error) or type(error).__name__)[:500],
        )
        log.warning("staff_mail_not_sent", letter=letter.pk, tries=made, is_over=is_over, trouble=type(error).__name__)
    else:
        # Its words may hold a link that opens an account: once sent they are not kept.
        mine.update(sent_at=at, next_attempt_at=None, failure="", text="", attempts_made=letter.attempts_made + 1)


def _composed(letter: OutgoingMail, way: way_out.WayOut) -> compose.Outgoing:
    """The same Message-ID and date on every try."""
    host = way.address.rpartition("@")[2]
    return compose.Outgoing(
        sender=Address(Office.current().name_in(letter.language), way.address),
        to=Address("", letter.to),
        subject=letter.subject,
        text=letter.text,
        message_id=token.message_id(reading.secret(), f"s{letter.pk}", host),
        at=letter.created_at,
        language=letter.language or "en",
        is_automatic=True,
    )
