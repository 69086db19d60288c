"""A verb of the house for a portion of cases: the same rows as `recording` leaves, in a dozen statements for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from amends.core.actions._record import Act, reactions_to, refuse_unless_allowed
from amends.core.models import Complaint, Deadline, Event, Reaction
from amends.core.queries.clock_rows import COLUMNS
from amends.core.rules.states import Verb

Said = Iterable[tuple[str, Mapping[str, Any]]]
"""Kinds of events and their facts, in their order."""


def together(
    complaints: Sequence[Complaint], verb: Verb, *, at: datetime, say: Callable[[Act], Said]
) -> list[Complaint]:
    """Lets the clock SAY something about those that are still due; returns them as they stand then.

    One transaction: where one case fails, nothing is written, and the caller does them one by one.
    """
    held = Complaint.objects.filter(pk__in=[case.pk for case in complaints])
    with transaction.atomic():
        held.update(seq=F("seq"))  # as in `recording`: from here on nobody else writes them
        due = held.filter(next_tick_at__lte=at).order_by("pk").prefetch_related("deadlines")
        acts = [Act(case, verb, None, at, "clock") for case in due]
        events: list[Event] = []
        for act in acts:
            refuse_unless_allowed(act.case, verb, None, at)
            events += act.say(list(say(act)))
        Event.objects.bulk_create(events)
        Reaction.objects.bulk_create([reaction for event in events for reaction in reactions_to(event, at)])
        Deadline.objects.bulk_create(
            [row for act in acts for row in act.changed_clocks()],
            update_conflicts=True,
            unique_fields=["complaint", "key"],
            update_fields=[name for name in COLUMNS if name != "key"],
        )
        changed = set[str]().union(*(act.settle() for act in acts))
        if acts:
            Complaint.objects.bulk_update([act.case for act in acts], sorted(changed))
    return [act.case for act in acts]
