"""How it stands where the office is just now: which day it is, and which open cases follow a change."""

from __future__ import annotations

from datetime import date, datetime

from amends.core.models import Following
from amends.core.queries.office_facts import office_facts


def today(at: datetime) -> date:
    """The day it is where the office is."""
    return at.astimezone(office_facts().zone).date()


def under_way() -> Following | None:
    """What the worker is moving just now, or moved last."""
    known = Following.objects.select_related("asked_by")
    return known.filter(done_at=None).order_by("pk").first() or known.order_by("-pk").first()
