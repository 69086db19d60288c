"""The facts of a case that the law asks about, gathered from its rows as an event keeps them: no person in them, no language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from amends.core.models import Complaint, Issue
from amends.core.rules.clocks import facts

MARK = "safety_mark"


def law_of(case: Complaint, issues: Iterable[Issue], *, at: datetime) -> dict[str, Any]:
    """Everything the law asks, as it stands now. AT is when a danger counts as recognised that the last event did not know."""
    issues = list(issues)
    typed = {name: case.law[name] for name in facts.TYPED if name in case.law}
    return facts.plain(
        typed
        | facts.of_case(case)
        | facts.of_issues(issues)
        | {
            "kind": str(case.kind),
            "received_at": case.received_at.isoformat(),
            "presented_at": case.presented_at.isoformat(),
            "moments": _moments(case, at),
        }
    )


def _moments(case: Complaint, at: datetime) -> dict[str, str]:
    moments = dict(case.law.get("moments", {}))
    if case.has_danger:
        moments.setdefault(MARK, at.isoformat())
    else:
        moments.pop(MARK, None)
    return moments
