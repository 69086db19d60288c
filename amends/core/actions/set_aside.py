"""Set aside as spam: out of the worklists, never deleted, and back again with one act (invariant 7)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._alarm import answer
from amends.core.actions._record import recording
from amends.core.models import Complaint, Event
from amends.core.rules.alarms import Answered
from amends.core.rules.states import Verb
from amends.office.models import Person


def set_aside(complaint: Complaint, *, why: str, by: Person, at: datetime) -> Event:
    """Its promises go on to be reckoned, so that a mistake found later is a missed promise and not a hidden one.

    Whoever found that it is spam has looked, which answers an alarm.
    """
    reason = _words.why(why)
    with recording(complaint, Verb.SET_ASIDE, by=by, at=at) as act:
        act.set(is_set_aside=True)
        answer(act, Answered.DESK)
        return act.event("set_aside", {}, {"why": reason})
