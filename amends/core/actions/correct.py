"""Correct: mend a mistaken record without hiding it; what stood before goes into the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event, Party
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.lib.contacts import email_key, phone_key
from amends.office.models import Person

CASE_FIELDS = (
    "essence",
    "language",
    "occurred_on",
    "postmarked_on",
    "presented_at",
    "presented_to",
    "contact_by",
    "contact_times",
    "accessibility",
    "anger",
    "is_repeat",
    "jurisdictions",
)
MAY_BE_UNKNOWN = frozenset({"occurred_on", "postmarked_on", "anger"})
PARTY_FIELDS = ("name", "email", "phone", "language", "capacity")


def correct(
    complaint: Complaint,
    *,
    changes: Mapping[str, Any],
    why: str,
    by: Person,
    at: datetime,
    party: Mapping[str, Any] | None = None,
) -> Event:
    """Changes fields of the case, and of its complainant in `party`. The complainant's own words are never changed.

    Refuses a field that is not open to correction, nothing where every case has something, no change at all, and a
    correction without a reason.
    """
    reason = _words.why(why)
    party = party or {}
    if set(changes) - set(CASE_FIELDS) or set(party) - set(PARTY_FIELDS):
        raise ActionRefused(N_("This cannot be corrected here."))
    if emptied := next((name for name, value in changes.items() if value is None and name not in MAY_BE_UNKNOWN), ""):
        raise ActionRefused(N_("Please write something first."), emptied)
    if (anger := changes.get("anger")) is not None and anger not in range(1, 6):
        raise ActionRefused(N_("Anger is a number from 1 to 5."), "anger")
    with recording(complaint, Verb.CORRECT, by=by, at=at) as act:
        person = Party.objects.get(complaint=act.case, position=0)
        changes = {
            name: _words.short(value, 300) if isinstance(value, str) else value for name, value in changes.items()
        }
        before = {name: getattr(act.case, name) for name in changes}
        before |= {f"party.{name}": getattr(person, name) for name in party}
        after = dict(changes) | {f"party.{name}": value for name, value in party.items()}
        differing = sorted(name for name in after if after[name] != before[name])
        if not differing:
            raise ActionRefused(N_("Nothing would change."))
        act.set(**changes)
        if party:
            _write_party(person, party)
            act.set(complainant_name="" if act.case.is_anonymous else person.name)
        return act.event(
            "corrected",
            {"fields": differing},
            {
                "before": {name: _plain(before[name]) for name in differing},
                "after": {name: _plain(after[name]) for name in differing},
                "why": reason,
            },
        )


def _write_party(person: Party, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, _words.short(str(value), 200))
    person.email_key, person.phone_key = email_key(person.email), phone_key(person.phone)
    person.save(update_fields=[*values, "email_key", "phone_key"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
