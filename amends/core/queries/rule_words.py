"""A rule in words: what it asks, when, of whom, since when; and what differs between two versions of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from amends.core.queries import derivation
from amends.core.queries.exposure_words import BASE_NAMES
from amends.core.rules import letter_dates
from amends.core.rules.fact_names import FACT_NAMES, WORDS_OF
from amends.core.rules.law.rule import (
    CERTAINTY_NAMES,
    DAY_UNITS,
    HOUR_UNITS,
    MONEY_UNITS,
    OBLIGATION_NAMES,
    PAUSES,
    ROLL_NAMES,
    TRIGGERS,
    UNIT_NAMES,
    UNKNOWN,
    Condition,
    DayZero,
    OwedBy,
    Roll,
    Rule,
    Term,
    said,
)
from amends.ui.numbers import digits, semicolon

_LENGTHS = DAY_UNITS | HOUR_UNITS


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would change, in words."""

    what: str
    before: str
    after: str


def lines(rule: Rule, language: str) -> dict[str, str]:
    """What the rule says, by what it is about; what it does not say is left out."""
    told = {
        gettext("Title"): said(rule.title, language),
        gettext("Starts with"): gettext(TRIGGERS[rule.trigger]),
        gettext("What must be done"): gettext(OBLIGATION_NAMES[rule.obligation]),
        gettext("Term"): term(rule, language),
        gettext("First day"): gettext("The day of the event is counted") if rule.day_zero is DayZero.EVENT else "",
        gettext("When the last day is a day off"): _roll(rule, language),
        gettext("With the extension"): _extended(rule, language),
        gettext("May stand still for"): _joined((gettext(PAUSES[code]) for code in rule.pauses), language),
        gettext("Owed by"): _owed(rule),
        gettext("In force"): in_force(rule, language),
        gettext("Holds for"): _conditions(rule.binds, language),
        gettext("Not for"): _conditions(rule.unless, language),
        gettext("Article"): said(rule.article, language),
        gettext("Note"): said(rule.note, language),
        gettext("Reading of the law"): gettext(CERTAINTY_NAMES[rule.certainty]),
        gettext("Review"): derivation.standing(rule, language)[1],
    }
    return {what: words for what, words in told.items() if words}


def differences(before: Rule | None, after: Rule, language: str) -> list[Difference]:
    """What the later version changes; of a new rule everything it says."""
    old, new = lines(before, language) if before else {}, lines(after, language)
    return [
        Difference(what, old.get(what, ""), new.get(what, ""))
        for what in dict.fromkeys([*old, *new])
        if old.get(what) != new.get(what)
    ]


def term(rule: Rule, language: str) -> str:
    """How long it is, in one phrase."""
    if rule.term is Term.CONTRACT:
        return gettext("The days of the contract")
    if rule.term is Term.TYPED:
        return gettext("The day set in the letter")
    if rule.length is None:
        return gettext(UNIT_NAMES[rule.unit])
    if rule.unit in _LENGTHS:
        return derivation.term(rule.unit, int(rule.length), language)
    base = rule.money.base if rule.money else ""
    of = f" ({gettext(BASE_NAMES[base])})" if rule.unit in MONEY_UNITS and base else ""
    return f"{digits(rule.length, language)} {gettext(UNIT_NAMES[rule.unit])}{of}"


def in_force(rule: Rule, language: str) -> str:
    """From when to when; open ends are left open."""
    begins, ends = (_day(on, language) for on in (rule.in_force_from, rule.in_force_to))
    if begins and ends:
        return gettext("from %(first)s to %(last)s") % {"first": begins, "last": ends}
    if begins:
        return gettext("from %(first)s") % {"first": begins}
    return gettext("until %(last)s") % {"last": ends} if ends else gettext("always")


def _day(on: date | None, language: str) -> str:
    return letter_dates.day(on, language) if on else ""


def _roll(rule: Rule, language: str) -> str:
    if rule.unit not in DAY_UNITS:
        return ""
    by = said(rule.roll_article, language) if rule.roll is not Roll.NONE else ""
    return gettext(ROLL_NAMES[rule.roll]) + (f" ({by})" if by else "")


def _extended(rule: Rule, language: str) -> str:
    return derivation.term(rule.unit, rule.extended, language) if rule.extended and rule.unit in _LENGTHS else ""


def _owed(rule: Rule) -> str:
    if rule.owed_by is OwedBy.OFFICE:
        return ""
    return gettext("The complainant") if rule.owed_by is OwedBy.COMPLAINANT else gettext("An authority")


def _conditions(conditions: Iterable[Condition], language: str) -> str:
    """The alternatives, a line each."""
    return "\n".join(_condition(condition, language) or gettext("every case") for condition in conditions)


def _condition(condition: Condition, language: str) -> str:
    return semicolon(language).join(_facts(condition, language))


def _facts(condition: Condition, language: str) -> Iterator[str]:
    for name, codes in condition.items():
        words = sorted(gettext("not known") if code == UNKNOWN else _word(name, code) for code in codes)
        yield f"{gettext(FACT_NAMES[name])}: {_joined(words, language)}"


def _word(name: str, code: str) -> str:
    known = WORDS_OF[name].get(code)
    return gettext(known) if known else code


def _joined(words: Iterable[str], language: str) -> str:
    return {"fa": "، ", "zh": "、"}.get(language, ", ").join(words)
