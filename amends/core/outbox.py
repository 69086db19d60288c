"""Messages waiting to leave. A sweeper takes what is due, a channel delivers, the outcome comes back as a verb."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from amends.core import actions
from amends.core.models import Attempt, Message
from amends.core.rules.codes import codes_of
from amends.core.rules.kinds import Delivery

LEASE = timedelta(minutes=5)
"""For how long a message belongs to the worker that took it; a killed worker's messages come back after it. Each taking
adds a random part of a second, by which it knows its own."""

MOST_ATTEMPTS = 150
"""About a day of trying; a foreign server that was down takes a message at most ten minutes after it is back."""
MOST_SECONDS_BETWEEN = 600


def free(channel: str, at: datetime) -> QuerySet[Message]:
    """What is due and has no elder waiting in its case, in the order in which it is taken."""
    due = Message.objects.filter(delivery=Delivery.WAITING, channel=channel, next_attempt_at__lte=at)
    elder = Message.objects.filter(
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")),
        complaint=OuterRef("complaint"), delivery=Delivery.WAITING, channel=channel,
    )  # fmt: skip
    return due.filter(~Exists(elder)).order_by("next_attempt_at", "id")


def take_due(channel: str, at: datetime, limit: int = 50) -> list[Message]:
    """Takes waiting messages of a channel for this worker alone, oldest first, never past an undelivered elder of the case.

    Guarded: each is won by one worker, by moving its next attempt behind the lease.
    """
    wanted = list(free(channel, at).values_list("pk", flat=True)[:limit])
    if not wanted:
        return []
    # One guarded write for the portion: what another worker has leased meanwhile is no longer due and falls out.
    lease = at + LEASE + timedelta(microseconds=secrets.randbelow(1_000_000))
    Message.objects.filter(pk__in=wanted, delivery=Delivery.WAITING, next_attempt_at__lte=at).update(
        next_attempt_at=lease
    )
    won = Message.objects.filter(pk__in=wanted, delivery=Delivery.WAITING, next_attempt_at=lease)
    return list(won.select_related("complaint__owner", "party", "author").order_by("at", "id"))


def put_off(message: Message, *, detail: str, at: datetime) -> None:
    """A passing failure: noted, tried again later with growing pauses; the last try turns it into a final one."""
    made = message.attempts_made + 1
    if made >= MOST_ATTEMPTS:
        actions.message_failed(message, detail=detail, at=at)
        return
    Attempt.objects.create(message=message, at=at, ok=False, detail=detail[:1000])
    pause = timedelta(seconds=min(30 * 2 ** min(made - 1, 10), MOST_SECONDS_BETWEEN))
    Message.objects.filter(pk=message.pk, delivery=Delivery.WAITING).update(
        attempts_made=made, next_attempt_at=at + pause, failure=detail[:500]
    )


def note_delay(message: Message, *, detail: str, at: datetime) -> None:
    """It left, and the other side says that it has not arrived yet: shown on the message, which nobody sends again."""
    Attempt.objects.create(message=message, at=at, ok=False, detail=detail[:1000])
    Message.objects.filter(pk=message.pk, delivery=Delivery.SENT).update(failure=detail[:500])


def send_again(message: Message, *, at: datetime) -> bool:
    """A person wants an undelivered or held message to be tried anew. False when it is already on its way."""
    states = [Delivery.FAILED, Delivery.BOUNCED, Delivery.HELD]
    hit = Message.objects.filter(pk=message.pk, delivery__in=states)
    return bool(hit.update(delivery=Delivery.WAITING, next_attempt_at=at, attempts_made=0))


def filled(message: Message) -> str:
    """The text as the complainant gets it: number, code and link in their places. Only for sending and for the complainant."""
    return _fill(message, message.body)


def filled_subject(message: Message) -> str:
    return _fill(message, message.subject)


def _fill(message: Message, text: str) -> str:
    if not message.marks or f":{message.marks}]]" not in text:
        return text
    case = message.complaint
    position = message.party.position if message.party else 0
    codes = codes_of(case.receipt, position, settings.SECRET_KEY)
    link = f"{settings.BASE_URL}/follow/{codes.token}"
    text = text.replace(f"[[number:{message.marks}]]", str(case.number))
    return text.replace(f"[[code:{message.marks}]]", codes.code).replace(f"[[link:{message.marks}]]", link)


def veiled(message: Message, text: str | None = None) -> str:
    """The text as the desk sees it: the number filled in, code and link hidden, for they belong to the complainant alone."""
    shown = message.body if text is None else text
    if not message.marks:
        return shown
    shown = shown.replace(f"[[number:{message.marks}]]", str(message.complaint.number))
    return shown.replace(f"[[code:{message.marks}]]", "••••").replace(f"[[link:{message.marks}]]", "••••")
