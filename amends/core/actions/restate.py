"""Restate: say the problem back in the office's words, for the complainant to confirm or correct."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._outgoing import outgoing
from amends.core.actions._record import recording
from amends.core.actions._words import required
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.office.models import Person


def restate(complaint: Complaint, *, text: str, by: Person, at: datetime) -> Event:
    """Keeps the restatement and sends it with the question whether it is right."""
    words = required(text, "text")
    with recording(complaint, Verb.RESTATE, by=by, at=at) as act:
        act.set(restated=words, restated_right=None)
        outgoing(act, words, letter="restated")
        return act.event("restated", {}, {"text": words})
