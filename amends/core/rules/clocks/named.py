"""What events do to the clocks that they name: met, extended, paused, warned about, moved. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from amends.core.rules.clocks.begin import next_look, reckoned
from amends.core.rules.clocks.books import Books, Library
from amends.core.rules.clocks.clock import Calendared, Clock, Promised
from amends.core.rules.deadlines import NEVER
from amends.core.rules.law.reckoning import Pause


class Happened(NamedTuple):
    """One event as the reducer reads it: its plain facts alone, nothing personal."""

    kind: str
    at: datetime
    seq: int
    facts: Mapping[str, Any]


def meet(clock: Clock, at: datetime, seq: int) -> Clock:
    """The clock kept at a moment, by an event; late when it was due before."""
    missed_at = clock.due_at if at > clock.due_at else clock.missed_at
    return clock._replace(met_at=at, met_seq=seq, missed_at=missed_at, next_at=NEVER)


def end(clock: Clock, happened: Happened) -> Clock:
    """The clock that runs no longer and was not kept."""
    return clock._replace(ended_at=happened.at, why_ended=happened.kind, next_at=NEVER)


def extended(before: Promised, happened: Happened, books: Books) -> Promised:
    """The longer term of the rule counts."""
    return _changed(before, happened, lambda clock: reckoned(clock._replace(extended=True), books.library))


def paused(before: Promised, happened: Happened, books: Books) -> Promised:
    """They stand still from now on."""
    pause = Pause(happened.at, None, happened.facts["reason"])
    return _changed(
        before, happened, lambda clock: reckoned(clock._replace(pauses=(*clock.pauses, pause)), books.library)
    )


def resumed(before: Promised, happened: Happened, books: Books) -> Promised:
    """They run on, later by the time they stood still."""

    def on(clock: Clock) -> Clock:
        *earlier, last = clock.pauses
        ended = last._replace(ends=happened.at)
        return reckoned(clock._replace(pauses=(*earlier, ended)), books.library)

    return _changed(before, happened, on)


def fulfilled(before: Promised, happened: Happened, books: Books) -> Promised:
    """What had to be done was done, at the moment that was told."""
    done_at = datetime.fromisoformat(happened.facts["done_at"])
    return _changed(before, happened, lambda clock: meet(clock, done_at, happened.seq))


def warned(before: Promised, happened: Happened, books: Books) -> Promised:
    """A step of the ladder was taken."""
    return climbed(before, [happened], books.library)


def climbed(before: Promised, steps: Sequence[Happened], library: Library) -> Promised:
    """Steps of the ladder were taken, nothing else between them: each clock is reckoned once, at the last of its own."""
    last = {happened.facts["key"]: happened.facts["level"] for happened in steps}
    missed = {happened.facts["key"] for happened in steps if happened.kind != "deadline_near"}

    def on(clock: Clock, level: int) -> Clock:
        missed_at = clock.due_at if clock.key in missed else clock.missed_at
        return clock._replace(level=level, missed_at=missed_at, next_at=next_look(clock, level, library))

    return before.with_clocks(
        [on(clock, last[clock.key]) if clock.key in last and clock.is_running else clock for clock in before.clocks]
    )


def passed(before: Promised, happened: Happened, books: Books) -> Promised:
    """What others could do until then they can no longer."""
    return _changed(before, happened, lambda clock: end(clock, happened)._replace(ended_at=clock.due_at))


def moved(before: Promised, happened: Happened, books: Books) -> Promised:
    """Calendars or rules changed, and somebody let this case follow them."""
    to = {move["key"]: move for move in happened.facts["moved"]}

    def on(clock: Clock) -> Clock:
        move = to[clock.key]
        known = Calendared(move["calendar"], move["calendar_version"])
        anew = clock._replace(rule_version=move["rule_version"], calendar=known, term=move["term"])
        return reckoned(anew, books.library)

    return before.with_clocks([on(clock) if clock.key in to else clock for clock in before.clocks])


def _changed(before: Promised, happened: Happened, on: Callable[[Clock], Clock]) -> Promised:
    """The clocks that the event names, changed while they run."""
    keys = happened.facts.get("keys") or [happened.facts["key"]]
    clocks = [on(clock) if clock.key in keys and clock.is_running else clock for clock in before.clocks]
    return before.with_clocks(clocks)
