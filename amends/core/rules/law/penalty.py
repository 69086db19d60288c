"""What lateness costs: so many per cent of a sum for every day, by the rules in force on each of these days. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.reckoning import Step
from amends.core.rules.law.rule import Rule, Unit

_CENT = Decimal("0.01")


class NotAPenalty(ValueError):
    """The rule is not one of per cent a day."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """The whole amount, rounded once to the minor unit, and how it came about."""

    amount: Decimal
    days: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """A due day that was missed, and the last day that counts as late."""

    missed: date
    until: date

    @property
    def days(self) -> int:
        return max((self.until - self.missed).days, 0)


@dataclass(frozen=True, slots=True)
class Growth:
    """A penalty before it is rounded: how many days at which rate, and since when a cap holds it."""

    total: Decimal
    rates: Mapping[Decimal, int]
    capped_on: date | None


def penalty(book: RuleBook, rule_id: str, missed: date, until: date, base: Decimal) -> Penalty:
    """What a due day that was missed has cost by the end of a day (paid that day: it still counts).

    Each day is reckoned by the version in force on it; from the day a cap is in force nothing is added above it, and
    what had grown before stays. Refuses a rule that is no penalty by the day and a time when none is in force.
    """
    delay = Delay(missed, until)
    grown = growth(book, rule_id, [delay], base)
    if not delay.days and book.rule(rule_id, missed).unit is not Unit.PERCENT_A_DAY:
        raise NotAPenalty(rule_id)
    steps = [Step("late", {"day": missed.isoformat(), "until": until.isoformat(), "n": delay.days, "unit": "CD"})]
    for rate, days in grown.rates.items():
        values: dict[str, str | int] = {"rate": f"{rate.normalize():f}", "n": days, "unit": "CD", "base": f"{base:f}"}
        steps.append(Step("per_cent", values))
    if grown.capped_on:
        steps.append(Step("capped", {"day": grown.capped_on.isoformat(), "base": f"{base:f}"}))
    amount = grown.total.quantize(_CENT, ROUND_HALF_UP)
    return Penalty(amount, delay.days, (*steps, Step("amount", {"amount": f"{amount:f}"})))


def growth(book: RuleBook, rule_id: str, delays: Sequence[Delay], base: Decimal) -> Growth:
    """What several due days that were missed have cost together, day by day; the cap, where there is one, is one for all.

    Refuses what `penalty` refuses.
    """
    total, capped_on = Decimal(0), None
    rates: dict[Decimal, int] = {}
    for day in sorted(delay.missed + timedelta(days=n) for delay in delays for n in range(1, delay.days + 1)):
        rule = book.rule(rule_id, day)
        if rule.unit is not Unit.PERCENT_A_DAY or rule.length is None:
            raise NotAPenalty(rule_id)
        more = base * rule.length / 100
        if is_capped(book, rule, day) and total + more > base:
            more = max(base - total, Decimal(0))
            capped_on = capped_on or day
        total += more
        rates[Decimal(rule.length)] = rates.get(Decimal(rule.length), 0) + 1
    return Growth(total, rates, capped_on)


def is_capped(book: RuleBook, rule: Rule, day: date) -> bool:
    """Whether the penalty may not pass its base that day."""
    if rule.money is None:
        return False
    return bool(rule.money.cap or (rule.money.capped_by and book.in_force(rule.money.capped_by, day)))
