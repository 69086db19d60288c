"""Reckons with shifts: which hours nobody is on duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def gaps(covered: Iterable[Span], start: datetime, end: datetime) -> list[Span]:
    """The spans between START and END that no covered span reaches, in order."""
    found: list[Span] = []
    reached = start
    for begins, ends in sorted(covered):
        if begins >= end:
            break
        if begins > reached:
            found.append((reached, begins))
        reached = max(reached, ends)
    if reached < end:
        found.append((reached, end))
    return found


def without(span: Span, away: Iterable[Span]) -> list[Span]:
    """What is left of a shift when its person is away for parts of it."""
    return gaps([piece for piece in away if piece[1] > span[0] and piece[0] < span[1]], *span)
