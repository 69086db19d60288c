"""Interim: before the promise of an answer breaks, the complainant hears what was done, why it takes longer, and the new date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.core.actions import _letter, _words
from amends.core.actions._interim_words import Known, done, known_of, pending
from amends.core.actions._portion import together
from amends.core.actions._record import Act, recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.queries.office_facts import office_facts
from amends.core.rules import letter_dates, letters
from amends.core.rules.clocks import Clock, interim_due, new_promise
from amends.core.rules.deadlines import NEVER
from amends.core.rules.kinds import Kind
from amends.core.rules.states import Stage, Verb
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
        known = known_of([act.case])[act.case.pk]
        why_not = _why_not(act.case, known)
        if by is not None and (clock is None or why_not):
            raise ActionRefused(N_("No promise of an answer waits for this, or it was said already."))
        assert clock is not None
        return _withheld(act, clock, why_not) if why_not else _told(act, clock, known, reason=reason)


def interim_together(complaints: Sequence[Complaint], *, at: datetime) -> None:
    """By the clock, on a portion of cases at once: all of them or, where one fails, none."""

    def say(acts: Sequence[Act]) -> None:
        known = known_of([act.case for act in acts])
        cap = _letter.Cap((one.reader for one in known.values() if one.reader), at)
        for act in acts:
            clock, of_case = interim_due(act.promised, at), known[act.case.pk]
            if clock is not None and (why_not := _why_not(act.case, of_case)):
                _withheld(act, clock, why_not)
            elif clock is not None:
                _told(act, clock, of_case, cap=cap)

    together(complaints, Verb.INTERIM, at=at, act=say)


def _why_not(case: Complaint, known: Known) -> str:
    """Why no machine may write to this one."""
    if case.is_set_aside:
        return "spam"
    if case.kind == Kind.PRAISE:
        return "praise"
    return "machine" if known.was_sent_by_machine else ""


def _withheld(act: Act, clock: Clock, why_not: str) -> Event:
    facts = {"key": clock.key, "sent": False, "why_not": why_not, "due": clock.due_at.isoformat()}
    return act.event("interim", facts)


def _told(act: Act, clock: Clock, known: Known, *, reason: str = "", cap: _letter.Cap | None = None) -> Event:
    fresh = new_promise(act.promised, clock, act.books, act.at)
    language = _letter.language_to(act.case, known.reader)
    facts = office_facts()
    message = _letter.composed(
        act.case,
        "interim",
        {
            "old_date": letter_dates.day(clock.due_at.astimezone(facts.zone).date(), language),
            "new_date": letter_dates.day(fresh.due_at.astimezone(facts.zone).date(), language),
            "done": done(known.acts, language),
            "pending": reason or pending(known.acts, Stage(act.case.stage), language),
            "authority": letters.authority(language, _letter.jurisdiction_for(language, facts.office)),
        },
        at=act.at,
        reader=known.reader,
        cap=cap,
    )
    act.post(message)
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
