"""Ask: a question to the complainant, sent like any message."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._outgoing import outgoing
from amends.core.actions._record import recording
from amends.core.actions._words import required
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.office.models import Person


def ask(complaint: Complaint, *, text: str, by: Person, at: datetime) -> Event:
    """Sends the question and shows it on the follow page. Stops no clock: the office waits at its own cost."""
    words = required(text, "text")
    with recording(complaint, Verb.ASK, by=by, at=at) as act:
        message = outgoing(act, words, letter="question")
        return act.event("asked", {"channel": message.channel}, {"text": words})
