"""Qualify: the facts that the law asks about and no complainant thinks of: where it holds, what was sold, when what was known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from amends.core.actions import _words
from amends.core.actions._record import Act, recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.clocks import facts
from amends.core.rules.law.rule import TRIGGERS
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person

COLUMNS = ("jurisdictions", "presented_to", "presented_at")
"""Facts that stand in columns of their own."""

_CODES: Mapping[str, Collection[str]] = {
    "presented_to": ("", "seller", "maker", "both"),
    "subject": ("", *facts.SUBJECTS),
    "product": ("", *facts.PRODUCTS),
    "sectors": facts.SECTORS,
    "circumstances": facts.CIRCUMSTANCES,
    "marks": facts.TYPED_MARKS,
}
MOST_DAYS = 3_650


def qualify(complaint: Complaint, *, changes: Mapping[str, Any], by: Person, at: datetime, why: str = "") -> Event:
    """Sets facts by name, as `COLUMNS` and `facts.TYPED` list them; `moments` are moments (or None) by the name of a trigger.

    The clocks follow at once. Refuses an unknown fact or word, a moment that has not come, and no change at all.
    """
    reason = _words.optional(why, "why")
    with recording(complaint, Verb.QUALIFY, by=by, at=at) as act:
        wanted = {name: _checked(name, value, at) for name, value in changes.items()}
        changed = [name for name, value in wanted.items() if _set(act, name, value)]
        if not changed:
            raise ActionRefused(N_("Nothing would change."))
        return act.event("qualified", {"fields": sorted(changed)}, {"why": reason})


def _set(act: Act, name: str, value: Any) -> bool:
    """Whether the fact is another one now."""
    case = act.case
    if name in COLUMNS:
        if getattr(case, name) == value:
            return False
        act.set(**{name: value})
        return True
    law = dict(case.law)
    if name == "moments":
        value = facts.plain(law.get("moments", {}) | value)
    law = facts.plain(law | {name: value})
    if law == case.law:
        return False
    # What the event keeps is gathered anew from the case: this only puts the typed fact in its place.
    act.hold_typed(law)
    return True


def _checked(name: str, value: Any, at: datetime) -> Any:
    """The fact as it is kept. Refuses what is none."""
    if name in _CODES:
        return _codes(name, value)
    if name == "jurisdictions":
        return _countries(value)
    if name == "presented_at":
        return _past(value, at, name)
    if name == "moments":
        return _moments(value, at)
    if name == "contract_days":
        if value is not None and not 1 <= value <= MOST_DAYS:
            raise ActionRefused(N_("A contract gives between 1 and 3,650 days."), name)
        return value
    if name == "due_on":
        return value.isoformat() if isinstance(value, date) else None
    raise ActionRefused(N_("The law asks for no such fact."), name)


def _codes(name: str, value: Any) -> Any:
    given = [value] if isinstance(value, str) else sorted(value)
    if unknown := set(given) - set(_CODES[name]):
        raise ActionRefused(N_("“%(word)s” is not known here."), name, word=", ".join(sorted(unknown)))
    return value if isinstance(value, str) else given


def _countries(value: Collection[str]) -> list[str]:
    if not all(len(code) == 2 and code.isascii() and code.isalpha() and code.isupper() for code in value):
        raise ActionRefused(N_("Countries are two capital letters each, such as RU."), "jurisdictions")
    return sorted(set(value))


def _moments(value: Mapping[str, datetime | None], at: datetime) -> dict[str, str | None]:
    if unknown := value.keys() - (TRIGGERS.keys() - facts.DERIVED):
        raise ActionRefused(N_("No deadline begins with “%(word)s”."), "moments", word=", ".join(sorted(unknown)))
    return {name: _past(moment, at, "moments").isoformat() if moment else None for name, moment in value.items()}


def _past(moment: datetime, at: datetime, name: str) -> datetime:
    if moment > at:
        raise ActionRefused(N_("This moment has not come yet."), name)
    return moment
