"""Bring back what was set aside as spam by mistake."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.office.models import Person


def bring_back(complaint: Complaint, *, why: str, by: Person, at: datetime) -> Event:
    reason = _words.why(why)
    with recording(complaint, Verb.BRING_BACK, by=by, at=at) as act:
        act.set(is_set_aside=False)
        return act.event("brought_back", {}, {"why": reason})
