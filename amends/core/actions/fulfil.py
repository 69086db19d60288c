"""Fulfil: an obligation other than an answer was met: money returned, goods replaced, an authority told. With its proof."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._clocks import running
from amends.core.actions._record import recording
from amends.core.actions._words import required, short
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.clocks import can_fulfil
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def fulfil(
    complaint: Complaint,
    *,
    key: str,
    what: str,
    by: Person,
    at: datetime,
    done_at: datetime | None = None,
    proof: str = "",
) -> Event:
    """Notes what was done for the clock of this key, and when (now, unless told). The clock counts as met at that moment.

    Refuses without words, a moment that has not come, and clocks that only words to the complainant meet (ISO 10002, 7.8).
    """
    words = required(what, "what", N_("Please write what was done."))
    done_at = done_at or at
    if done_at > at:
        raise ActionRefused(N_("This moment has not come yet."), "done_at")
    with recording(complaint, Verb.FULFIL, by=by, at=at) as act:
        clock = running(act, key)
        if not can_fulfil(clock, act.books.library):
            raise ActionRefused(N_("This promise is kept by writing to the complainant."), "key")
        return act.event(
            "fulfilled",
            {"deadline": clock.rule, "key": key, "done_at": done_at.isoformat()},
            {"what": words, "proof": short(proof, 300)},
        )
