"""The bar of stages on the case page: where the case truly was, where it is, and what was passed over or lies ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from amends.core.models import Complaint
from amends.core.queries.timeline import Entry
from amends.core.rules.kinds import Direction
from amends.core.rules.states import STAGE_NAMES, WAY, Stage
from amends.core.rules.words import N_

DONE, HERE, PASSED, AHEAD = "done", "here", "passed", "ahead"
STATE_WORDS = {DONE: N_("done"), PASSED: N_("passed over")}
ENTERED_BY = {"classified": Stage.CONSULTATION, "reopened": Stage.CONSULTATION}
"""Which events tell of a stage; that of a reply is told by its message."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage with its state: done, here, passed, ahead. `state_words` says what the colour of the dot says."""

    words: str
    state: str
    state_words: str = ""


def way(case: Complaint, entries: Sequence[Entry]) -> list[Step]:
    """The straight way of a complaint; of one that ended otherwise, the stages it saw and that end."""
    here = Stage(case.stage)
    visited = _visited(case, entries)
    if here not in WAY:
        return [*(_step(one, DONE) for one in WAY if one in visited), _step(here, HERE)]
    place = WAY.index(here)
    return [_step(one, _state(n, place, one in visited)) for n, one in enumerate(WAY)]


def _visited(case: Complaint, entries: Sequence[Entry]) -> set[Stage]:
    """A case is received, whatever came after; it is closed only from answered."""
    seen = {Stage.RECEIVED} | ({Stage.ANSWERED} if case.stage == Stage.CLOSED else set())
    for entry in entries:
        if entry.event is not None and entry.event.kind in ENTERED_BY:
            seen.add(ENTERED_BY[entry.event.kind])
        elif (message := entry.message) is not None and message.complaint_id == case.pk:
            is_reply = message.direction == Direction.OUT and not (message.is_automatic or message.letter)
            if is_reply:
                seen.add(Stage.ANSWERED if message.is_final else Stage.CONSULTATION)
    return seen


def _state(n: int, here: int, is_visited: bool) -> str:
    if n == here:
        return HERE
    if n > here:
        return AHEAD
    return DONE if is_visited else PASSED


def _step(stage: Stage, state: str) -> Step:
    words = STATE_WORDS.get(state, "")
    return Step(gettext(STAGE_NAMES[stage]), state, gettext(words) if words else "")
