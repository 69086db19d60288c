"""Second: a colleague agrees, or does not, that what somebody classified is not a complaint (DOMAIN.md §4, kind)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def second(complaint: Complaint, *, agree: bool, why: str, by: Person, at: datetime) -> Event:
    """Settles the proposal: the kind changes, or it stays a complaint. Refuses without a reason, without a proposal,
    and the person who proposed it (four eyes)."""
    reason = _words.why(why)
    with recording(complaint, Verb.SECOND, by=by, at=at) as act:
        proposed, first = act.case.proposed_kind, act.case.proposed_by_id
        if not proposed:
            raise ActionRefused(N_("Nobody has proposed that this is not a complaint."))
        if first == by.pk:
            raise ActionRefused(N_("You proposed it yourself; a colleague must look at it."))
        act.set(proposed_kind="", proposed_by=None, kind=proposed if agree else act.case.kind)
        return act.event(
            "kind_settled", {"kind": act.case.kind, "agreed": agree, "proposed_by": first}, {"why": reason}
        )
