"""What waits for whom: the lists of the desk, sorted by what breaks first, paged by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from amends.core.models import Complaint
from amends.core.models.complaint import ComplaintQuerySet
from amends.office.models import Person, Team

PAGE = 50

SHOWN = ("team", "owner", "handler", "category")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the key of its last row."""

    due_at: datetime
    pk: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Where a page by the cost of waiting ends."""

    day_minor: int
    pk: int


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Complaint]
    next: Place | Cost | None


def mine(person: Person, at: datetime) -> ComplaintQuerySet:
    """What this person handles or is the face of."""
    # Two walks of two indexes; an `or` would walk all that is open.
    handled = Complaint.objects.open().filter(handler=person).order_by()
    faced = Complaint.objects.open().filter(owner=person).order_by()
    return _open(person, at).filter(pk__in=handled.values("pk").union(faced.values("pk")))


def of_team(person: Person, team: Team, at: datetime) -> ComplaintQuerySet:
    return _open(person, at).filter(team=team)


def nobodys(person: Person, at: datetime) -> ComplaintQuerySet:
    """What no handler has taken yet."""
    return _open(person, at).filter(handler=None)


def everything(person: Person, at: datetime) -> ComplaintQuerySet:
    return _open(person, at)


def _open(person: Person, at: datetime) -> ComplaintQuerySet:
    return Complaint.objects.visible_to(person, at).open()


def page(cases: ComplaintQuerySet, *, after: Place | None = None, size: int = PAGE, only: Sequence[str] = ()) -> Page:
    """One page, by next due, then by id. The same cost on the first page and on the thousandth.

    `only` names the fields that are shown, when whole cases with their people would cost too much.
    """
    if after is not None:
        cases = cases.filter(Q(next_due_at__gt=after.due_at) | Q(next_due_at=after.due_at, pk__gt=after.pk))
        cases = cases.filter(next_due_at__gte=after.due_at)
    wanted = cases.only("next_due_at", *only) if only else cases.select_related(*SHOWN)
    rows = list(wanted.order_by("next_due_at", "pk")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, Place(rows[-1].next_due_at, rows[-1].pk) if more else None)


def by_waiting(
    cases: ComplaintQuerySet, *, after: Cost | None = None, size: int = PAGE, only: Sequence[str] = ()
) -> Page:
    """One page by what one more day costs, dearest first, then by id; all else as in `page`."""
    if after is not None:
        cases = cases.filter(
            Q(exposure_day_minor__lt=after.day_minor) | Q(exposure_day_minor=after.day_minor, pk__gt=after.pk)
        )
        cases = cases.filter(exposure_day_minor__lte=after.day_minor)
    wanted = cases.only("next_due_at", "exposure_day_minor", *only) if only else cases.select_related(*SHOWN)
    rows = list(wanted.order_by("-exposure_day_minor", "pk")[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    return Page(rows, Cost(rows[-1].exposure_day_minor, rows[-1].pk) if more else None)
