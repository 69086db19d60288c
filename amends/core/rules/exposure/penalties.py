"""Penalties of so many per cent a day, by the rules in force on each day. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from amends.core.rules.exposure.binding import bound
from amends.core.rules.exposure.facts import AtStake, Clock, Line, no_base, plain, rounded, step
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.penalty import Delay, growth, is_capped
from amends.core.rules.law.rule import Certainty, Rule, Unit

_ONE_DAY = timedelta(days=1)


def penalties(facts: AtStake, book: RuleBook, day: date) -> list[Line]:
    """A line for each rule by which missed days cost money; from the last day in time on, so that tomorrow is seen."""
    delays: dict[str, list[Delay]] = {}
    for clock in facts.clocks:
        rule_id = _consequence(book, clock)
        if rule_id and clock.due_on <= day:
            delays.setdefault(rule_id, []).append(Delay(clock.due_on, min(clock.ended_on or day, day)))
    for rule in bound(facts, book, Unit.PERCENT_A_DAY, day):
        missed = facts.days[rule.trigger]
        if missed <= day:
            late = [*delays.get(rule.id, []), Delay(missed, min(facts.ends.get(rule.trigger, day), day))]
            # One thing was late, however many clocks tell of it: no day of it is counted twice.
            delays[rule.id] = [Delay(min(one.missed for one in late), max(one.until for one in late))]
    return [_penalty(facts, book, rule_id, late, day) for rule_id, late in delays.items()]


def _consequence(book: RuleBook, clock: Clock) -> str:
    """The money rule that a missed clock sets off; empty when it has none, or when the rule is no longer in the book."""
    if clock.rule not in book:
        return ""
    rule = next((rule for rule in book.versions(clock.rule) if rule.version == clock.version), None)
    consequence = rule.consequence if rule else ""
    return consequence if consequence and book.versions(consequence)[-1].unit is Unit.PERCENT_A_DAY else ""


def _penalty(facts: AtStake, book: RuleBook, rule_id: str, late: list[Delay], day: date) -> Line:
    versions = book.versions(rule_id)
    rule = book.in_force(rule_id, day) or versions[-1]
    late = [_within(delay, versions) for delay in late]
    steps = [
        step("late", day=one.missed.isoformat(), until=one.until.isoformat(), n=one.days, unit="CD") for one in late
    ]
    days = sum(delay.days for delay in late)
    base = facts.base(rule.money.base if rule.money else "")
    if base is None:
        return Line(rule_id, facts.currency, rule, days=days, steps=(*steps, no_base(rule)))
    grown = growth(book, rule_id, late, Decimal(base))
    for rate, count in grown.rates.items():
        steps.append(step("per_cent", rate=plain(rate), n=count, unit="CD", base=base, currency=facts.currency))
    if grown.capped_on:
        steps.append(step("capped", day=grown.capped_on.isoformat(), base=base, currency=facts.currency))
    if days and is_capped(book, rule, day) and not all(is_capped(book, rule, one.missed + _ONE_DAY) for one in late):
        steps.append(step("straddles"))
        # How the cap meets a delay that is older than it is less sure than the rule itself.
        rule = replace(rule, certainty=Certainty.MEDIUM)
    amount = rounded(grown.total)
    return Line(
        rule_id,
        facts.currency,
        rule,
        base_minor=base,
        rate=plain(rule.length),
        days=days,
        cap_minor=base if is_capped(book, rule, day) else None,
        full_minor=amount,
        amount_minor=amount,
        steps=(*steps, step("amount", amount=amount, currency=facts.currency)),
    )


def _within(delay: Delay, versions: tuple[Rule, ...]) -> Delay:
    """Only the days on which the law had the rule at all."""
    begins, ends = versions[0].in_force_from, versions[-1].in_force_to
    missed = max(delay.missed, begins - _ONE_DAY) if begins else delay.missed
    return Delay(missed, min(delay.until, ends) if ends else delay.until)
