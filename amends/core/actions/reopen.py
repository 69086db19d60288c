"""Reopen: the case goes on, by a person of the office; a complainant's own word reopens through `add`."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _letter, _words
from amends.core.actions._record import recording
from amends.core.models import Complaint, Event
from amends.core.rules.states import Stage, Verb
from amends.office.models import Person


def reopen(complaint: Complaint, *, why: str, by: Person, at: datetime) -> Event:
    """Leads back to consultation with a fresh promise of an answer. Refuses without a reason."""
    reason = _words.why(why)
    with recording(complaint, Verb.REOPEN, by=by, at=at) as act:
        act.move_to(Stage.CONSULTATION)
        act.set(closed_at=None, answered_at=None, outcome="")
        _letter.send(act.case, "reopened", at=at)
        return act.event("reopened", {"channel": "desk"}, {"why": reason})
