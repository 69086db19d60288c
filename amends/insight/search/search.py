"""The one door of search: complaints that hold what was asked, newest first, and only those the person may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from amends.insight.search import analyse, postgres, sqlite

FEW = 5_000
"""Whoever may see no more cases than this: their cases are looked through instead of the index."""

AT_ONCE = 500
"""So many hits pass the gate together; of the first ones only a few, for most often they fill the page."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of ids, newest first, and the id before which the next page begins; None when this was the last."""

    ids: list[int]
    before: int | None


def matching(visible: QuerySet[Any], text: str, *, before: int | None = None, limit: int = 50) -> Found:
    """The newest `limit` of the visible complaints in which every word of the text is found. Never fails on a text.

    `visible` is the person's gate, `Complaint.objects.visible_to(person, at)`, narrowed further if wished.
    """
    asked = analyse.query(text)
    ids: list[int] = []
    if asked:
        for some in _seen(visible, asked, before, first=min(2 * limit, AT_ONCE)):
            ids += some
            if len(ids) > limit:
                break
    return Found(ids[:limit], ids[limit - 1] if len(ids) > limit else None)


def count(visible: QuerySet[Any], text: str, *, at_most: int = 1000) -> int:
    """How many of the visible complaints are found; stops counting at `at_most`."""
    return len(matching(visible, text, limit=at_most).ids)


def engine(alias: str) -> ModuleType:
    """The index of the database under this alias: sqlite or postgres, two modules with the same verbs."""
    return postgres if connections[alias].vendor == "postgresql" else sqlite


def _seen(visible: QuerySet[Any], asked: analyse.Query, before: int | None, first: int) -> Iterator[list[int]]:
    """Found and visible. Walks the index; where that shows much the person may not see, their few own cases instead."""
    of, connection = engine(visible.db), connections[visible.db]
    gate = visible.order_by()
    hidden, asked_few, lowest = False, False, 0
    for found in _pieces(of.hits(connection, asked, before), first):
        if hidden and not asked_few:
            asked_few = True
            if (own := _few(gate, lowest)) is not None:
                for place in range(0, len(own), AT_ONCE):
                    yield of.among(connection, asked, own[place : place + AT_ONCE])
                return
        may = set(gate.filter(pk__in=found).values_list("pk", flat=True))
        passed = [each for each in found if each in may]
        yield passed
        hidden, lowest = hidden or len(passed) < len(found), found[-1]


def _pieces(portions: Iterator[list[int]], first: int) -> Iterator[list[int]]:
    size = first
    for portion in portions:
        place = 0
        while place < len(portion):
            yield portion[place : place + size]
            place, size = place + size, AT_ONCE


def _few(gate: QuerySet[Any], below: int) -> list[int] | None:
    """The ids of the visible cases below that one, newest first, when they are few; None when they are many."""
    ids = list(gate.filter(pk__lt=below).values_list("pk", flat=True)[: FEW + 1])
    return sorted(ids, reverse=True) if len(ids) <= FEW else None
