"""All lines of an exposure, today and for one more day, and their sums. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from amends.core.rules.exposure.awards import fees, fines, multiples
from amends.core.rules.exposure.facts import AtStake, Digits, Exposure, Line, step
from amends.core.rules.exposure.penalties import penalties
from amends.core.rules.kinds import DemandType
from amends.core.rules.law.book import RuleBook

MONEY_BACK = frozenset({DemandType.REFUND, DemandType.PRICE_REDUCTION, DemandType.DAMAGES, DemandType.MORAL_DAMAGES})
"""Demands that are for money; one of another sort is at stake only with an amount."""

_ONE_DAY = timedelta(days=1)


def exposures(facts: AtStake, book: RuleBook, today: date, digits: Digits) -> tuple[Exposure, ...]:
    """What the case may cost, one exposure a currency, that of the case first; none where nothing is at stake."""
    tomorrow = {line.key: line.amount_minor for line in _lines(facts, book, today + _ONE_DAY, digits)}
    lines = [
        replace(line, day_minor=tomorrow.get(line.key, 0) - line.amount_minor)
        for line in _lines(facts, book, today, digits)
    ]
    currencies = sorted({line.currency for line in lines}, key=lambda code: (code != facts.currency, code))
    return tuple(_summed(code, tuple(line for line in lines if line.currency == code)) for code in currencies)


def _summed(currency: str, lines: tuple[Line, ...]) -> Exposure:
    return Exposure(
        currency,
        sum(line.amount_minor for line in lines),
        sum(line.day_minor for line in lines),
        sum(line.full_minor for line in lines),
        lines,
    )


def _lines(facts: AtStake, book: RuleBook, day: date, digits: Digits) -> list[Line]:
    demanded, late = _demanded(facts), penalties(facts, book, day)
    award = [line for line in (*demanded, *late) if line.currency == facts.currency]
    fined = fines(facts, book, day, award) if late else []
    return [*demanded, *late, *fined, *multiples(facts, book, digits), *fees(facts, book, day, digits)]


def _demanded(facts: AtStake) -> list[Line]:
    """The demands themselves. The price stands in for the first refund that names no amount, and only for it."""
    lines: list[Line] = []
    price = facts.base("prepayment") or facts.base("price")
    for number, demand in enumerate(facts.demands, start=1):
        key, values = f"demand:{number}", {"demand": demand.type}
        if demand.minor is not None:
            currency = demand.currency or facts.currency
            told = step("demanded", **values, amount=demand.minor, currency=currency)
            lines.append(Line(key, currency, full_minor=demand.minor, amount_minor=demand.minor, steps=(told,)))
        elif demand.type == DemandType.REFUND and price is not None:
            told = step("demanded_price", **values, amount=price, currency=facts.currency)
            lines.append(Line(key, facts.currency, full_minor=price, amount_minor=price, steps=(told,)))
            price = None
        elif demand.type in MONEY_BACK:
            lines.append(Line(key, facts.currency, steps=(step("no_amount", **values),)))
    return lines
