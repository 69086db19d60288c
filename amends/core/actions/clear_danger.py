"""Remove the danger mark: a person looked, and there is none. With a reason, in the log."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._alarm import answer
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.alarms import Answered
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def clear_danger(complaint: Complaint, *, why: str, by: Person, at: datetime) -> Event:
    """Whoever looked has answered the alarm as well. Refuses without a reason, and where there is no mark."""
    reason = _words.why(why)
    with recording(complaint, Verb.CLEAR_DANGER, by=by, at=at) as act:
        if not act.case.has_danger:
            raise ActionRefused(N_("The case has no danger mark."))
        act.set(has_danger=False)
        answer(act, Answered.DESK)
        return act.event("danger_cleared", {}, {"why": reason})
