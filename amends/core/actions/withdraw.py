"""Withdraw: the complainant takes the complaint back. Ends the case, not the work on its cause (invariant 10)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _letter
from amends.core.actions._record import recording
from amends.core.actions._words import optional
from amends.core.models import Complaint, Event
from amends.core.rules.states import Stage, Verb
from amends.office.models import Person


def withdraw(
    complaint: Complaint, *, at: datetime, by: Person | None = None, why: str = "", channel: str = "portal"
) -> Event:
    """By the complainant (`by` None), or by a person of the office who was told so. No reason is asked for."""
    words = optional(why, "why")
    with recording(complaint, Verb.WITHDRAW, by=by, at=at, on_behalf_of="complainant") as act:
        act.set(closed_at=at, outcome="withdrawn")
        act.move_to(Stage.WITHDRAWN)
        _letter.send(act.case, "withdrawn", at=at)
        return act.event("withdrawn", {"channel": channel}, {"why": words})
