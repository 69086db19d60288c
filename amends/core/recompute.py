"""Tells every promise again from the events alone and compares it with the rows (invariant 8); puts it right if asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from amends.core.models import Complaint, Deadline, Event
from amends.core.queries.clock_rows import as_text, clocks_of, columns_of, moment_in, row_of
from amends.core.queries.office_facts import office_facts
from amends.core.rules.clocks import STIRRING, Clock, Happened, Library, Promised, next_due, next_tick, retold

PORTION = 1_000
SET_BACK = timedelta(hours=1)
"""As long as the tick puts off a case that it could not reckon."""
A_MOMENT = timedelta(minutes=1)
"""Which may have passed between AT and the reading."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One promise that the rows tell otherwise than the events; `key` is empty for the case itself."""

    number: str
    key: str
    what: str
    in_rows: str
    by_events: str


@dataclass(slots=True)
class Tally:
    """How many cases were looked at, and how many began before events told what their promises follow from."""

    cases: int = 0
    too_old: int = 0


def differences(tally: Tally, *, at: datetime, only_open: bool = False, mend: bool = False) -> Iterator[Difference]:
    """Every difference, case by case. With MEND the rows are then written as the events tell them.

    What the tick has put off for a while after a failure, as seen from AT, is no difference.
    """
    library = office_facts().library
    cases = Complaint.objects.order_by("pk")
    cases = cases.filter(is_open=True) if only_open else cases
    last = 0
    while portion := list(cases.filter(pk__gt=last).values_list(*_CASE)[:PORTION]):
        last = portion[-1][0]
        ids = [row[0] for row in portion]
        try:
            read = _read(ids)
        except Exception:  # one of them holds what no verb writes; which, is seen case by case
            read = None
        for case in portion:
            tally.cases += 1
            try:
                events, rows = read or _read([case[0]])
                found = list(_compared(case, events[case[0]], rows.get(case[0], []), library, tally, at, mend=mend))
            except Exception as fault:
                found = [Difference(case[1], "", "clocks", "not to be read", type(fault).__name__)]
            yield from found


def _read(ids: list[int]) -> tuple[dict[int, list[Happened]], dict[int, list[Clock]]]:
    return _events(ids), clocks_of(ids)


_CASE = ("pk", "number", "next_due_at", "next_tick_at", "law")
_Case = tuple[int, str, Any, Any, Any]


def _compared(
    case: _Case, events: list[Happened], rows: list[Clock], library: Library, tally: Tally, at: datetime, *, mend: bool
) -> Iterator[Difference]:
    if not events or "law" not in events[0].facts:
        tally.too_old += 1
        return
    told = retold(events, library)
    found = list(_between(case, told, rows, at))
    yield from found
    if found and mend:
        _mend(case[0], library)


def _between(case: _Case, told: Promised, rows: list[Clock], at: datetime) -> Iterator[Difference]:
    _, number, due, tick, law = case
    if tuple(rows) != told.clocks:  # rarely, and then one by one: their order is no difference
        in_rows, by_events = {clock.key: clock for clock in rows}, {clock.key: clock for clock in told.clocks}
        for key in sorted(in_rows.keys() | by_events.keys()):
            if in_rows.get(key) != by_events.get(key):
                yield from _of_clock(number, key, in_rows.get(key), by_events.get(key))
    wanted = {"next_due_at": (due, next_due(told.clocks)), "law": (law, told.law)}
    soonest = next_tick(told.clocks)
    is_put_off = soonest <= at and tick <= at + SET_BACK + A_MOMENT
    if not is_put_off:
        wanted["next_tick_at"] = (tick, soonest)
    for what, (is_so, should) in wanted.items():
        if is_so != should:
            yield Difference(number, "", what, str(is_so), str(should))


def _of_clock(number: str, key: str, row: Clock | None, told: Clock | None) -> Iterator[Difference]:
    if row is None or told is None:
        yield Difference(number, key, "clock", "runs" if row else "is missing", "runs" if told else "is not there")
        return
    for name in Clock._fields:
        is_so, should = getattr(row, name), getattr(told, name)
        if is_so != should:
            yield Difference(number, key, name, str(is_so), str(should))


def _mend(case: int, library: Library) -> None:
    """Reads the case once more while it is held, and writes what its events tell."""
    with transaction.atomic():
        Complaint.objects.filter(pk=case).update(seq=F("seq"))
        told = retold(_events([case])[case], library)
        rows = {row.key: row for row in Deadline.objects.filter(complaint=case)}
        for clock in told.clocks:
            if clock.key in rows:
                Deadline.objects.filter(complaint=case, key=clock.key).update(**columns_of(clock))
        fresh = [row_of(clock) for clock in told.clocks if clock.key not in rows]
        for row in fresh:
            row.complaint_id = case
            row.save(force_insert=True)
        Deadline.objects.filter(complaint=case).exclude(key__in=[clock.key for clock in told.clocks]).delete()
        Complaint.objects.filter(pk=case).update(
            law=told.law, next_due_at=next_due(told.clocks), next_tick_at=next_tick(told.clocks)
        )


def _events(ids: list[int]) -> dict[int, list[Happened]]:
    found = Event.objects.filter(complaint__in=ids, kind__in=STIRRING).order_by("complaint_id", "seq")
    rows = list(found.values_list("complaint_id", "kind", as_text("at"), "seq", as_text("facts")))
    # One text read at once: to begin reading costs more than the few facts of an event.
    facts = json.loads(f"[{','.join([row[4] for row in rows])}]")
    told: dict[int, list[Happened]] = {case: [] for case in ids}
    for (case, kind, at, seq, _), plain in zip(rows, facts, strict=True):
        told[case].append(Happened(kind, moment_in(at), seq, plain))
    return told
