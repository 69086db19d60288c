"""Everything that happened on one case, in one order, as this reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from amends.core.models import Attachment, Complaint, Event, Message

SHOWN_WITH_MESSAGE = frozenset(
    {"received", "added", "acknowledged", "asked", "noted", "replied", "restated", "message_sent", "confirmed"}
)
"""Events that a message of the timeline already tells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A message with its files, or an event that no message tells; the message's case is another where it was merged in."""

    at: datetime
    message: Message | None
    event: Event | None
    files: Sequence[Attachment] = ()


def events_of(complaint: Complaint, also: Collection[int] = ()) -> list[Event]:
    """The events that no message tells, in their order, and those of the numbers that are wanted beside. One query."""
    silent = ~Q(kind__in=SHOWN_WITH_MESSAGE) | Q(seq__in=also)
    found = Event.objects.filter(silent, complaint=complaint)
    return list(found.select_related("by", "personal").order_by("seq"))


def merged_into(complaint: Complaint) -> list[Complaint]:
    """The cases it has swallowed, newest first."""
    return list(Complaint.objects.filter(merged_into=complaint).order_by("-pk"))


def timeline(
    complaint: Complaint, events: Iterable[Event] | None = None, merged: Iterable[Complaint] | None = None
) -> list[Entry]:
    """The desk's timeline, oldest first, with what came in through merged cases.

    `events` and `merged` where they were read already.

    A constant number of queries.
    """
    cases = {case.pk: case for case in (complaint, *(merged_into(complaint) if merged is None else merged))}
    messages = list(Message.objects.filter(complaint__in=list(cases)).order_by("at", "pk"))
    for message in messages:  # a join would build the whole case anew for every message
        message.complaint = cases[message.complaint_id]
    found = events_of(complaint) if events is None else events
    files = _files(list(cases))
    entries = [Entry(message.at, message, None, files.get(message.pk, ())) for message in messages]
    entries += [Entry(event.at, None, event) for event in found if event.kind not in SHOWN_WITH_MESSAGE]
    return sorted(entries, key=lambda entry: (entry.at, entry.event is not None))


def _files(cases: list[int]) -> dict[int, list[Attachment]]:
    """By message. Grouped here: a prefetch would build a query set for every message."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for file in Attachment.objects.filter(complaint__in=cases).order_by("pk"):
        found[file.message_id].append(file)
    return found
