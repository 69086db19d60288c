"""Messages waiting to leave. A sweeper takes what is due, a channel delivers, the outcome comes back as a verb."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import QuerySet

from amends.core import actions
from amends.core.models import Attempt, Message
from amends.core.rules.codes import codes_of
from amends.core.rules.kinds import Delivery

LEASE = timedelta(minutes=5)
"""For how long a message belongs to the worker that took it; a killed worker's messages come back after it. Each taking
adds a random part of a second, by which it knows its own."""

PORTION = 200

MOST_ATTEMPTS = 150
"""About a day of trying; a foreign server that was down takes a message at most ten minutes after it is back."""
MOST_SECONDS_BETWEEN = 600


def due(channel: str, at: datetime) -> QuerySet[Message]:
    """What waits and may leave now, in the order in which it is taken."""
    return _waiting(channel).filter(next_attempt_at__lte=at).order_by("next_attempt_at", "id")


def waiting_of(cases: Iterable[int], channel: str) -> QuerySet[Message]:
    """All that waits in these cases, the eldest of each first."""
    return _waiting(channel).filter(complaint__in=cases).order_by("complaint_id", "at", "id")


def _waiting(channel: str) -> QuerySet[Message]:
    return Message.objects.filter(delivery=Delivery.WAITING, channel=channel)


def _free(channel: str, at: datetime) -> Iterator[int]:
    """Which of what is due has no elder waiting in its case.

    The elders of a portion are looked up by themselves. In one statement PostgreSQL, whose statistics still say that nothing
    waits, would read the whole backlog once for each letter: twenty seconds where a mail server has been away for an hour.
    """
    after: tuple[datetime | None, int] | None = None
    while True:
        left = due(channel, at)
        if after is not None:
            left = left.filter(next_attempt_at__gte=after[0]).exclude(next_attempt_at=after[0], pk__lte=after[1])
        portion = list(left.values_list("next_attempt_at", "pk", "complaint_id")[:PORTION])
        eldest: dict[int, int] = {}
        for case, pk in waiting_of({row[2] for row in portion}, channel).values_list("complaint_id", "pk"):
            eldest.setdefault(case, pk)
        yield from (pk for _, pk, case in portion if eldest.get(case) == pk)
        if len(portion) < PORTION:
            return
        after = portion[-1][0], portion[-1][1]


def take_due(channel: str, at: datetime, limit: int = 50) -> list[Message]:
    """Takes waiting messages of a channel for this worker alone, oldest first, never past an undelivered elder of the case.

    Guarded: each is won by one worker, by moving its next attempt behind the lease.
    """
    wanted = list(islice(_free(channel, at), limit))
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
