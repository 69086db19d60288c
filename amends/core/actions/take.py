"""Take: a member of staff picks a case up and works on it; the first to do so becomes its face to the end."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._access import tell_apart
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def take(complaint: Complaint, *, by: Person, at: datetime) -> Event:
    """Makes the person the handler, and the first-contact owner where there is none. Refuses a case taken by another."""
    with recording(complaint, Verb.TAKE, by=by, at=at) as act:
        if act.case.handler_id is not None and act.case.handler_id != by.pk:
            raise ActionRefused(N_("%(name)s already works on this case."), name=str(act.case.handler))
        if act.case.handler_id == by.pk and act.case.owner_id is not None:
            raise ActionRefused(N_("You already work on this case."))
        act.set(handler=by, owner=act.case.owner or by)
        tell_apart(act, by, granted=True, why="handler")
        return act.event("taken", {"handler": by.pk, "owner": act.case.owner_id})
