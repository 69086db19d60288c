"""What may be done with a clock, and where the newest rules and calendars would put it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amends.core.rules.clocks.begin import TALK, reckoned
from amends.core.rules.clocks.books import Books, Library
from amends.core.rules.clocks.clock import Clock, Promised
from amends.core.rules.law.rule import Term


def can_extend(clock: Clock, library: Library) -> bool:
    """Whether the rule has a longer term that was not taken yet."""
    is_open = clock.is_running and clock.is_promise and not clock.extended
    return is_open and library.rule(clock.rule, clock.rule_version).extended is not None


def extended_due(clock: Clock, library: Library) -> datetime:
    """When the longer term ends."""
    return reckoned(clock._replace(extended=True), library).due_at


def pausable(before: Promised, library: Library) -> dict[str, list[Clock]]:
    """The running clocks that may stand still, by the code of the reason."""
    found: dict[str, list[Clock]] = {}
    for clock in before.clocks:
        if clock.is_running and not clock.stands_still:
            for reason in library.rule(clock.rule, clock.rule_version).pauses:
                found.setdefault(reason, []).append(clock)
    return found


def can_fulfil(clock: Clock, library: Library) -> bool:
    """Whether something must be done, not only said."""
    is_open = clock.is_running and clock.is_promise
    return is_open and library.rule(clock.rule, clock.rule_version).obligation not in TALK


@dataclass(frozen=True, slots=True)
class Move:
    """A clock before and after: the same start, another rule version or calendar, another due moment."""

    before: Clock
    after: Clock

    @property
    def as_plain(self) -> dict[str, Any]:
        """As the event keeps it."""
        return {
            "key": self.before.key,
            "before": self.before.due_at.isoformat(),
            "due": self.after.due_at.isoformat(),
            "rule_version": self.after.rule_version,
            "calendar": self.after.calendar.code,
            "calendar_version": self.after.calendar.version,
            "term": self.after.term,
        }


def moves(before: Promised, books: Books) -> list[Move]:
    """The running clocks that would be due at another moment by the newest versions; the rest keep their versions."""
    found = []
    for clock in before.clocks:
        if clock.is_running:
            after = _by_newest(clock, books)
            if after.due_at != clock.due_at:
                found.append(Move(clock, after))
    return found


def _by_newest(clock: Clock, books: Books) -> Clock:
    """The office's numbers and the days of a contract stay those of the start; rules and calendars do not."""
    rule = books.book.in_force(clock.rule, clock.start_at.date())
    if rule is None or rule.is_clock is False:
        return clock
    known, term = books.begins_under(rule, clock.start_at, None)
    if rule.version == clock.rule_version or rule.term is not Term.FIXED:
        term = clock.term
    if (rule.version, known, term) == (clock.rule_version, clock.calendar, clock.term):
        return clock  # what it is reckoned from is the same, and so is the result
    return reckoned(clock._replace(rule_version=rule.version, calendar=known, term=term), books.library)
