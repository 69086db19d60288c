"""How far each loaded complaint has come: a wheel of a hundred shapes, and when each of them came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.core.rules.states import OPEN, Stage

LATE_AFTER = timedelta(days=12)
"""An open case this old has missed its answer, in any time zone."""

LONG_ROUNDS = 24


@dataclass(frozen=True, slots=True)
class Shape:
    """A stage and the way to it."""

    stage: Stage
    has_handler: bool = True
    is_classified: bool = True
    is_decided: bool = False
    rounds: int = 0
    is_confidential: bool = False

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_replied(self) -> bool:
        return self.stage in {Stage.ANSWERED, Stage.CLOSED, Stage.DECLINED}

    @property
    def owes_answer(self) -> bool:
        return self.is_open and self.stage is not Stage.ANSWERED


_RECEIVED = Shape(Stage.RECEIVED, is_classified=False)
_CLOSED = Shape(Stage.CLOSED, is_decided=True)
WHEEL = (
    Shape(Stage.CONSULTATION, rounds=LONG_ROUNDS),
    *[Shape(Stage.RECEIVED, has_handler=False, is_classified=False)] * 3,
    *[_RECEIVED] * 5,
    *[Shape(Stage.CONSULTATION)] * 5,
    *[Shape(Stage.CONSULTATION, rounds=2)] * 2,
    *[Shape(Stage.CONSULTATION, is_decided=True)] * 3,
    *[Shape(Stage.ANSWERED, is_decided=True)] * 2,
    *[_CLOSED] * 60,
    *[Shape(Stage.CLOSED, is_decided=True, rounds=1)] * 12,
    *[Shape(Stage.DECLINED, is_classified=False)] * 3,
    *[Shape(Stage.WITHDRAWN, is_classified=False)] * 2,
    Shape(Stage.CLOSED, is_decided=True, is_confidential=True),
    Shape(Stage.CONSULTATION, is_confidential=True),
)


@dataclass(frozen=True, slots=True)
class Span:
    """When COUNT complaints came: evenly from a moment to a moment."""

    count: int
    since: datetime
    until: datetime

    def received_at(self, pk: int) -> datetime:
        share = (self.until - self.since) * (pk - 1) / self.count
        return self.since + timedelta(seconds=int(share.total_seconds()))

    def told_until(self, pk: int) -> datetime:
        """Until when the clock has spoken about a case: about the young ones that owe an answer it has not yet."""
        is_young = self.received_at(pk) >= self.until - LATE_AFTER
        return self.received_at(pk) if shape_of(pk).owes_answer and is_young else self.until


def shape_of(pk: int) -> Shape:
    """Of a hundred neighbours each has another shape, and neighbours differ."""
    return WHEEL[pk * 37 % 100]
