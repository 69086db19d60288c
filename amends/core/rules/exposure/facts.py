"""What the reckoning of an exposure asks about a case, and the lines it answers with. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from amends.core.rules.law.reckoning import Step
from amends.core.rules.law.rule import Rule

CIRCUMSTANCES = ("fraud", "unsafe_food")
"""What staff enter and multiples of the price hang on."""

Digits = Callable[[str], int]
"""How many digits a currency has after its point."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A demand; without an amount a refund is for the price."""

    type: str
    minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal clock of the case: its rule, the last day in time, and the day on which it was met or ended."""

    rule: str
    version: int
    due_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class AtStake:
    """What the reckoning asks about a case; nothing about a person.

    `sums` by base of a money rule (price, household_price, prepayment, service_price, loss), in minor units of `currency`.
    `days` by trigger: claim_presented, delivery_missed, ombudsman; `ends` the day on which one of them was made good.
    `probability` in per cent, of a court award; None when nobody has entered one.
    """

    currency: str
    jurisdictions: frozenset[str] = frozenset()
    kind: str = "complaint"
    demands: tuple[Asked, ...] = ()
    clocks: tuple[Clock, ...] = ()
    sums: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    ends: Mapping[str, date] = field(default_factory=dict)
    circumstances: frozenset[str] = frozenset()
    exemptions: frozenset[str] = frozenset()
    probability: int | None = None

    def base(self, name: str) -> int | None:
        """A sum by the name of the base; what was bought for the household is all of it unless entered apart."""
        if name == "household_price":
            return self.sums.get(name, self.sums.get("price"))
        return self.sums.get(name)


@dataclass(frozen=True, slots=True)
class Line:
    """One sum of the exposure. `rule` is none for what is demanded itself.

    `full_minor` is due when everything goes against the office, `amount_minor` is what counts, weighted where a probability
    was entered; `day_minor` is what one more day adds to it.
    """

    key: str
    currency: str
    rule: Rule | None = None
    base_minor: int | None = None
    rate: str = ""
    days: int = 0
    cap_minor: int | None = None
    full_minor: int = 0
    amount_minor: int = 0
    day_minor: int = 0
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Exposure:
    """All lines of one currency and their sums."""

    currency: str
    today_minor: int
    one_more_day_minor: int
    full_minor: int
    lines: tuple[Line, ...]


def step(code: str, **values: str | int) -> Step:
    """A step of a derivation with its values."""
    return Step(code, values)


def no_base(rule: Rule) -> Step:
    """The sum that a rule reckons from is not known."""
    return step("no_base", base=rule.money.base if rule.money else "")


def share(base: int, per_cent: Decimal) -> int:
    """So many per cent of a sum, rounded once."""
    return rounded(base * per_cent / 100)


def rounded(amount: Decimal) -> int:
    """To the minor unit, half up."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def plain(number: int | Decimal | None) -> str:
    """A number of a rule as people write it: 0.5, 3."""
    return f"{Decimal(number or 0).normalize():f}"
