"""Which rules about money hold for a case. Pure."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from amends.core.rules.exposure.facts import AtStake
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import Rule, Unit


def bound(facts: AtStake, book: RuleBook, unit: Unit, day: date | None = None) -> list[Rule]:
    """The money rules of a unit that hold for the case: in the version of the day, or of the day of their trigger."""
    known = {"kind": frozenset({facts.kind}), "circumstances": facts.circumstances}
    found = []
    for rule_id, jurisdiction, trigger in _money_rules(book, unit):
        # An award has no day of its own yet: it is reckoned as if it came today.
        start = day if unit is Unit.PERCENT else facts.days.get(trigger)
        if start is None or jurisdiction not in facts.jurisdictions:
            continue
        rule = book.in_force(rule_id, day or start)
        if rule and any(all(known.get(name, frozenset()) & of for name, of in one.items()) for one in rule.binds):
            found.append(rule)
    return found


@lru_cache(maxsize=64)
def _money_rules(book: RuleBook, unit: Unit) -> tuple[tuple[str, str, str], ...]:
    newest = [book.versions(rule_id)[-1] for rule_id in book.ids()]
    return tuple((rule.id, rule.jurisdiction, rule.trigger) for rule in newest if rule.unit is unit)
