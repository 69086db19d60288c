"""Which open deadlines would move by another calendar or rule, before anybody lets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from amends.core.models import Calendar, Complaint, Deadline
from amends.core.queries.books import newest_edition, read_library
from amends.core.queries.clock_rows import clock_of, phase_of
from amends.core.queries.office_facts import office_facts
from amends.core.queries.own_rules import fresh
from amends.core.rules import calendar_data
from amends.core.rules.clocks import Library, Move, Own, Promised, moves
from amends.core.rules.clocks.books import Added, Kept

PORTION = 1_000
MOST_LOOKED_AT, MOST_MOVED = 4_000, 1_000
"""Of how many cases a page tells what would move, and of how many deadlines: a second or two of reckoning."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline of one open case: when it is due now, and when it would be."""

    complaint: int
    number: str
    key: str
    rule: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Trial:
    """The library as it would be after a change that nobody has kept yet."""

    library: Library
    edition: int


def with_calendar(code: str, definition: Mapping[str, Any], *, valid_from: date) -> Trial:
    """As if this calendar were kept. Refuses what makes none (CalendarFault)."""
    edition = newest_edition() + 1
    version = Calendar.objects.filter(code=code).count() + 1
    calendar = calendar_data.from_plain(code, version, definition)
    return Trial(read_library(kept=[Kept(edition, valid_from, calendar)]), edition)


def with_rules(pack: str, name: str) -> Trial:
    """As if the rules of this pack were kept. Refuses what no pack may say (DataFault)."""
    edition = newest_edition() + 1
    rules = [Added(edition, rule) for rule in fresh(pack, name)]
    trial = Trial(read_library(rules=rules), edition)
    trial.library.books(edition, Own())  # refuses what does not fit together
    return trial


def as_kept() -> Trial:
    """As things are: what would move is what changed since the open cases began."""
    return Trial(read_library(), newest_edition())


def would_move(trial: Trial) -> Iterator[Moved]:
    """Every running deadline of an open case that would be due at another moment, case by case."""
    last = 0
    while portion := open_after(last):
        last = portion[-1].pk
        yield from moved_of(portion, trial)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is seen of a change in the time a page may take. `is_whole`: every open case was looked at."""

    moved: list[Moved]
    looked_at: int
    is_whole: bool


def foresee(trial: Trial, *, most_cases: int = MOST_LOOKED_AT, most_moved: int = MOST_MOVED) -> Foreseen:
    """Like `would_move`, from the newest case on, and never longer than a look at so many cases takes."""
    found: list[Moved] = []
    looked_at, before = 0, None
    while looked_at < most_cases and len(found) < most_moved:
        portion = open_before(before, min(PORTION, most_cases - looked_at))
        if not portion:
            return Foreseen(found, looked_at, is_whole=True)
        before = portion[-1].pk
        looked_at += len(portion)
        found += moved_of(portion, trial)
    return Foreseen(found, looked_at, is_whole=not open_before(before, 1))


def open_after(pk: int, most: int = PORTION) -> list[Complaint]:
    """A portion of the open cases, by the order in which they came."""
    return list(_open().filter(pk__gt=pk).order_by("pk")[:most])


def open_before(pk: int | None, most: int = PORTION) -> list[Complaint]:
    """A portion of the open cases, the newest first."""
    cases = _open() if pk is None else _open().filter(pk__lt=pk)
    return list(cases.order_by("-pk")[:most])


def moved_of(cases: list[Complaint], trial: Trial) -> Iterator[Moved]:
    """What of these cases would move."""
    for case, clocks in _with_clocks(cases):
        for move in _moves(case, clocks, trial):
            yield Moved(case.pk, str(case), move.before.key, move.before.rule, move.before.due_at, move.after.due_at)


def _open() -> QuerySet[Complaint]:
    return Complaint.objects.filter(is_open=True).only("number", "key", "stage", "team_id")


def _with_clocks(cases: list[Complaint]) -> Iterator[tuple[Complaint, list[Deadline]]]:
    rows = Deadline.objects.filter(complaint__in=[case.pk for case in cases], met_at=None, ended_at=None)
    grouped = groupby(rows.order_by("complaint_id", "pk"), key=lambda row: row.complaint_id)
    running = {case: list(group) for case, group in grouped}
    for case in cases:
        yield case, running.get(case.pk, [])


def _moves(case: Complaint, rows: list[Deadline], trial: Trial) -> list[Move]:
    books = office_facts().books_in(trial.library, trial.edition, case.team_id)
    return moves(Promised(phase_of(case.stage), {}, tuple(clock_of(row) for row in rows)), books)
