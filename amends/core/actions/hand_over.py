"""Hand over: the handler passes the work to a colleague, with a word why. Counted; the face stays (invariant 2)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.actions.assign import give_to
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def hand_over(complaint: Complaint, *, to: Person, why: str, by: Person, at: datetime) -> Event:
    """Gives the work to another person. Refuses without a reason, to oneself, or to the person it is about."""
    reason = _words.why(why)
    with recording(complaint, Verb.HAND_OVER, by=by, at=at) as act:
        if act.case.handler_id == to.pk:
            raise ActionRefused(N_("%(name)s already works on this case."), "to", name=to.name)
        give_to(act, to)
        act.set(handoffs=act.case.handoffs + 1)
        return act.event(
            "handed_over",
            {"to": to.name, "handler": to.pk, "owner": act.case.owner_id, "count": act.case.handoffs},
            {"why": reason},
        )
