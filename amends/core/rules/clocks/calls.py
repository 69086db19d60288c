"""What the house has to say about a clock at a moment: steps of the ladder not yet taken, a window that has passed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from amends.core.rules.clocks.books import Library
from amends.core.rules.clocks.clock import Clock, Promised
from amends.core.rules.clocks.ladder import BROKEN


def calls(before: Promised, library: Library, at: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Events to write now, kind and facts, in the order in which things fell due. None is called for twice.

    A promise that is broken already is not first called near: whoever slept past a warning tells the end of it.
    """
    due = [clock for clock in before.clocks if clock.is_running and clock.next_at <= at]
    for clock in sorted(due, key=lambda clock: (clock.due_at, clock.key)):
        facts = {"deadline": clock.rule, "key": clock.key, "due": clock.due_at.isoformat()}
        if not clock.is_promise:
            yield "window_passed", facts
        else:
            yield from ((kind, facts | more) for kind, more in _steps(clock, library, at))


def _steps(clock: Clock, library: Library, at: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    calendar = library.calendar(clock.calendar, clock.start_at)
    levels = library.ladder.of(library.rule(clock.rule, clock.rule_version).obligation)
    is_broken = clock.due_at <= at
    for number, level in enumerate(levels, start=1):
        is_new = number > clock.level and level.moment(clock.start_at, clock.due_at, calendar) <= at
        if is_new and (not is_broken or level.share == BROKEN):
            yield level.event, {"level": number, "to": level.to}


def interim_due(before: Promised, at: datetime) -> Clock | None:
    """The promise of an answer for which the interim reply is due."""
    return next(
        (clock for clock in before.clocks if clock.is_running and clock.interim_at and clock.interim_at <= at), None
    )
