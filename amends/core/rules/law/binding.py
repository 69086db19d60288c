"""Which rules bind a case, told by its facts, and from which moment each of them counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import UNKNOWN, Condition, Rule, Term


@dataclass(frozen=True, slots=True)
class Facts:
    """What the law asks about a case; nothing about a person. Codes as in `kinds`; sets are empty when nothing is known.

    `subject` is goods, services or digital; `product` food, nonfood or nothing known; `presented_to` seller, maker, both
    or nothing known; `circumstances` what a rule names besides (quality_check, out_of_stock, far_north, durable).
    `moments` are the starts by the name of their trigger: `claim_presented` is presented_at.
    """

    jurisdictions: frozenset[str]
    kind: str
    channel: str = ""
    demands: frozenset[str] = frozenset()
    subject: str = "goods"
    product: str = ""
    prepaid_undelivered: bool = False
    distance_sale: bool = False
    sectors: frozenset[str] = frozenset()
    presented_to: str = ""
    harms: frozenset[str] = frozenset()
    has_danger: bool = False
    is_data_request: bool = False
    circumstances: frozenset[str] = frozenset()
    contract_days: int | None = None
    due_typed: date | None = None
    moments: Mapping[str, datetime] = field(default_factory=dict)


class Bound(NamedTuple):
    """A rule that holds for the case: counted from `start`, for one `demand` (or none); `typed` is a day set by another.

    A tuple, because a history makes very many of them.
    """

    rule: Rule
    start: datetime
    demand: str = ""
    typed: date | None = None


def binding(book: RuleBook, facts: Facts) -> tuple[Bound, ...]:
    """The clocks that run for a case with these facts, in the order of the book.

    A rule runs from the moment of its trigger, in the version in force on that day; one whose moment is not known does
    not run yet. Where its conditions name demands there is one clock for each demand. ZoZPP 18; ISO 10002, 7.4.
    """
    bound: list[Bound] = []
    for versions in _holding(book, facts):
        newest = versions[-1].rule
        start = facts.moments.get(newest.trigger)
        if start is None:
            continue
        day = _day(newest, start)
        held = next((version for version in versions if version.rule.is_in_force(day)), None)
        if held is not None:
            bound += _clocks(held, start, facts)
    return tuple(bound)


class _Held(NamedTuple):
    """A version of a rule, and the demands for which its conditions hold (an empty one: for the case as a whole)."""

    rule: Rule
    demands: tuple[str, ...]


def _holding(book: RuleBook, facts: Facts) -> tuple[tuple[_Held, ...], ...]:
    """The rules whose conditions hold, whenever they may start. Most cases ask the same: the book remembers the answer."""
    question = (
        facts.jurisdictions, facts.kind, facts.channel, facts.demands, facts.subject, facts.product,
        facts.prepaid_undelivered, facts.distance_sale, facts.sectors, facts.presented_to, facts.harms, facts.has_danger,
        facts.is_data_request, facts.circumstances, facts.contract_days is None, facts.due_typed is None,
    )  # fmt: skip
    found: tuple[tuple[_Held, ...], ...] | None = book.remembered.get(question)
    if found is None:
        known = _by_name(facts)
        each = (
            tuple(_Held(rule, _demands(rule, facts, known)) for rule in versions)
            for versions in book.candidates(facts.jurisdictions)
        )
        found = tuple(versions for versions in each if any(version.demands for version in versions))
        book.remember(question, found)
    return found


def _demands(rule: Rule, facts: Facts, known: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    if any(_holds(condition, known) for condition in rule.unless):
        return ()
    demands: set[str] = set()
    for condition in rule.binds:
        if _holds(condition, known):
            demands |= condition["demands"] & facts.demands if "demands" in condition else {""}
    return tuple(sorted(demands))


def _clocks(held: _Held, start: datetime, facts: Facts) -> list[Bound]:
    rule = held.rule
    if rule.term is Term.CONTRACT:
        if facts.contract_days is None:
            return []
        rule = replace(rule, length=facts.contract_days)
    typed = facts.due_typed if rule.term is Term.TYPED else None
    if rule.term is Term.TYPED and typed is None:
        return []
    return [Bound(rule, start, demand, typed) for demand in held.demands]


def _day(rule: Rule, start: datetime) -> date:
    """The day of the start where the law holds: versions change at its midnight, not at ours."""
    return (start.astimezone(ZoneInfo(rule.zone)) if rule.zone else start).date()


def _holds(condition: Condition, known: Mapping[str, frozenset[str]]) -> bool:
    return all(known[name] & values for name, values in condition.items())


def _by_name(facts: Facts) -> dict[str, frozenset[str]]:
    both = facts.presented_to == "both"
    marks = {
        "prepaid_undelivered": facts.prepaid_undelivered,
        "distance_sale": facts.distance_sale,
        "has_danger": facts.has_danger,
        "is_data_request": facts.is_data_request,
        "has_contract_days": facts.contract_days is not None,
        "has_due_typed": facts.due_typed is not None,
    }
    return {
        "kind": frozenset({facts.kind}),
        "channel": frozenset({facts.channel}),
        "demands": facts.demands,
        "subject": frozenset({facts.subject or UNKNOWN}),
        "product": frozenset({facts.product or UNKNOWN}),
        "sectors": facts.sectors,
        "presented_to": frozenset({"seller", "maker"} if both else {facts.presented_to or UNKNOWN}),
        "harms": facts.harms,
        "circumstances": facts.circumstances,
        "marks": frozenset(name for name, holds in marks.items() if holds),
    }
