"""Which verbs this person may use on this case now, and why not the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from amends.core.models import Complaint
from amends.core.queries.alarms import waiting_alarm
from amends.core.queries.clock_words import Choices, choices
from amends.core.rules import rights
from amends.core.rules.states import MOVES, Stage, Verb
from amends.core.rules.words import N_, Reason
from amends.office.models import Person


@dataclass(frozen=True, slots=True)
class Possible:
    """A verb with its label; `why_not` is None when it may be used."""

    verb: Verb
    label: str
    why_not: Reason | None


def possible(complaint: Complaint, person: Person, at: datetime) -> list[Possible]:
    """Every verb of the staff, in the order of the table. The case was already found through the gate of sight."""
    asked = _Asked(complaint, person, at)
    return [Possible(move.verb, move.label, asked.why_not(move.verb)) for move in MOVES.values() if move.by_staff]


class _Asked:
    """One person and one case; the clocks are read once, and only for verbs that speak of clocks."""

    def __init__(self, complaint: Complaint, person: Person, at: datetime) -> None:
        self.complaint, self.person = complaint, person
        self.standing = rights.Standing(frozenset(person.roles_on(at.date())))

    def why_not(self, verb: Verb) -> Reason | None:
        case = self.complaint
        refusal = rights.refusal(verb, self.standing, Stage(case.stage), is_set_aside=case.is_set_aside)
        if refusal is not None:
            return refusal
        return self._no_clock(verb) if verb in _OF_CLOCKS else _not_now(verb, case, self.person)

    @cached_property
    def _clocks(self) -> Choices:
        return choices(self.complaint)

    def _no_clock(self, verb: Verb) -> Reason | None:
        return None if _OF_CLOCKS[verb][0](self._clocks) else Reason(_OF_CLOCKS[verb][1])


_OF_CLOCKS: Mapping[Verb, tuple[Callable[[Choices], object], str]] = {
    Verb.EXTEND: (lambda clocks: clocks.extendable, N_("No deadline of this case can be extended.")),
    Verb.PAUSE: (lambda clocks: clocks.reasons, N_("No deadline of this case may stand still.")),
    Verb.RESUME: (lambda clocks: clocks.stand_still, N_("No clock of this case stands still.")),
    Verb.FULFIL: (lambda clocks: clocks.fulfillable, N_("No obligation of this case waits to be met.")),
    Verb.INTERIM: (
        lambda clocks: clocks.may_tell_interim,
        N_("No promise of an answer waits for this, or it was said already."),
    ),
}
"""Verbs about clocks: what must be there, and the sentence where it is not."""


def _not_now(verb: Verb, complaint: Complaint, person: Person) -> Reason | None:
    """What the verb itself would refuse, said before anybody tries."""
    if verb is Verb.TAKE and complaint.handler is not None:
        if complaint.handler_id != person.pk:
            return Reason(N_("%(name)s already works on this case."), {"name": complaint.handler.name})
        return Reason(N_("You already work on this case.")) if complaint.owner_id is not None else None
    if verb is Verb.MARK_DANGER and complaint.has_danger:
        return Reason(N_("The case has the danger mark already."))
    if verb is Verb.ANSWER_ALARM and not (complaint.has_danger and waiting_alarm(complaint)):
        return Reason(N_("No alarm waits for an answer here."))
    if verb is Verb.TELL and not complaint.messages.to_tell().exists():
        return Reason(N_("No message of this case waits to be told."))
    if verb is Verb.SECOND and not complaint.proposed_kind:
        return Reason(N_("Nobody has proposed that this is not a complaint."))
    if verb is Verb.SECOND and complaint.proposed_by_id == person.pk:
        return Reason(N_("You proposed it yourself; a colleague must look at it."))
    return None


def may(complaint: Complaint, person: Person, verb: Verb, at: datetime) -> bool:
    return MOVES[verb].by_staff and _Asked(complaint, person, at).why_not(verb) is None
