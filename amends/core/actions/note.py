"""Note: a word for colleagues that the complainant never sees (invariant 9)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import required
from amends.core.models import Complaint, Event
from amends.core.rules.kinds import Direction
from amends.core.rules.states import Verb
from amends.office.models import Person


def note(complaint: Complaint, *, text: str, by: Person, at: datetime) -> Event:
    words = required(text, "text")
    with recording(complaint, Verb.NOTE, by=by, at=at, stale_if_changed=False) as act:
        act.message(
            direction=Direction.NOTE, channel="desk", author=by, shown_as=by.name, body=words, language=by.language
        )
        return act.event("noted", {}, {"text": words})
