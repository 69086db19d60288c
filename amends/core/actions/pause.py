"""Pause: clocks stand still while something goes on for which their rule lets them."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.clocks import pausable
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def pause(complaint: Complaint, *, reason: str, by: Person, at: datetime, why: str = "") -> Event:
    """Stops every running clock whose rule allows the reason (a code of `law.rule.PAUSES`). Refuses when none does."""
    words = _words.optional(why, "why")
    with recording(complaint, Verb.PAUSE, by=by, at=at) as act:
        keys = [clock.key for clock in pausable(act.promised, act.books.library).get(reason, ())]
        if not keys:
            raise ActionRefused(N_("No deadline of this case may stand still for this reason."), "reason")
        return act.event("paused", {"reason": reason, "keys": keys}, {"why": words})
