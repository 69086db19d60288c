"""What a case may cost, in words: every line of the reckoning as sentences in the reader's language and calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext, override

from amends.core.queries import derivation
from amends.core.rules import letter_dates
from amends.core.rules.exposure import Exposure, Line
from amends.core.rules.kinds import DEMAND_NAMES, DemandType
from amends.core.rules.law.reckoning import Step
from amends.core.rules.law.rule import EXEMPTIONS, said
from amends.core.rules.words import N_
from amends.ui import numbers

BASE_NAMES = {
    "price": N_("the price"),
    "household_price": N_("the price of what a household would buy"),
    "prepayment": N_("the prepayment"),
    "service_price": N_("the price of the service"),
    "loss": N_("the loss"),
    "award": N_("the award"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line: what it is, how much, how it came about, and how sure the reading of the law is."""

    title: str
    amount: str
    steps: tuple[str, ...]
    standing: tuple[str, ...]


def told(exposure: Exposure, language: str) -> list[Told]:
    """Every line of the exposure, in the order in which it is reckoned."""
    with override(language):
        return [
            Told(
                _title(line, language),
                numbers.money(line.amount_minor, line.currency, language),
                tuple(_sentence(step, language) for step in line.steps),
                tuple(derivation.standing(line.rule, language)) if line.rule else (),
            )
            for line in exposure.lines
        ]


def sentences(exposures: Sequence[Exposure], language: str) -> list[str]:
    """The whole derivation as one list of sentences, for those who read no screen."""
    return [
        sentence
        for exposure in exposures
        for one in told(exposure, language)
        for sentence in (f"{one.title}: {one.amount}", *one.steps, *one.standing)
    ]


def _title(line: Line, language: str) -> str:
    if line.rule is None:
        return gettext("Demanded")
    return f"{said(line.rule.title, language)} ({said(line.rule.article, language)})"


def _sentence(step: Step, language: str) -> str:
    return _WORDING[step.code](_Says(language, step))


class _Says:
    """Puts the values of one step into words."""

    def __init__(self, language: str, step: Step) -> None:
        self.language, self.values = language, step.values

    def __call__(self, text: str, **values: object) -> str:
        return gettext(text) % values

    def money(self, key: str = "amount") -> str:
        return numbers.money(int(self.values[key]), str(self.values["currency"]), self.language)

    def day(self, key: str = "day") -> str:
        return letter_dates.day(date.fromisoformat(str(self.values[key])), self.language)

    def number(self, key: str) -> str:
        written = str(self.values[key])
        mark = {"ru": ",", "fa": "٫"}.get(self.language, ".")
        return numbers.digits(written.replace(".", mark), self.language)

    def days(self) -> str:
        count = int(self.values["n"])
        return ngettext("%(n)s day", "%(n)s days", count) % {"n": numbers.digits(count, self.language)}

    def base(self, key: str = "base") -> str:
        name = str(self.values[key])
        return gettext(BASE_NAMES.get(name, name))

    def demand(self) -> str:
        kind = str(self.values["demand"])
        return gettext(DEMAND_NAMES[DemandType(kind)]) if kind in set(DemandType) else kind


def _per_cent(says: _Says) -> str:
    text = N_("%(rate)s %% of %(base)s a day, for %(term)s.")
    return says(text, rate=says.number("rate"), base=says.money("base"), term=says.days())


def _late(says: _Says) -> str:
    if not int(says.values["n"]):
        return says(N_("Due on %(day)s: not late yet."), day=says.day())
    text = N_("Missed on %(day)s, reckoned to %(until)s: %(term)s late.")
    return says(text, day=says.day(), until=says.day("until"), term=says.days())


def _weighted(says: _Says) -> str:
    text = N_("Weighted with the probability entered, %(n)s %%: %(amount)s expected, %(full)s in full.")
    return says(text, n=says.number("n"), amount=says.money(), full=says.money("full"))


def _times(says: _Says) -> str:
    text = N_("%(times)s times %(what)s, %(base)s: %(amount)s.")
    return says(text, times=says.number("times"), what=says.base("of"), base=says.money("base"), amount=says.money())


def _share(says: _Says) -> str:
    text = N_("%(rate)s %% of everything that may be awarded, %(base)s: %(amount)s.")
    return says(text, rate=says.number("rate"), base=says.money("base"), amount=says.money())


_WORDING: Mapping[str, Callable[[_Says], str]] = {
    "demanded": lambda says: says(N_("%(demand)s: %(amount)s."), demand=says.demand(), amount=says.money()),
    "demanded_price": lambda says: says(
        N_("%(demand)s without an amount: the price counts, %(amount)s."), demand=says.demand(), amount=says.money()
    ),
    "no_amount": lambda says: says(N_("%(demand)s: no amount is known, so none is counted."), demand=says.demand()),
    "late": _late,
    "per_cent": _per_cent,
    "no_base": lambda says: says(N_("Not reckoned: %(what)s is not known."), what=says.base()),
    "capped": lambda says: says(
        N_("From %(day)s on nothing is added above %(base)s."), day=says.day(), base=says.money("base")
    ),
    "straddles": lambda says: says(
        N_(
            "The delay began before the cap was law: what had grown by then stays. Other readings are possible: ask a lawyer."
        )
    ),
    "amount": lambda says: says(N_("Together: %(amount)s."), amount=says.money()),
    "share": _share,
    "not_late": lambda says: says(N_("No day in time is missed yet: the demand can still be met freely.")),
    "exempt": lambda says: says(N_("Not due, as entered: %(why)s."), why=gettext(EXEMPTIONS[str(says.values["why"])])),
    "no_probability": lambda says: says(N_("No probability is entered, so it is not counted.")),
    "weighted": _weighted,
    "times": _times,
    "floor": lambda says: says(N_("At least %(amount)s."), amount=says.money()),
    "floor_apart": lambda says: says(
        N_("The least amount is set in another currency, %(amount)s; it is not converted."), amount=says.money()
    ),
    "higher_counts": lambda says: says(N_("Not counted here: of several multiples only the highest is.")),
    "fee": lambda says: says(N_("With that body since %(day)s: %(amount)s."), day=says.day(), amount=says.money()),
}
