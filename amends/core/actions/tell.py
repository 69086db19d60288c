"""Tell: a person told the complainant what a message says, or handed it over. Proves what nothing else carries (invariant 3)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import Act, recording
from amends.core.actions._words import short
from amends.core.actions.delivered import acknowledged
from amends.core.actions.refused import ActionRefused
from amends.core.models import Attempt, Complaint, Event, Message
from amends.core.rules.deliveries import BY_PERSON, ToldBy
from amends.core.rules.kinds import Delivery
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def tell(
    complaint: Complaint,
    *,
    message: int,
    told_by: ToldBy,
    by: Person,
    at: datetime,
    told_at: datetime | None = None,
    detail: str = "",
) -> Event:
    """Notes how and when (now, unless told) the complainant got this message, by the number of its row.

    Refuses a message that is on its way by itself or arrived already, a moment that has not come, and one before it was
    written. `detail` (whom, the number of the letter) is personal.
    """
    told_at = told_at or at
    if told_at > at:
        raise ActionRefused(N_("This moment has not come yet."), "told_at")
    with recording(complaint, Verb.TELL, by=by, at=at, stale_if_changed=False) as act:
        found = _waiting(act, message, told_at)
        Attempt.objects.create(message=found, at=told_at, ok=True, detail=f"{told_by}: {by.name}"[:1000])
        if found.delivery not in BY_PERSON:
            acknowledged(act, found)
        return act.event(
            "told",
            {"message": found.pk, "told_by": str(told_by), "told_at": told_at.isoformat()},
            {"detail": short(detail, 300)},
        )


def _waiting(act: Act, pk: int, told_at: datetime) -> Message:
    """The message, marked as told by this one writer alone."""
    waiting = Message.objects.to_tell().filter(pk=pk, complaint=act.case)
    found = waiting.first()
    if found is None:
        raise ActionRefused(N_("This message does not wait to be told: it arrived, or is on its way."), "message")
    # A form asks for minutes, a message knows its second.
    if told_at < found.at.replace(second=0, microsecond=0):
        raise ActionRefused(N_("This is before the message was written."), "told_at")
    waiting.update(
        delivery=Delivery.BY_HAND,
        sent_at=told_at,
        next_attempt_at=None,
        failure="",
        attempts_made=found.attempts_made + 1,
    )
    return found
