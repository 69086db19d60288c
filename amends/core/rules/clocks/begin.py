"""How clocks begin, move and end: which rules bind the case after its facts changed, and what each of them gives. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple

from amends.core.rules.clocks.books import Books, Library
from amends.core.rules.clocks.clock import Calendared, Clock, Phase, Promised, key_of
from amends.core.rules.clocks.facts import facts_of
from amends.core.rules.deadlines import ANSWER, ASSESSMENT, NEVER
from amends.core.rules.law.binding import Bound, Facts, binding
from amends.core.rules.law.book import EVERYWHERE
from amends.core.rules.law.rule import Obligation, OwedBy, Rule, Term

UNBOUND = "unbound"
"""Why a clock ended whose rule no longer holds for the case; it comes back when the rule holds again."""

TALK = frozenset({Obligation.ACKNOWLEDGE, Obligation.ASSESS, Obligation.ANSWER, Obligation.UPDATE})
"""Obligations that words to the complainant meet: once the case is answered none of them begins anew."""

_NO_VERB = frozenset({Obligation.SURVEY, Obligation.INQUIRY})
"""No verb meets these: surveys and inquiries to departments are not part of the office's work here."""

_KIND = {
    Obligation.ACKNOWLEDGE: "acknowledgement",
    Obligation.ASSESS: ASSESSMENT,
    Obligation.ANSWER: ANSWER,
    Obligation.UPDATE: "progress",
}


class _Shape(NamedTuple):
    """What every clock of a rule has, whenever it begins.

    `kind` is the code under which letters, portal and lists ask for it; one of the law is never taken for the office's
    own. What others may do, and what only has to be kept, is no promise that could be broken.
    """

    kind: str
    is_promise: bool
    has_interim: bool


@cache
def _shape(jurisdiction: str, obligation: Obligation, owed_by: OwedBy, term: Term) -> _Shape:
    is_own = jurisdiction == EVERYWHERE
    return _Shape(
        kind=_KIND.get(obligation, obligation.value) if is_own else f"law_{obligation}",
        is_promise=owed_by is OwedBy.OFFICE and obligation not in {Obligation.WINDOW, Obligation.KEEP},
        has_interim=is_own and obligation is Obligation.ANSWER and term is Term.FIXED,
    )


def rebound(before: Promised, books: Books, at: datetime) -> Promised:
    """After a change of facts: clocks whose rules now hold begin, those whose rules no longer do end, a new start moves.

    What was kept stays kept; a clock whose start did not change keeps the versions it began under.
    """
    if before.phase is Phase.OVER:
        return before
    facts = facts_of(before.law)
    wanted = {key_of(bound.rule.id, bound.demand): bound for bound in _bound(books, facts)}
    clocks = [
        _unbound(clock, at) if clock.base not in wanted and _by_facts(clock, facts, books) else clock
        for clock in before.clocks
    ]
    for base, bound in wanted.items():
        _bind(clocks, base, bound, before.phase, books)
    return before.with_clocks(clocks)


def _bound(books: Books, facts: Facts) -> list[Bound]:
    return [bound for bound in binding(books.book, facts) if bound.rule.obligation not in _NO_VERB]


def _by_facts(clock: Clock, facts: Facts, books: Books) -> bool:
    """Whether facts decide about the clock; what closing or a final reply began runs on its own."""
    return clock.is_running and books.library.rule(clock.rule, clock.rule_version).trigger not in _BY_ACTS


_BY_ACTS = frozenset({"closed", "final_response_sent"})


def _unbound(clock: Clock, at: datetime) -> Clock:
    return clock._replace(ended_at=at, why_ended=UNBOUND, next_at=NEVER)


def _bind(clocks: list[Clock], base: str, bound: Bound, phase: Phase, books: Books) -> None:
    rounds = [place for place, clock in enumerate(clocks) if clock.base == base]
    if not rounds:
        if phase is not Phase.ANSWERED or bound.rule.obligation not in TALK:
            clocks.append(begun(books, bound.rule, bound.start, demand=bound.demand, typed=bound.typed))
        return
    place = rounds[-1]
    last = clocks[place]
    over_at = last.met_at or (last.ended_at if last.why_ended != UNBOUND else None)
    if over_at is not None:
        if bound.rule.obligation not in TALK - {Obligation.ASSESS} and bound.start > over_at:
            clocks.append(_next_round(last, books, bound.rule, bound.start, typed=bound.typed))
    elif len(rounds) == 1:
        clocks[place] = _moved_or_back(last, bound, books)


