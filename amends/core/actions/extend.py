"""Extend: take the longer term that a rule allows, with a reason, and tell the complainant (ISO 10002, 7.3)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _letter, _words
from amends.core.actions._clocks import running
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.queries.office_facts import office_facts
from amends.core.rules import letter_dates
from amends.core.rules.clocks import can_extend, extended_due
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def extend(complaint: Complaint, *, key: str, why: str, by: Person, at: datetime) -> Event:
    """Extends the clock of this key once. Refuses without a reason, and where the rule knows no extension."""
    reason = _words.why(why)
    with recording(complaint, Verb.EXTEND, by=by, at=at) as act:
        clock = running(act, key)
        if not can_extend(clock, act.books.library):
            raise ActionRefused(N_("The rule of this deadline allows no extension."), "key")
        due = extended_due(clock, act.books.library)
        event = act.event(
            "extended",
            {"deadline": clock.rule, "key": key, "before": clock.due_at.isoformat(), "due": due.isoformat()},
            {"why": reason},
        )
        reader = act.case.parties.filter(position=0).first()
        zone, language = office_facts().zone, _letter.language_to(act.case, reader)
        _letter.send(
            act.case,
            "extended",
            at=at,
            party=reader,
            reasons=reason,
            old_date=letter_dates.day(clock.due_at.astimezone(zone).date(), language),
            new_date=letter_dates.day(due.astimezone(zone).date(), language),
        )
        return event
