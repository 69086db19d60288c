"""Note a delivery: a message left, was opened, failed for good, or came back. A failure asks for another way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from amends.core.actions._record import Act, recording
from amends.core.models import Attempt, Complaint, Event, Message
from amends.core.rules.deliveries import BY_PERSON
from amends.core.rules.kinds import Delivery
from amends.core.rules.states import Verb


def message_sent(message: Message, *, proof: str, at: datetime, foreign_id: str = "") -> Event:
    """The message left; `proof` is what the foreign server said."""
    with recording(message.complaint, Verb.DELIVERED, at=at) as act:
        Attempt.objects.create(message=message, at=at, ok=True, detail=proof[:1000])
        Message.objects.filter(pk=message.pk).update(
            delivery=Delivery.SENT,
            sent_at=at,
            next_attempt_at=None,
            failure="",
            foreign_id=foreign_id[:500] or message.foreign_id,
            attempts_made=message.attempts_made + 1,
        )
        acknowledged(act, message)
        return act.event("message_sent", {"channel": message.channel, "message": message.pk, "proof": proof[:300]})


def messages_seen(messages: Iterable[Message], *, at: datetime) -> None:
    """Their reader opened the follow page: those that nothing else carries have arrived. Once for each message."""
    cases: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        if message.delivery in BY_PERSON and message.sent_at is None and message.at <= at:
            cases[message.complaint_id].append(message)
    for waiting in cases.values():
        _seen(waiting[0].complaint, [message.pk for message in waiting], at)


def _seen(case: Complaint, pks: list[int], at: datetime) -> None:
    with recording(case, Verb.DELIVERED, at=at, on_behalf_of="complainant") as act:
        waiting = Message.objects.filter(pk__in=pks, complaint=act.case, delivery__in=BY_PERSON, sent_at=None)
        fresh = sorted(waiting.values_list("pk", flat=True))
        if not fresh:
            return
        Attempt.objects.bulk_create(Attempt(message_id=pk, at=at, ok=True, detail="follow page opened") for pk in fresh)
        waiting.update(delivery=Delivery.PORTAL, sent_at=at)
        act.event("message_seen", {"messages": fresh})


def acknowledged(act: Act, message: Message) -> None:
    """What the arrival of an acknowledgement means: its promise is kept."""
    if message.letter.startswith("acknowledgement"):
        act.event("acknowledged", {"channel": message.channel, "language": message.language}, {"text": message.body})


def message_failed(message: Message, *, detail: str, at: datetime, code: str = "") -> Event:
    """No try will help any more: a person must reach the complainant another way."""
    with transaction.atomic():
        Attempt.objects.create(message=message, at=at, ok=False, is_final=True, detail=detail[:1000])
        return _undelivered(message, "message_failed", Delivery.FAILED, detail, code, at)


def message_bounced(message: Message, *, detail: str, at: datetime, code: str = "") -> Event:
    """It left, and came back."""
    return _undelivered(message, "message_bounced", Delivery.BOUNCED, detail, code, at)


def _undelivered(message: Message, kind: str, delivery: Delivery, detail: str, code: str, at: datetime) -> Event:
    with recording(message.complaint, Verb.DELIVERED, at=at) as act:
        Message.objects.filter(pk=message.pk).update(
            delivery=delivery, next_attempt_at=None, failure=detail[:500], attempts_made=message.attempts_made + 1
        )
        return act.event(
            kind, {"channel": message.channel, "message": message.pk, "code": code[:20]}, {"detail": detail[:500]}
        )
