"""Note a delivery: a message left, failed for good, or came back. The desk shows it; a failure asks for another way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from amends.core.actions._record import recording
from amends.core.models import Attempt, Event, Message
from amends.core.rules.kinds import Delivery
from amends.core.rules.states import Verb


def message_sent(message: Message, *, proof: str, at: datetime, foreign_id: str = "", by_hand: bool = False) -> Event:
    """The message left; `proof` is what the foreign server said, or who told it instead (`by_hand`)."""
    with recording(message.complaint, Verb.DELIVERED, at=at) as act:
        Attempt.objects.create(message=message, at=at, ok=True, detail=proof[:1000])
        Message.objects.filter(pk=message.pk).update(
            delivery=Delivery.BY_HAND if by_hand else Delivery.SENT,
            sent_at=at,
            next_attempt_at=None,
            failure="",
            foreign_id=foreign_id[:500] or message.foreign_id,
            attempts_made=message.attempts_made + 1,
        )
        if message.letter.startswith("acknowledgement"):
            act.event(
                "acknowledged", {"channel": message.channel, "language": message.language}, {"text": message.body}
            )
        return act.event("message_sent", {"channel": message.channel, "message": message.pk, "proof": proof[:300]})


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
