"""Clocks as rows and rows as clocks, of one case or of many; and what a row of a case tells of its promises."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Cast

from amends.core.models import Complaint, Deadline
from amends.core.queries import due_days
from amends.core.rules.clocks import Clock, Phase, Promised
from amends.core.rules.clocks.clock import Calendared
from amends.core.rules.law.reckoning import Pause
from amends.core.rules.states import ENDED, Stage

PAUSED = "paused"

COLUMNS = (
    "key", "kind", "rule", "rule_version", "jurisdiction", "term", "calendar", "calendar_version", "start_at", "warn_at",
    "due_at", "is_promise", "interim_at", "next_at", "extended", "pauses", "level", "missed_at", "met_at", "met_seq",
    "ended_at", "why_ended", "steps",
)  # fmt: skip
"""A clock's fields as columns, in the order of the clock."""

_OWN = tuple(name for name in Clock._fields if name not in {"calendar", "pauses", "steps"})


def columns_of(clock: Clock) -> dict[str, Any]:
    """The clock as the columns of its row."""
    columns: dict[str, Any] = {name: getattr(clock, name) for name in _OWN}
    return columns | {
        "calendar": clock.calendar.code,
        "calendar_version": clock.calendar.version,
        "pauses": [
            [pause.begins.isoformat(), pause.ends.isoformat() if pause.ends else None, pause.reason]
            for pause in clock.pauses
        ],
        "steps": list(clock.steps),
    }


def row_of(clock: Clock) -> Deadline:
    """The clock as a row, unsaved, not yet tied to a case."""
    return Deadline(**columns_of(clock))


def clock_of(row: Deadline) -> Clock:
    """The row as a clock."""
    return clock_in(tuple(getattr(row, name) for name in COLUMNS))


def clocks_of(cases: Sequence[int]) -> dict[int, list[Clock]]:
    """The clocks of many cases by id, in the order in which they began.

    Read as plain tuples, moments as text: models and the conversions of drivers would cost more than all reckoning.
    """
    found = Deadline.objects.filter(complaint__in=cases).order_by("complaint_id", "pk")
    clocks: dict[int, list[Clock]] = {}
    for case, *columns in found.values_list("complaint_id", *_READ):
        for place, read in _READERS:
            if (text := columns[place]) is not None:
                columns[place] = read(text)
        clocks.setdefault(case, []).append(clock_in(columns))
    return clocks


def as_text(name: str) -> Cast:
    """A column as its text, to be read faster than a driver reads it."""
    return Cast(F(name), models.TextField())


def moment_in(text: str) -> datetime:
    """A moment from the text of its column; what SQLite keeps without an offset is in UTC."""
    return datetime.fromisoformat(text if text[-3] == "+" else text + "+00:00")


_json = lru_cache(maxsize=5_000)(json.loads)
"""The derivations of the cases of a day are the same; nobody changes what was read."""

_FROM_TEXT: dict[str, Callable[[str], Any]] = {name: moment_in for name in COLUMNS if name.endswith("_at")} | {
    "pauses": _json,
    "steps": _json,
}
_READ = tuple(as_text(name) if name in _FROM_TEXT else name for name in COLUMNS)
_READERS = tuple((place, _FROM_TEXT[name]) for place, name in enumerate(COLUMNS) if name in _FROM_TEXT)


def clock_in(values: Sequence[Any]) -> Clock:
    """The values of `COLUMNS` as a clock."""
    calendar = Calendared(values[6], values[7])
    pauses = tuple([_pause(*pause) for pause in values[15]]) if values[15] else ()
    return Clock._make((*values[:6], calendar, *values[8:15], pauses, *values[16:22], tuple(values[22])))


def _pause(begins: str, ends: str | None, reason: str) -> Pause:
    return Pause(datetime.fromisoformat(begins), datetime.fromisoformat(ends) if ends else None, reason)


def promised(case: Complaint, stage: str = "") -> Promised:
    """What the case owes as its rows have it, in the order in which the clocks began; at another stage than its own."""
    rows = sorted(case.deadlines.all(), key=lambda row: row.pk)  # all(), so that rows read before are not read again
    return Promised(phase_of(stage or case.stage), case.law, tuple(clock_of(row) for row in rows))


def is_running(row: Deadline) -> bool:
    return row.met_at is None and row.ended_at is None


def stands_still(row: Deadline) -> bool:
    return is_running(row) and bool(row.pauses) and row.pauses[-1][1] is None


def standing(row: Deadline, at: datetime) -> str:
    """How a clock stands: one of `due_days.STATES`, or PAUSED. Of what others may do nothing is kept or broken by us."""
    if stands_still(row):
        return PAUSED
    if row.is_promise:
        return due_days.state_of(row, at)
    return due_days.RUNNING if is_running(row) else due_days.DROPPED


def phase_of(stage: str) -> Phase:
    if stage in ENDED:
        return Phase.OVER
    return Phase.ANSWERED if stage == Stage.ANSWERED else Phase.OPEN
