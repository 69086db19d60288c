"""Mark danger: a person of the office sees that health may be in danger; the alarm and the clock of the hour start."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._alarm import raise_alarm
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.alarms import Sign
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def mark_danger(complaint: Complaint, *, why: str, by: Person, at: datetime) -> Event:
    """Refuses without a reason, and where the mark stands already."""
    reason = _words.why(why)
    with recording(complaint, Verb.MARK_DANGER, by=by, at=at) as act:
        if act.case.has_danger:
            raise ActionRefused(N_("The case has the danger mark already."))
        act.see_danger()
        event = act.event("danger_marked", {}, {"why": reason})
        raise_alarm(act, Sign.PERSON)
        return event
