"""A verb of the house for a portion of cases: the same rows as `recording` leaves, in a dozen statements for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from amends.core.actions import _exposure, _many
from amends.core.actions._promises import Promises
from amends.core.actions._record import QUIET, Act, reactions_to, refuse_unless_allowed
from amends.core.models import Complaint, Event, Message, PersonalFacts
from amends.core.queries.clock_rows import clocks_of, phase_of
from amends.core.rules.clocks import Clock, Promised
from amends.core.rules.states import Verb


class Part(Act):
    """What the verb does to one case of the portion: gathered, to be written with that of the others."""

    def __init__(self, case: Complaint, verb: Verb, at: datetime, clocks: Sequence[Clock]) -> None:
        super().__init__(case, verb, None, at, "clock")
        self.promises = self._promises = Promises(Promised(phase_of(case.stage), case.law, tuple(clocks)))
        self.events: list[tuple[Event, PersonalFacts | None]] = []
        self.messages: list[Message] = []

    def post(self, message: Message) -> None:
        self.messages.append(message)

    def _keep(self, event: Event, apart: PersonalFacts | None) -> None:
        self.events.append((event, apart))

    def settle(self) -> None:
        if self.events and self.verb not in QUIET:
            self.set(version=self.case.version + 1)
        super().settle()


def together(
    complaints: Sequence[Complaint], verb: Verb, *, at: datetime, act: Callable[[Sequence[Part]], None]
) -> list[Complaint]:
    """Lets the clock ACT on those that are still due; returns them as they stand then.

    One transaction: where one case fails, nothing is written, and the caller does them one by one.
    """
    if not complaints:
        return []
    held = Complaint.objects.filter(pk__in=[case.pk for case in complaints])
    with transaction.atomic():
        held.update(seq=F("seq"))  # as in `recording`: from here on nobody else writes them
        due = list(held.filter(next_tick_at__lte=at).order_by("pk"))
        clocks = clocks_of([case.pk for case in due])
        parts = [Part(case, verb, at, clocks.get(case.pk, ())) for case in due]
        for part in parts:
            refuse_unless_allowed(part.case, verb, None, at)
        if parts:
            act(parts)
            _write(parts, verb, at)
    return due


def _write(parts: Sequence[Part], verb: Verb, at: datetime) -> None:
    said = [pair for part in parts for pair in part.events]
    events = [event for event, _ in said]
    _many.insert(events)
    _many.insert([_of(event, apart) for event, apart in said if apart is not None])
    _many.insert([message for part in parts for message in part.messages])
    _many.insert([reaction for event in events for reaction in reactions_to(event, at)])
    _many.put_clocks([(part.case.pk, clock) for part in parts for clock in part.promises.changed()])
    for part in parts:
        part.settle()
    exposures = _exposure.changed_together({part.case: part.promised.clocks for part in parts}, verb, at)
    for part in parts:
        part.weigh(exposures.get(part.case.pk, {}))
    _many.update_cases([part.case for part in parts], set[str]().union(*(part.changed for part in parts)))


def _of(event: Event, apart: PersonalFacts) -> PersonalFacts:
    apart.event_id = event.pk
    return apart
