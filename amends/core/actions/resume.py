"""Resume: clocks that stood still run on; their due moment is later by the time that passed."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def resume(complaint: Complaint, *, by: Person, at: datetime, why: str = "") -> Event:
    """Lets every clock run on that stands still. Refuses when none does."""
    words = _words.optional(why, "why")
    with recording(complaint, Verb.RESUME, by=by, at=at) as act:
        still = [clock for clock in act.promised.clocks if clock.is_running and clock.stands_still]
        if not still:
            raise ActionRefused(N_("No clock of this case stands still."))
        reason = still[0].pauses[-1].reason
        return act.event("resumed", {"reason": reason, "keys": [clock.key for clock in still]}, {"why": words})
