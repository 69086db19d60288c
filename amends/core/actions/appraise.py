"""Appraise: what staff know of the money in a case: prices, days, circumstances, and how likely an award is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from amends.core.actions import _words
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Appraisal, Complaint, Event
from amends.core.rules.exposure import CIRCUMSTANCES
from amends.core.rules.law.rule import EXEMPTIONS
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person

SUMS = ("price", "household_price", "prepayment", "service_price", "loss")
DAYS = ("delivery_missed", "ombudsman")
ENDS = ("delivery_missed",)
MOST_MINOR = 10**15


@dataclass(frozen=True, slots=True)
class Appraised:
    """Sums in minor units of `currency`; days by the trigger of a rule, and when the matter was made good (`ends`).

    What is not given is not known. Without a price that of the issues counts.
    """

    currency: str
    sums: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    ends: Mapping[str, date] = field(default_factory=dict)
    circumstances: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    probability: int | None = None


def appraise(complaint: Complaint, *, facts: Appraised, why: str, by: Person, at: datetime) -> Event:
    """Records the appraisal; it replaces the earlier one, which the log keeps. The exposure follows at once.

    Refuses a currency that is none, a sum below nothing, a probability outside 0 to 100, an end before its beginning, a
    household's share above the price, and an appraisal without a reason.
    """
    reason = _words.why(why)
    _check(facts)
    plain = {
        "currency": facts.currency,
        "sums": dict(facts.sums),
        "days": {name: day.isoformat() for name, day in facts.days.items()},
        "ends": {name: day.isoformat() for name, day in facts.ends.items()},
        "circumstances": sorted(set(facts.circumstances)),
        "exemptions": sorted(set(facts.exemptions)),
        "probability": facts.probability,
    }
    with recording(complaint, Verb.APPRAISE, by=by, at=at) as act:
        Appraisal.objects.update_or_create(complaint=act.case, defaults=plain | {"at": at, "by": by})
        return act.event("appraised", plain, {"why": reason})


def _check(facts: Appraised) -> None:
    known = (
        (facts.sums, SUMS), (facts.days, DAYS), (facts.ends, ENDS),
        (facts.circumstances, CIRCUMSTANCES), (facts.exemptions, EXEMPTIONS),
    )  # fmt: skip
    if any(set(given) - set(names) for given, names in known):
        raise ActionRefused(N_("This cannot be appraised here."))
    if not (len(facts.currency) == 3 and facts.currency.isascii() and facts.currency.isupper()):
        raise ActionRefused(N_("A currency is written in three letters, like EUR."), "currency")
    for name, minor in facts.sums.items():
        if not 0 <= minor <= MOST_MINOR:
            raise ActionRefused(N_("This is no amount of money."), name)
    if facts.probability is not None and not 0 <= facts.probability <= 100:
        raise ActionRefused(N_("A probability is a number from 0 to 100."), "probability")
    price = facts.sums.get("price")
    if price is not None and facts.sums.get("household_price", 0) > price:
        raise ActionRefused(N_("A household’s share cannot be more than the price."), "household_price")
    for name, ended in facts.ends.items():
        if name not in facts.days or ended < facts.days[name]:
            raise ActionRefused(N_("It cannot have come before the day it was due."), "delivered_on")
