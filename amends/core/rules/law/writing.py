"""Writes rules as packs that read back the same: for keeping them, and for the file an office takes with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import yaml

from amends.core.rules.law.rule import Condition, DayZero, Ends, Money, OwedBy, Roll, Rule, Term, Unit, Words

_DEFAULTS = {
    "term": Term.FIXED,
    "day_zero": DayZero.AFTER,
    "roll": Roll.NONE,
    "ends": Ends.DAY,
    "owed_by": OwedBy.OFFICE,
}


def packs_of(rules: Iterable[Rule]) -> dict[str, dict[str, Any]]:
    """One pack a jurisdiction, by its name; a second one where rules of a jurisdiction live in different zones."""
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.jurisdiction, rule.zone), []).append(rule)
    found: dict[str, dict[str, Any]] = {}
    for (jurisdiction, _), group in groups.items():
        name = "office" if jurisdiction == "*" else jurisdiction
        while name in found:
            name += "-2"
        found[name] = pack_of(group)
    return found


def pack_of(rules: Iterable[Rule]) -> dict[str, Any]:
    """The pack that `read_pack_in` reads back as these rules, which are of one jurisdiction and zone."""
    rules = list(rules)
    laws, words = _Named("law"), _Named("then")
    entries = [_entry(rule, laws, words) for rule in rules]
    pack: dict[str, Any] = {"jurisdiction": rules[0].jurisdiction}
    pack |= {"zone": rules[0].zone} if rules[0].zone else {}
    pack |= {"laws": laws.by_name}
    pack |= {"words": words.by_name} if words.by_name else {}
    return pack | {"rules": entries}


def text_of(pack: Mapping[str, Any]) -> str:
    """The pack as the YAML a person reads and changes."""
    return yaml.dump(pack, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=None)


class _Named:
    """Texts that stand once in a pack and are spoken of by a name."""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self.by_name: dict[str, Any] = {}

    def name(self, words: Words) -> str:
        plain = _words(words)
        for name, known in self.by_name.items():
            if known == plain:
                return name
        name = f"{self._stem}{len(self.by_name) + 1}"
        self.by_name[name] = plain
        return name


def _entry(rule: Rule, laws: _Named, words: _Named) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": rule.id, "version": rule.version, "title": _words(rule.title)}
    entry |= {"scope": _words(rule.scope)} if rule.scope else {}
    entry |= {"trigger": rule.trigger, "obligation": rule.obligation.value}
    entry |= {"length": _number(rule.length)} if rule.length is not None else {}
    entry |= {"unit": rule.unit.value} if rule.unit is not Unit.NONE else {}
    entry |= {"extended": rule.extended} if rule.extended is not None else {}
    entry |= {name: value.value for name in _DEFAULTS if (value := _choice(rule, name)) is not _DEFAULTS[name]}
    entry |= {"roll_by": {"law": laws.name(rule.roll_article)}} if rule.roll_article else {}
    entry |= {} if rule.is_clamped else {"clamp": False}
    entry |= {"repeats": True} if rule.repeats else {}
    entry |= {"pauses": list(rule.pauses)} if rule.pauses else {}
    consequence = words.name(rule.consequence_words) if rule.consequence_words else rule.consequence
    entry |= {"consequence": consequence} if consequence else {}
    entry |= {"money": _money(rule.money)} if rule.money else {}
    entry |= {"from": rule.in_force_from.isoformat()} if rule.in_force_from else {}
    entry |= {"to": rule.in_force_to.isoformat()} if rule.in_force_to else {}
    entry |= {"law": laws.name(rule.article), "certainty": rule.certainty.value}
    entry |= {"note": _words(rule.note)} if rule.note else {}
    entry |= {"reviewed_by": rule.reviewed_by} if rule.reviewed_by is not None else {}
    entry |= {"reviewed_on": rule.reviewed_on.isoformat()} if rule.reviewed_on else {}
    entry |= {"binds": _conditions(rule.binds)} if rule.binds else {}
    return entry | ({"unless": _conditions(rule.unless)} if rule.unless else {})


def _choice(rule: Rule, name: str) -> StrEnum:
    value: StrEnum = getattr(rule, name)
    return value


def _words(words: Words) -> Any:
    """A text for all languages is plain; texts by language stay apart."""
    return words[""] if set(words) == {""} else dict(words)


def _number(value: int | Decimal) -> Any:
    return value if isinstance(value, int) else int(value) if value == value.to_integral_value() else str(value)


def _conditions(conditions: Iterable[Condition]) -> Any:
    found = [{name: sorted(values) for name, values in condition.items()} for condition in conditions]
    return "always" if found == [{}] else found


def _money(money: Money) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "base": money.base,
        "cap": money.cap,
        "capped_by": money.capped_by,
        "floor": None if money.floor is None else _number(money.floor),
        "currency": money.currency,
        "instead": money.instead and {"times": _number(money.instead[0]), "base": money.instead[1]},
        "exempt": list(money.exempt),
    }
    return {name: value for name, value in plain.items() if value not in (None, "", [])}


class _Dumper(yaml.SafeDumper):
    """Rules below their list, each key on a line of its own; short lists within a line."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)