def _moved_or_back(clock: Clock, bound: Bound, books: Books) -> Clock:
    """The same clock where start and term are the same; else it counts anew from what is known now."""
    _, term = books.begins_under(bound.rule, bound.start, bound.typed)
    is_same = clock.start_at == bound.start
    if bound.rule.term is not Term.FIXED:
        is_same = is_same and clock.term == term
    if is_same:
        return clock if clock.ended_at is None else reckoned(clock._replace(ended_at=None, why_ended=""), books.library)
    fresh = begun(books, bound.rule, bound.start, demand=bound.demand, typed=bound.typed)
    return reckoned(fresh._replace(extended=clock.extended, pauses=clock.pauses), books.library)


def begun(
    books: Books, rule: Rule, start: datetime, *, demand: str = "", nth: int = 1, typed: date | None = None
) -> Clock:
    """A clock at its start, under the newest versions known."""
    calendar, term = books.begins_under(rule, start, typed)
    start = start.astimezone(UTC)
    kind, is_promise, has_interim = _shape(rule.jurisdiction, rule.obligation, rule.owed_by, rule.term)
    library = books.library
    due = library.due(library.rule(rule.id, rule.version, term), term, start, calendar, extended=False, pauses=())
    warn_at, interim_at = _marks(rule, start, due.at, calendar, library, is_promise=is_promise, has_interim=has_interim)
    next_at = warn_at if interim_at is None else min(warn_at, interim_at)
    # By place: a clock by name takes twice as long, and a history begins very many.
    return Clock(
        key_of(rule.id, demand, nth), kind, rule.id, rule.version, rule.jurisdiction, term, calendar, start, warn_at,
        due.at, is_promise, interim_at, next_at, steps=due.steps,
    )  # fmt: skip


def _next_round(last: Clock, books: Books, rule: Rule, start: datetime, *, typed: date | None = None) -> Clock:
    nth = int(last.key[len(last.base) + 1 :] or 1) + 1
    return begun(books, rule, start, demand=last.demand, nth=nth, typed=typed)


def again(clocks: Sequence[Clock], base: str, books: Books, start: datetime) -> Clock | None:
    """A fresh round of a rule, by the version in force at the start; None where none is in force any more."""
    last = last_round(clocks, base)
    rule = books.book.in_force(last.rule, start.date())
    return _next_round(last, books, rule, start) if rule is not None else None


def again_under(clocks: Sequence[Clock], old: Clock, books: Books, start: datetime) -> Clock:
    """A fresh round under the version of an earlier one."""
    rule = books.library.rule(old.rule, old.rule_version)
    return _next_round(last_round(clocks, old.base), books, rule, start)


def last_round(clocks: Sequence[Clock], base: str) -> Clock:
    """The newest clock of a rule and its demand."""
    newest: Clock = next(clock for clock in reversed(clocks) if clock.base == base)
    return newest


def reckoned(clock: Clock, library: Library) -> Clock:
    """The clock with its due moment and all that follows from it, reckoned from its own versions.

    A due moment that changed is a new promise: what was said about the old one counts no more.
    """
    rule = library.rule(clock.rule, clock.rule_version, clock.term)
    due = library.due(rule, clock.term, clock.start_at, clock.calendar, extended=clock.extended, pauses=clock.pauses)
    if due.at != clock.due_at:
        clock = clock._replace(due_at=due.at, level=0, missed_at=None, steps=due.steps)
    warn_at, interim_at = _marks(
        rule, clock.start_at, due.at, clock.calendar, library,
        is_promise=clock.is_promise, has_interim=clock.interim_at is not None,
    )  # fmt: skip
    return awaited(clock._replace(warn_at=warn_at, interim_at=interim_at), library)


def _marks(
    rule: Rule, start: datetime, due_at: datetime, known: Calendared, library: Library, *, is_promise: bool,
    has_interim: bool,
) -> tuple[datetime, datetime | None]:  # fmt: skip
    """When the first warning is due, and the interim reply."""
    if not is_promise or due_at == NEVER:
        return due_at, due_at if has_interim else None
    warn_at = library.ladder.of(rule.obligation)[0].moment(start, due_at, library.calendar(known, start))
    return warn_at, library.ladder.interim_moment(start, due_at) if has_interim else None


def awaited(clock: Clock, library: Library) -> Clock:
    """The clock with the moment when the house must look at it again."""
    return clock._replace(next_at=next_look(clock, clock.level, library))


def next_look(clock: Clock, level: int, library: Library) -> datetime:
    """When the house must look again at a clock that has come to a step of the ladder."""
    if not clock.is_running or clock.due_at == NEVER:
        return NEVER
    if not clock.is_promise:
        return clock.due_at
    step_at = clock.warn_at if level == 0 else _step_at(clock, level, library)
    return step_at if clock.interim_at is None else min(clock.interim_at, step_at)


def _step_at(clock: Clock, level: int, library: Library) -> datetime:
    levels = library.ladder.of(library.rule(clock.rule, clock.rule_version).obligation)
    if level >= len(levels):
        return NEVER
    return levels[level].moment(clock.start_at, clock.due_at, library.calendar(clock.calendar, clock.start_at))
