"""Protect: make a case confidential or not, name who may see it, keep out whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._access import tell_apart
from amends.core.actions._record import recording
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.office.models import Person


def protect(
    complaint: Complaint,
    *,
    confidential: bool,
    why: str,
    by: Person,
    at: datetime,
    named: Sequence[Person] = (),
    about: Sequence[Person] = (),
) -> Event:
    """Changes who may see the case; whoever does so stays named. Who it is about loses sight and work of it at once."""
    reason = _words.why(why)
    with recording(complaint, Verb.PROTECT, by=by, at=at) as act:
        act.set(is_confidential=confidential)
        for person in about:
            tell_apart(act, person, granted=False, why="about")
            if act.case.handler_id == person.pk:
                act.set(handler=None)
            if act.case.owner_id == person.pk:
                act.set(owner=None)
        for person in (*named, by):
            tell_apart(act, person, granted=True, why="named")
        return act.event(
            "protected",
            {"confidential": confidential, "named": [p.pk for p in named], "about": [p.pk for p in about]},
            {"why": reason},
        )
