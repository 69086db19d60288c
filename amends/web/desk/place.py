"""The key of a page in an address: the moment (or the cost of waiting) and the id of its last row, as one word. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from amends.core.queries.worklists import Cost, Place

_FORM = re.compile(r"(\d{1,18})-(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def written(place: Place | Cost | None) -> str:
    """Microseconds since 1970 (or minor units a day) and the id; empty for none."""
    if place is None:
        return ""
    if isinstance(place, Cost):
        return f"{place.day_minor}-{place.pk}"
    return f"{(place.due_at - _EPOCH) // timedelta(microseconds=1)}-{place.pk}"


def read(word: str) -> Place | None:
    """None for anything that is no place: then the list begins at its beginning."""
    found = _FORM.fullmatch(word)
    if not found:
        return None
    try:
        return Place(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2]))
    except OverflowError:
        return None


def read_cost(word: str) -> Cost | None:
    """The same for a page by the cost of waiting."""
    found = _FORM.fullmatch(word)
    return Cost(int(found[1]), int(found[2])) if found else None
