"""The book of rules: every version of each, found by id and day; no gap and no overlap between versions. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from amends.core.rules.law.rule import Rule
from amends.core.rules.words import N_, Reason
from amends.lib.data_files import DataFault

EVERYWHERE = "*"
"""The jurisdiction of the office's own rules."""

_ONE_DAY = timedelta(days=1)
_MOST_REMEMBERED = 5_000


class NoRule(LookupError):
    """The book has no such rule, or none in force that day. `reason` is the sentence for the reader's language."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text % reason.values)
        self.reason = reason


class UnknownRule(NoRule):
    def __init__(self, rule_id: str) -> None:
        super().__init__(Reason(N_("There is no rule %(rule)s."), {"rule": rule_id}))


class NotInForce(NoRule):
    def __init__(self, rule_id: str, on: date, versions: tuple[Rule, ...]) -> None:
        text = N_("The rule %(rule)s is not in force on %(day)s; it is in force %(times)s.")
        times = ", ".join(f"{rule.in_force_from or '…'} – {rule.in_force_to or '…'}" for rule in versions)
        super().__init__(Reason(text, {"rule": rule_id, "day": on.isoformat(), "times": times}))


class RuleBook:
    """All versions of all rules, unchangeable.

    Refuses, naming file and line: a version that is there twice, versions of one id with a gap or an overlap in their
    dates or numbers that do not grow with them, and a rule that names another which is not in the book.
    """

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        found: dict[str, list[Rule]] = {}
        for rule in rules:
            found.setdefault(rule.id, []).append(rule)
        self._versions = {rule_id: tuple(sorted(versions, key=_begins)) for rule_id, versions in found.items()}
        for versions in self._versions.values():
            for earlier, later in pairwise(versions):
                _check_order(earlier, later)
        for rule in self:
            self._check_references(rule)
        newest = [versions[-1] for versions in self._versions.values()]
        self.remembered: dict[Hashable, Any] = {}
        self._binding = [(rule.id, rule.jurisdiction) for rule in newest if rule.binds and rule.is_clock]

    def rule(self, rule_id: str, on: date) -> Rule:
        """The version in force on the day. Refuses an unknown id and a day when none is in force."""
        versions = self.versions(rule_id)
        for rule in versions:
            if rule.is_in_force(on):
                return rule
        raise NotInForce(rule_id, on, versions)

    def in_force(self, rule_id: str, on: date) -> Rule | None:
        """Like `rule`, but nothing where it is not in force or not known."""
        return next((rule for rule in self._versions.get(rule_id, ()) if rule.is_in_force(on)), None)

    def version(self, rule_id: str, number: int) -> Rule:
        """One version by its number, for clocks that began under it. Refuses one that is not there."""
        for rule in self.versions(rule_id):
            if rule.version == number:
                return rule
        raise UnknownRule(f"{rule_id} ({number})")

    def versions(self, rule_id: str) -> tuple[Rule, ...]:
        """From the oldest to the newest. Refuses an unknown id."""
        if rule_id not in self._versions:
            raise UnknownRule(rule_id)
        return self._versions[rule_id]

    def ids(self) -> tuple[str, ...]:
        """In the order of the jurisdictions and their packs."""
        return tuple(self._versions)

    def candidates(self, jurisdictions: frozenset[str]) -> tuple[tuple[Rule, ...], ...]:
        """The clocks that may bind a case of these jurisdictions, each with its versions; the office's own always may."""
        return tuple(
            self._versions[rule_id] for rule_id, where in self._binding if where == EVERYWHERE or where in jurisdictions
        )

    def remember(self, question: Hashable, answer: object) -> None:
        """Keeps what was found out from this book; a book never changes, so that an answer stays true."""
        if len(self.remembered) >= _MOST_REMEMBERED:
            self.remembered.clear()
        self.remembered[question] = answer

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._versions

    def __iter__(self) -> Iterator[Rule]:
        for versions in self._versions.values():
            yield from versions

    def amended(self, rules: Iterable[Rule], *, take_numbers: bool = False) -> RuleBook:
        """A new book in which an office's own rules stand: a new id is added; a known one is replaced from its first day
        on, so that the version before ends the day before and stays for the cases that began under it.

        The higher number has the later word: it overtakes what would have begun after it. Refuses a number that is there
        already; with TAKE_NUMBERS the own version stands in its place, so that an upgrade which ships the same number
        brings down no house.
        """
        kept = {rule_id: list(versions) for rule_id, versions in self._versions.items()}
        for rule in sorted(rules, key=lambda rule: rule.version):
            begins, known = rule.in_force_from or date.min, kept.get(rule.id, [])
            taken = [old for old in known if take_numbers and old.version == rule.version]
            before = [old for old in known if (old.in_force_from or date.min) < begins and old not in taken]
            if before and (taken or (before[-1].in_force_to or date.max) >= begins):
                before[-1] = replace(before[-1], in_force_to=begins - _ONE_DAY)
            kept[rule.id] = [*before, rule]
        return RuleBook(rule for versions in kept.values() for rule in versions)

    def _check_references(self, rule: Rule) -> None:
        named = [rule.consequence, rule.money.capped_by if rule.money else ""]
        for rule_id in filter(None, named):
            if rule_id not in self._versions:
                text = N_("%(rule)s names the rule %(named)s, which is not in the book")
                raise DataFault(text, place=rule.place, rule=rule.id, named=rule_id)


def _begins(rule: Rule) -> tuple[date, int]:
    return rule.in_force_from or date.min, rule.version


def _check_order(earlier: Rule, later: Rule) -> None:
    """Refuses two versions of one rule that are one, stand the wrong way round, overlap, or leave days to nobody."""
    about: dict[str, Any] = {
        "rule": later.id,
        "version": later.version,
        "earlier": earlier.version,
        "place_of": earlier.place or "…",
    }
    if later.version == earlier.version:
        text = N_("%(rule)s version %(version)s is there twice; first at %(place_of)s")
        raise DataFault(text, place=later.place, **about)
    if later.version < earlier.version:
        text = N_("%(rule)s version %(version)s begins after version %(earlier)s")
        raise DataFault(text, place=later.place, **about)
    ends, begins = earlier.in_force_to or date.max, later.in_force_from or date.min
    if begins <= ends:
        text = N_(
            "%(rule)s version %(version)s begins on %(begins)s, while version %(earlier)s (%(place_of)s) is in force"
            " until %(ends)s: they overlap"
        )
        raise DataFault(text, place=later.place, **about, begins=begins, ends=earlier.in_force_to or "…")
    if begins - ends > _ONE_DAY:
        text = N_(
            "%(rule)s version %(version)s begins on %(begins)s, but version %(earlier)s (%(place_of)s) ends on %(ends)s:"
            " there is a gap"
        )
        raise DataFault(text, place=later.place, **about, begins=begins, ends=ends)
