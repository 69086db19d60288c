"""Lets open cases follow a calendar or a rule that has changed: by the verb `reckon`, in small portions, until all have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db.models import F

from amends.core import actions
from amends.core.models import Complaint, Following
from amends.core.queries import moving
from amends.office.models import Person

log = structlog.get_logger(__name__)

PORTION = 500


def move_all(*, at: datetime, by: Person | None = None, told: Callable[[int], None] = lambda moved: None) -> int:
    """Moves every open case whose deadlines differ by the newest calendars and rules; returns how many cases moved.

    A case that cannot be reckoned is reported and stops no other. May be broken off and begun again at any time.
    """
    moved = 0
    for pk in dict.fromkeys(move.complaint for move in moving.would_move(moving.as_kept())):
        moved += _move(pk, at, by)
        told(moved)
    return moved


def follow(at: datetime) -> int:
    """The worker's job: a portion of what somebody let follow; returns how many cases it looked at.

    Two workers may do the same portion: the verb moves a case once. A killed one begins its portion again.
    """
    asked = Following.objects.filter(done_at=None).select_related("asked_by").order_by("pk").first()
    if asked is None:
        return 0
    portion = moving.open_after(asked.last, PORTION)
    moved = 0
    for pk in dict.fromkeys(move.complaint for move in moving.moved_of(portion, moving.as_kept())):
        moved += _move(pk, at, asked.asked_by)
    Following.objects.filter(pk=asked.pk).update(moved=F("moved") + moved)
    came = Following.objects.filter(pk=asked.pk, last=asked.last, done_at=None)
    came.update(last=portion[-1].pk) if portion else came.update(done_at=at)
    return len(portion)


def _move(pk: int, at: datetime, by: Person | None) -> bool:
    try:
        return actions.reckon(Complaint.objects.get(pk=pk), at=at, by=by) is not None
    except Exception:
        log.exception("reckoning_failed", complaint=pk)
        return False
