"""Reckon anew: open promises of a case follow a calendar or a rule that has changed. Said in the log: from when to when."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.models import Complaint, Event
from amends.core.rules.clocks import moves
from amends.core.rules.states import Verb
from amends.office.models import Person


def reckon(complaint: Complaint, *, at: datetime, by: Person | None = None) -> Event | None:
    """Moves what the newest calendars and rules make due at another moment; None when nothing moves.

    BY is who changed the calendar or the rule: the moving itself is the house's and asks for no right on the case.
    """
    behalf = f"person:{by.pk}" if by else "clock"
    with recording(complaint, Verb.RECKON, at=at, on_behalf_of=behalf) as act:
        found = moves(act.promised, act.books)
        if not found:
            return None
        return act.event("clocks_moved", {"moved": [move.as_plain for move in found]})
