"""Fines on what a court awards, multiples of a sum, and fees of other bodies. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amends.core.rules.exposure.binding import bound
from amends.core.rules.exposure.facts import AtStake, Digits, Line, no_base, plain, rounded, share, step
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import Rule, Unit


def fines(facts: AtStake, book: RuleBook, day: date, award: Sequence[Line]) -> list[Line]:
    """A share of what a court awards, once a day in time was missed: before, the demand can still be met freely."""
    lines, is_late = [], any(line.days for line in award)
    base = sum(line.amount_minor for line in award) if is_late else 0
    for rule in bound(facts, book, Unit.PERCENT, day):
        full = share(base, Decimal(rule.length or 0))
        exempt = sorted(facts.exemptions & set(rule.money.exempt if rule.money else ()))
        chance = 0 if exempt else facts.probability or 0
        steps = [step("share", rate=plain(rule.length), base=base, currency=facts.currency, amount=full)]
        if not is_late:
            steps = [step("not_late")]
        elif exempt:
            steps += [step("exempt", why=why) for why in exempt]
        elif facts.probability is None:
            steps.append(step("no_probability"))
        counted = share(base, Decimal(rule.length or 0) * chance / 100)
        if chance and is_late:
            steps.append(step("weighted", n=chance, amount=counted, full=full, currency=facts.currency))
        lines.append(
            Line(
                rule.id,
                facts.currency,
                rule,
                base_minor=base,
                rate=plain(rule.length),
                full_minor=0 if exempt else full,
                amount_minor=counted,
                steps=tuple(steps),
            )
        )
    return lines


def multiples(facts: AtStake, book: RuleBook, digits: Digits) -> list[Line]:
    """So many times a sum. Of several that hold only the highest counts: one wrong is not paid for twice."""
    lines = [_multiple(facts, rule, digits) for rule in bound(facts, book, Unit.TIMES)]
    highest = max(lines, key=lambda line: line.amount_minor, default=None)
    return [
        line
        if line is highest
        else replace(line, full_minor=0, amount_minor=0, steps=(*line.steps, step("higher_counts")))
        for line in lines
    ]


def _multiple(facts: AtStake, rule: Rule, digits: Digits) -> Line:
    assert rule.money is not None and rule.length is not None
    base, currency, steps, amount = facts.base(rule.money.base), facts.currency, [], 0
    if base is None:
        steps.append(no_base(rule))
    else:
        amount = rounded(base * Decimal(rule.length))
        said = {"times": plain(rule.length), "of": rule.money.base}
        steps.append(step("times", **said, base=base, amount=amount, currency=currency))
    if rule.money.instead and (other := facts.base(rule.money.instead[1])) is not None:
        times, of = rule.money.instead
        instead = rounded(other * times)
        steps.append(step("times", times=plain(times), of=of, base=other, amount=instead, currency=currency))
        amount = max(amount, instead)
    if rule.money.floor is not None:
        floor = rounded(rule.money.floor.scaleb(digits(rule.money.currency)))
        is_same = rule.money.currency == currency
        steps.append(step("floor" if is_same else "floor_apart", amount=floor, currency=rule.money.currency))
        amount = max(amount, floor) if is_same else amount
    steps.append(step("amount", amount=amount, currency=currency))
    return Line(
        rule.id,
        currency,
        rule,
        base_minor=base,
        rate=plain(rule.length),
        full_minor=amount,
        amount_minor=amount,
        steps=tuple(steps),
    )


def fees(facts: AtStake, book: RuleBook, day: date, digits: Digits) -> list[Line]:
    """What another body charges from the day on which the case came to it."""
    lines = []
    for rule in bound(facts, book, Unit.SUM):
        if rule.money is None or rule.length is None or facts.days[rule.trigger] > day:
            continue
        currency = rule.money.currency or facts.currency
        amount = rounded(Decimal(rule.length).scaleb(digits(currency)))
        told = step("fee", day=facts.days[rule.trigger].isoformat(), amount=amount, currency=currency)
        lines.append(Line(rule.id, currency, rule, full_minor=amount, amount_minor=amount, steps=(told,)))
    return lines
