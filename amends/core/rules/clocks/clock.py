"""One promise of one case as it stands, and what all of them together say about the case. Data without acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from amends.core.rules.deadlines import NEVER
from amends.core.rules.law.reckoning import Pause

ROUND = "/"
DEMAND = "+"


class Calendared(NamedTuple):
    """A calendar by its code and version; version 0 is what the package of public holidays says."""

    code: str
    version: int


class Clock(NamedTuple):
    """A rule that runs for a case. A tuple, because a history makes and compares very many of them.

    `key` names it within the case: the rule, its demand after a “+”, its round after a “/” from the second one on.
    `term` is a length or a day that does not stand in the rule itself (the office's number, a contract, a typed day).
    `due_at` is NEVER while the clock stands still. `level` is the step of the ladder that was reached, `next_at` when
    the house must look again. `is_promise` tells what the office owes from what others may do.
    """

    key: str
    kind: str
    rule: str
    rule_version: int
    jurisdiction: str
    term: str
    calendar: Calendared
    start_at: datetime
    warn_at: datetime
    due_at: datetime
    is_promise: bool = True
    interim_at: datetime | None = None
    next_at: datetime = NEVER
    extended: bool = False
    pauses: tuple[Pause, ...] = ()
    level: int = 0
    missed_at: datetime | None = None
    met_at: datetime | None = None
    met_seq: int | None = None
    ended_at: datetime | None = None
    why_ended: str = ""
    steps: tuple[Any, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.ended_at is None

    @property
    def stands_still(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].ends is None

    @property
    def base(self) -> str:
        """The key without its round."""
        return base_of(self.key)

    @property
    def demand(self) -> str:
        return self.base.partition(DEMAND)[2]


def base_of(key: str) -> str:
    return key.partition(ROUND)[0]


def key_of(rule_id: str, demand: str = "", nth: int = 1) -> str:
    """What names a clock within its case."""
    base = f"{rule_id}{DEMAND}{demand}" if demand else rule_id
    return base if nth == 1 else f"{base}{ROUND}{nth}"


class Phase(StrEnum):
    """How far the case is, as far as its promises care."""

    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"
    OVER = "over"


class Promised(NamedTuple):
    """Everything a case owes, and the facts it follows from: the state that `step` carries from event to event."""

    phase: Phase
    law: Mapping[str, Any]
    clocks: tuple[Clock, ...]

    def with_clocks(self, clocks: Iterable[Clock]) -> Promised:
        """The same case with other clocks; what most events do, hence made without a look at the names of fields."""
        return Promised(self.phase, self.law, tuple(clocks))


FRESH = Promised(Phase.NEW, {}, ())
"""Before the first event."""


def next_due(clocks: Iterable[Clock]) -> datetime:
    """What the worklist sorts by: the earliest due moment of the promises not yet kept, past ones included."""
    return min((clock.due_at for clock in clocks if clock.is_promise and clock.is_running), default=NEVER)


def next_tick(clocks: Iterable[Clock]) -> datetime:
    """When the house must next look at the case."""
    return min((clock.next_at for clock in clocks if clock.is_running), default=NEVER)
