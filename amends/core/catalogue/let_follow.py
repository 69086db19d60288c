"""Open cases are let follow what has changed: the worker moves them, each with an event (amends/core/reckoner.py)."""

from __future__ import annotations

from datetime import datetime

from amends.core.models import Following
from amends.office import changes
from amends.office.models import Person


def let_follow(*, by: Person, at: datetime) -> Following:
    """All that was kept so far counts. Refuses whoever may not set up the office."""
    with changes.changing(by, at):
        return following(by, at)


def following(by: Person, at: datetime) -> Following:
    """The order to the worker; inside the transaction of whoever may change the office."""
    row = Following.objects.create(asked_at=at, asked_by=by)
    changes.note("let_follow", "clocks", by=by, at=at, key=str(row.pk))
    return row
