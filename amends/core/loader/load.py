"""The loader itself: has the complaints written portion by portion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from amends.core.loader import cases, sheets
from amends.core.loader.shapes import Span
from amends.core.loader.story import Ids
from amends.core.models import Category, Complaint, Counter
from amends.core.queries.office_facts import office_facts
from amends.core.rules import numbers
from amends.office.models import Membership, Team

PORTION = 500
LONGEST = timedelta(days=300)


class NotEmpty(Exception):
    """There are complaints already: loaded ones would take their numbers."""


def load(count: int, *, at: datetime, seed: int = 1, told: Callable[[int], None] = lambda done: None) -> None:
    """Stores COUNT complaints that came evenly over the year up to AT, and handled since. The same seed gives the same.

    They are shared among the teams, their members and the categories that the office has. Nothing is queued for the
    worker: to seal and to index them is the caller's. Refuses a house that has complaints.
    """
    if Complaint.objects.exists():
        raise NotEmpty
    office = _office(count, at, seed)
    ids = Ids()
    rows = sheets.Sheets()
    for first in range(1, count + 1, PORTION):
        for pk in range(first, min(first + PORTION, count + 1)):
            cases.write(rows, office, ids, pk)
        with transaction.atomic():
            rows.write()
        told(min(first + PORTION - 1, count))
    with transaction.atomic():
        Counter.objects.update_or_create(year=office.span.until.year, defaults={"last": count})
        sheets.set_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _office(count: int, at: datetime, seed: int) -> cases.Office:
    facts = office_facts()
    until = at.astimezone(UTC).replace(microsecond=0)
    since = max(until - LONGEST, datetime(until.year, 1, 2, tzinfo=UTC))
    frame = numbers.frame(facts.office.number_form, prefix=facts.office.prefix, year=until.year)
    teams = list(Team.objects.filter(is_active=True).order_by("pk"))
    handlers: dict[int, list[int]] = {team.pk: [] for team in teams}
    for team, person in Membership.objects.filter(team__in=teams).order_by("pk").values_list("team_id", "person_id"):
        handlers[team].append(person)
    categories = list(Category.objects.filter(valid_to=None, is_confidential=False).order_by("code"))
    if frame is None or since >= until or not categories or not all(handlers.values()):
        raise ValueError("the office needs teams with members, categories, and a plain form of numbers")
    books = {team.pk: facts.books(team.pk) for team in teams}
    return cases.Office(
        span=Span(count, since, until),
        frame=frame,
        books=books,
        country=facts.jurisdiction,
        currency=facts.office.currency,
        teams=teams,
        handlers=handlers,
        categories=categories,
        secret=settings.SECRET_KEY,
        seed=seed,
    )
