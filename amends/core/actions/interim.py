"""Interim: before the promise of an answer breaks, the complainant hears what was done, why it takes longer, and the new date."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _letter, _words
from amends.core.actions._interim_words import done, pending
from amends.core.actions._record import Act, recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.queries.office_facts import office_facts
from amends.core.rules import letter_dates, letters
from amends.core.rules.clocks import Clock, interim_due, new_promise
from amends.core.rules.deadlines import NEVER
from amends.core.rules.kinds import Direction, Kind
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def interim(complaint: Complaint, *, at: datetime, by: Person | None = None, why: str = "") -> Event | None:
    """Sends the interim reply once a promise, in the complainant's language (ISO 10002, 7.3); its date is a promise anew.

    Without BY the clock does it, when it is due and not before: None otherwise. Spam and what a machine sent get none.
    A person may send it earlier, with a reason of their own; refuses when there is no promise that could break.
    """
    reason = _words.optional(why, "why").strip()
    with recording(complaint, Verb.INTERIM, by=by, at=at, on_behalf_of="" if by else "clock") as act:
        clock = interim_due(act.promised, NEVER if by else at)
        if clock is None and by is None:
            return None
        why_not = _why_not(act)
        if by is not None and (clock is None or why_not):
            raise ActionRefused(N_("No promise of an answer waits for this, or it was said already."))
        assert clock is not None
        return _withheld(act, clock, why_not) if why_not else _told(act, clock, reason)


def _why_not(act: Act) -> str:
    """Why no machine may write to this one."""
    if act.case.is_set_aside:
        return "spam"
    if act.case.kind == Kind.PRAISE:
        return "praise"
    first = act.case.messages.filter(direction=Direction.IN).order_by("at", "pk").first()
    return "machine" if first is not None and first.is_automatic else ""


def _withheld(act: Act, clock: Clock, why_not: str) -> Event:
    facts = {"key": clock.key, "sent": False, "why_not": why_not, "due": clock.due_at.isoformat()}
    return act.event("interim", facts)


def _told(act: Act, clock: Clock, reason: str) -> Event:
    fresh = new_promise(act.promised, clock, act.books, act.at)
    reader = act.case.parties.filter(position=0).first()
    language = _letter.language_to(act.case, reader)
    facts = office_facts()
    message = _letter.send(
        act.case,
        "interim",
        at=act.at,
        party=reader,
        old_date=letter_dates.day(clock.due_at.astimezone(facts.zone).date(), language),
        new_date=letter_dates.day(fresh.due_at.astimezone(facts.zone).date(), language),
        done=done(act.case, language),
        pending=reason or pending(act.case, language),
        authority=letters.authority(language, _letter.jurisdiction_for(language, facts.office)),
    )
    return act.event(
        "interim",
        {
            "key": clock.key,
            "sent": True,
            "due": clock.due_at.isoformat(),
            "new_due": fresh.due_at.isoformat(),
            "channel": message.channel,
        },
        {"text": message.body, "why": reason},
    )
