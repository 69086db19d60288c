"""Decide: what the office found about one issue, and why (ISO 10002, 7.7, 7.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import required, short
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.kinds import COMPLAINTS, Validity
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person

FACTORS = ("law", "expectation", "compromise", "market", "fairness", "arbitration")
"""What a just decision weighs."""


def decide(
    complaint: Complaint,
    *,
    issue: int,
    validity: Validity,
    decision: str,
    reasons: str,
    by: Person,
    at: datetime,
    factors: Sequence[str] = (),
    redress: str = "",
) -> Event:
    """Decides the issue at a position. A later decision replaces the earlier one, which the log keeps.

    Refuses an issue that does not exist and a decision without words or reasons.
    """
    words = required(decision, "decision", N_("Please write the decision."))
    grounds = required(reasons, "reasons", N_("A decision needs its reasons."))
    with recording(complaint, Verb.DECIDE, by=by, at=at) as act:
        weighed = [factor for factor in factors if factor in FACTORS]
        hit = act.case.issues.filter(position=issue).update(
            validity=validity,
            decision=words,
            reasons=grounds,
            factors=weighed,
            redress=short(redress, 300),
            decided_at=at,
            decided_by=by,
        )
        if not hit:
            raise ActionRefused(N_("There is no issue %(number)s."), "issue", number=issue)
        return act.event(
            "decided",
            {"issue": issue, "validity": validity, "redress": short(redress, 300)},
            {"decision": words, "reasons": grounds, "factors": weighed},
        )


def undecided(complaint: Complaint) -> list[str]:
    """What final reply and closing lack while an issue of a complaint has no decision, as marked texts (invariant 1)."""
    if complaint.kind in COMPLAINTS and any(not issue.validity for issue in complaint.issues.all()):
        return [N_("Not every issue has a decision with its reasons.")]
    return []
