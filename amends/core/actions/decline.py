"""Decline: not ours to handle. Reasons, and where to turn instead (ISO 10002, 7.5)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._outgoing import outgoing
from amends.core.actions._record import recording
from amends.core.actions._words import required, short
from amends.core.models import Complaint, Event
from amends.core.rules.states import Stage, Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def decline(complaint: Complaint, *, reasons: str, signpost: str, text: str, by: Person, at: datetime) -> Event:
    """Sends TEXT and ends the case as declined. Refuses without reasons, without a signpost and without a letter."""
    grounds = required(reasons, "reasons", N_("Please say why this is not ours."))
    where = required(signpost, "signpost", N_("Say where the complainant can turn instead."))
    words = required(text, "text", N_("Please write the letter to the complainant."))
    with recording(complaint, Verb.DECLINE, by=by, at=at) as act:
        outgoing(act, words, letter="decline", final=True)
        act.set(answered_at=at, closed_at=at, outcome="declined")
        act.move_to(Stage.DECLINED)
        return act.event("declined", {"signpost": short(where, 300)}, {"reasons": grounds, "text": words})
