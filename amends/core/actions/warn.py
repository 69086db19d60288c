"""The clock speaks: a promise comes near, was missed, goes further up; a time limit of others has passed. Each is said once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from amends.core.actions._portion import together
from amends.core.actions._record import Act, recording
from amends.core.models import Complaint
from amends.core.rules.clocks import calls
from amends.core.rules.states import Verb


def warn(complaint: Complaint, *, at: datetime) -> int:
    """Says what became due up to AT on one case, in its order; returns how much that was. Twice says nothing twice."""
    with recording(complaint, Verb.WARN, at=at, on_behalf_of="clock") as act:
        return _say(act)


def warn_together(complaints: Sequence[Complaint], *, at: datetime) -> list[Complaint]:
    """The same on a portion of cases at once; returns those that were still due, as they stand then.

    All of them or, where one fails, none: then they are warned about one by one.
    """

    def say(acts: Sequence[Act]) -> None:
        for act in acts:
            _say(act)

    return together(complaints, Verb.WARN, at=at, act=say)


def _say(act: Act) -> int:
    due = list(calls(act.promised, act.books.library, act.at))
    for kind, facts in due:
        act.event(kind, facts)
    return len(due)
