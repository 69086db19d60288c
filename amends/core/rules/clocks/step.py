"""What each kind of event does to the promises of a case. One function for one event and, folded, for a whole history. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from amends.core.rules.clocks import named
from amends.core.rules.clocks.begin import TALK, again, again_under, awaited, begun, rebound
from amends.core.rules.clocks.books import ANSWER, Books, Library
from amends.core.rules.clocks.clock import FRESH, Clock, Phase, Promised
from amends.core.rules.clocks.facts import facts_of
from amends.core.rules.clocks.named import Happened, end, meet
from amends.core.rules.deadlines import NEVER
from amends.core.rules.law.binding import binding
from amends.core.rules.law.book import EVERYWHERE
from amends.core.rules.law.rule import Obligation, Term


def step(before: Promised, happened: Happened, books: Books) -> Promised:
    """The promises after one event, reckoned with the books that the event names. Events that owe nothing change nothing."""
    act = _ACTS.get(happened.kind)
    return act(before, happened, books) if act is not None else before


def retold(events: Iterable[Happened], library: Library) -> Promised:
    """The promises of a case from its events alone (invariant 8)."""
    now = FRESH
    climbing: list[Happened] = []  # most of a long history is steps of the ladder, one after the other
    for happened in events:
        if happened.kind in _LADDER:
            climbing.append(happened)
        elif happened.kind in STIRRING:
            if climbing:
                now, climbing = named.climbed(now, climbing, library), []
            books = happened.facts.get("books")
            now = step(now, happened, library.books_of(books) if books else library.bare)
    return named.climbed(now, climbing, library) if climbing else now


# What words to the complainant meet -----------------------------------------------------------------------------------


def _received(before: Promised, happened: Happened, books: Books) -> Promised:
    begins = before._replace(phase=Phase.OPEN, law=happened.facts["law"])
    after = rebound(begins, books, happened.at)
    told = happened.facts["acknowledged"]
    if told == "never":
        return _unacknowledged(after, happened, books)
    return after if told == "later" else _met(after, happened, {Obligation.ACKNOWLEDGE}, books)


def _unacknowledged(before: Promised, happened: Happened, books: Books) -> Promised:
    """What a machine sent is never answered by a machine (RFC 3834)."""
    keys = {clock.key for clock in _running(before, {Obligation.ACKNOWLEDGE}, books)}
    clocks = (
        clock._replace(ended_at=happened.at, why_ended="machine", next_at=NEVER) if clock.key in keys else clock
        for clock in before.clocks
    )
    return before.with_clocks(clocks)


def _acknowledged(before: Promised, happened: Happened, books: Books) -> Promised:
    return _met(before, happened, {Obligation.ACKNOWLEDGE}, books)


def _looked_at(before: Promised, happened: Happened, books: Books) -> Promised:
    """Somebody has read and understood it; what the new facts call for at once was looked at in the same act."""
    met = _met(before, happened, {Obligation.ASSESS}, books)
    return _met(_told(met, happened, books), happened, {Obligation.ASSESS}, books)


def _told(before: Promised, happened: Happened, books: Books) -> Promised:
    """Facts that the law asks about have changed, where the event says so."""
    law = happened.facts.get("law")
    return before if law is None else rebound(before._replace(law=law), books, happened.at)


def _spoken(before: Promised, happened: Happened, books: Books) -> Promised:
    """The complainant heard from us: the promise of news is kept and begins anew."""
    bases = {clock.base for clock in _running(before, {Obligation.UPDATE}, books)}
    if not bases:
        return before
    after = _met(before, happened, {Obligation.UPDATE}, books)
    fresh = [again(after.clocks, base, books, happened.at) for base in sorted(bases)]
    return after.with_clocks((*after.clocks, *(clock for clock in fresh if clock is not None)))


def _replied(before: Promised, happened: Happened, books: Books) -> Promised:
    if not happened.facts.get("final"):
        return _spoken(_met(before, happened, {Obligation.ASSESS}, books), happened, books)
    after = _met(before, happened, TALK, books)
    refused = frozenset(happened.facts.get("refused", ()))
    after = _met(after, happened, {Obligation.SATISFY}, books, demands=refused)
    return _window(after._replace(phase=Phase.ANSWERED), happened, books, "final_response_sent")


def _interim(before: Promised, happened: Happened, books: Books) -> Promised:
    """The new date is a promise of its own; the old one stays what it was."""
    key, is_sent = happened.facts["key"], happened.facts["sent"]
    clocks = tuple(
        awaited(clock._replace(interim_at=None), books.library) if clock.key == key else clock
        for clock in before.clocks
    )
    after = before.with_clocks(clocks)
    if not is_sent:
        return after
    old = next(clock for clock in clocks if clock.key == key)
    return _spoken(after.with_clocks((*clocks, new_promise(after, old, books, happened.at))), happened, books)


def new_promise(before: Promised, old: Clock, books: Books, at: datetime) -> Clock:
    """The promise that an interim reply makes: the same term again, from its day on; broken once, it is not put off twice."""
    fresh = again(before.clocks, old.base, books, at) or again_under(before.clocks, old, books, at)
    return awaited(fresh._replace(interim_at=None), books.library)


# The end, and after it ------------------------------------------------------------------------------------------------


def _declined(before: Promised, happened: Happened, books: Books) -> Promised:
    return _over(_met(before, happened, TALK, books), happened, books, Phase.OVER)


def _closed(before: Promised, happened: Happened, books: Books) -> Promised:
    return _window(_over(before, happened, books, Phase.OVER), happened, books, "closed")


def _left(before: Promised, happened: Happened, books: Books) -> Promised:
    """Withdrawn or merged: nothing goes on, windows included."""
    clocks = tuple(end(clock, happened) if clock.is_running else clock for clock in before.clocks)
    return before._replace(phase=Phase.OVER, clocks=clocks)


def _over(before: Promised, happened: Happened, books: Books, phase: Phase) -> Promised:
    clocks = tuple(end(clock, happened) if clock.is_running and clock.is_promise else clock for clock in before.clocks)
    return before._replace(phase=phase, clocks=clocks)


def _reopened(before: Promised, happened: Happened, books: Books) -> Promised:
    """A fresh promise of an answer and of news, and what the facts call for since; the window to come back is done."""
    after = before._replace(phase=Phase.OPEN)
    clocks = [
        end(clock, happened) if clock.is_running and clock.rule == _REOPENING else clock for clock in after.clocks
    ]
    for base in dict.fromkeys(clock.base for clock in before.clocks if _is_promised_anew(clock, books)):
        fresh = again(clocks, base, books, happened.at)
        if fresh is not None and not any(clock.base == base and clock.is_running for clock in clocks):
            clocks.append(fresh)
    if not any(clock.base == ANSWER for clock in clocks):
        rule = books.book.in_force(ANSWER, happened.at.date())
        clocks += [begun(books, rule, happened.at)] if rule is not None else []
    return rebound(after._replace(clocks=tuple(clocks)), books, happened.at)


_REOPENING = "POL-REOPEN"


def _is_promised_anew(clock: Clock, books: Books) -> bool:
    rule = books.library.rule(clock.rule, clock.rule_version)
    if rule.jurisdiction != EVERYWHERE or rule.term is not Term.FIXED:
        return False
    return rule.obligation in {Obligation.ANSWER, Obligation.UPDATE}


def _window(before: Promised, happened: Happened, books: Books, trigger: str) -> Promised:
    """What others may do from now on."""
    then = replace(facts_of(before.law), moments={trigger: happened.at})
    fresh = [
        begun(books, bound.rule, bound.start, demand=bound.demand)
        for bound in binding(books.book, then)
        if bound.rule.obligation is not Obligation.SURVEY
    ]
    known = {clock.base for clock in before.clocks}
    first = tuple(clock for clock in fresh if clock.base not in known)
    rounds = [again(before.clocks, clock.base, books, happened.at) for clock in fresh if clock.base in known]
    return before._replace(clocks=before.clocks + first + tuple(clock for clock in rounds if clock is not None))


# Small acts -----------------------------------------------------------------------------------------------------------


def _running(before: Promised, obligations: Collection[Obligation], books: Books) -> list[Clock]:
    rule = books.library.rule
    return [
        clock
        for clock in before.clocks
        if clock.is_running and rule(clock.rule, clock.rule_version).obligation in obligations
    ]


def _met(
    before: Promised,
    happened: Happened,
    obligations: Collection[Obligation],
    books: Books,
    *,
    demands: frozenset[str] | None = None,
) -> Promised:
    keys = {
        clock.key
        for clock in _running(before, obligations, books)
        if clock.is_promise and (demands is None or clock.demand in demands)
    }
    if not keys:
        return before
    return before.with_clocks(
        [meet(clock, happened.at, happened.seq) if clock.key in keys else clock for clock in before.clocks]
    )


_ACTS: Mapping[str, Callable[[Promised, Happened, Books], Promised]] = {
    "received": _received,
    "added": _told,
    "danger_marked": _told,
    "acknowledged": _acknowledged,
    "classified": _looked_at,
    "danger_cleared": _looked_at,
    "kind_settled": _told,
    "corrected": _told,
    "qualified": _told,
    "absorbed": _told,
    "asked": _spoken,
    "restated": _spoken,
    "replied": _replied,
    "interim": _interim,
    "declined": _declined,
    "closed": _closed,
    "withdrawn": _left,
    "merged": _left,
    "reopened": _reopened,
    "extended": named.extended,
    "paused": named.paused,
    "resumed": named.resumed,
    "fulfilled": named.fulfilled,
    "deadline_near": named.warned,
    "deadline_missed": named.warned,
    "escalated": named.warned,
    "window_passed": named.passed,
    "clocks_moved": named.moved,
}
_LADDER = frozenset(kind for kind, act in _ACTS.items() if act is named.warned)
STIRRING = frozenset(_ACTS)
"""The kinds of events that may change a promise; those that may begin one name the books they were reckoned with."""

BEGINNING = frozenset({"received", "asked", "restated", "replied", "interim", "closed", "reopened"})
"""Those that may begin a clock by themselves; those that change facts may, too."""
