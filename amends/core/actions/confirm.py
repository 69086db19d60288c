"""Confirm: the complainant says whether the restated problem is right."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import optional
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.kinds import Direction
from amends.core.rules.states import Verb
from amends.core.rules.words import N_


def confirm(complaint: Complaint, *, right: bool, text: str = "", channel: str = "portal", at: datetime) -> Event:
    """Records yes or no, with the complainant's correction. Refuses when nothing was restated."""
    words = optional(text, "text")
    with recording(complaint, Verb.CONFIRM, at=at, on_behalf_of="complainant") as act:
        if not act.case.restated:
            raise ActionRefused(N_("There is nothing to confirm."))
        act.set(restated_right=right)
        if words.strip():
            act.message(
                direction=Direction.IN,
                channel=channel,
                body=words,
                shown_as=act.case.complainant_name,
                language=act.case.language,
                party=act.case.parties.first(),
            )
        return act.event("confirmed", {"right": right, "channel": channel}, {"text": words})
