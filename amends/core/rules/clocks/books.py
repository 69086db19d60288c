"""What a reckoning looks things up in: rules, calendars, the ladder, the office's own numbers, as known at one edition. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from amends.core.rules.calendars import Calendar
from amends.core.rules.clocks.clock import Calendared
from amends.core.rules.clocks.ladder import Ladder
from amends.core.rules.deadlines import NEVER
from amends.core.rules.law import reckoning
from amends.core.rules.law.book import EVERYWHERE, RuleBook, UnknownRule
from amends.core.rules.law.reckoning import Pause
from amends.core.rules.law.rule import DAY_UNITS, Ends, Rule, Term, Unit

SCREEN, SAFETY, ANSWER = "POL-SCREEN", "POL-SCREEN-SAFETY", "POL-ANSWER"
IN_ZONE = "@"
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Own:
    """What the office itself promises and where it stands. `place` is the calendar of its country, `calendar` its own one.

    Kept in every event that starts a clock, so that the reckoning can be repeated when the office has changed its mind.
    """

    assessment_hours: int = 4
    safety_hours: int = 1
    answer_days: int = 10
    zone: str = "UTC"
    place: str = EVERYWHERE
    calendar: str = ""

    def as_plain(self, edition: int) -> dict[str, Any]:
        """What an event keeps: the numbers, and the edition of rules and calendars that was known."""
        return asdict(self) | {"edition": edition}


class Added(NamedTuple):
    """A rule of the office, from an edition on."""

    edition: int
    rule: Rule


class Kept(NamedTuple):
    """A version of a calendar, from an edition on, for terms that start on its first day or later."""

    edition: int
    valid_from: date
    calendar: Calendar


class DueAt(NamedTuple):
    """A due moment (NEVER while the clock stands still) and its steps as JSON keeps them."""

    at: datetime
    steps: tuple[Any, ...]


class Library:
    """Every version of every rule and calendar there ever was, and the books that were known at each edition."""

    def __init__(
        self,
        packs: RuleBook,
        ladder: Ladder,
        ready: Callable[[str, date], Calendar],
        rules: Iterable[Added] = (),
        kept: Iterable[Kept] = (),
    ) -> None:
        """`ready` gives the calendar of a country for terms that start on a day, where none is kept."""
        self.packs, self.ladder, self._ready = packs, ladder, ready
        self._added = sorted(rules, key=lambda added: added.edition)
        self._kept: dict[str, list[Kept]] = {}
        for one in sorted(kept, key=lambda kept: kept.edition):
            self._kept.setdefault(one.calendar.code, []).append(one)
        self._shipped = {(rule.id, rule.version) for rule in packs}
        self._rules = {(rule.id, rule.version): rule for rule in (*packs, *(added.rule for added in self._added))}
        self._books: dict[tuple[int, Own], Books] = {}
        self._named: dict[frozenset[Any], Books] = {}
        self._ruled: dict[tuple[str, int, str], Rule] = {}
        self._dues: dict[Any, DueAt] = {}
        self._calendars: dict[tuple[str, int, int], Calendar] = {}

    def books(self, edition: int, own: Own) -> Books:
        """The books as they were known at an edition."""
        found = self._books.get((edition, own))
        if found is None:
            added = [one.rule for one in self._added if one.edition <= edition]
            book = self.packs.amended(added, take_numbers=True) if added else self.packs
            found = self._books[edition, own] = Books(edition, own, book, self)
        return found

    @cached_property
    def bare(self) -> Books:
        """For events that begin nothing: only what clocks already name is looked up."""
        return self.books(0, Own())

    def books_of(self, plain: Mapping[str, Any]) -> Books:
        """The books that an event names; those of a year's events are the same few, hence remembered."""
        key = frozenset(plain.items())
        found = self._named.get(key)
        if found is None:
            values = dict(plain)
            found = self._named[key] = self.books(values.pop("edition"), Own(**values))
        return found

    def rule(self, rule_id: str, version: int, term: str = "") -> Rule:
        """A rule as a clock runs under it: with its term, where that stands outside. Refuses an unknown version."""
        found = self._ruled.get((rule_id, version, term))
        if found is None:
            if (rule_id, version) not in self._rules:
                raise UnknownRule(f"{rule_id} ({version})")
            found = self._ruled[rule_id, version, term] = _with_term(self._rules[rule_id, version], term)
        return found

    def is_shipped(self, rule: Rule) -> bool:
        return (rule.id, rule.version) in self._shipped

    def calendar(self, known: Calendared, start: datetime) -> Calendar:
        """A version of a calendar, in the zone that its code names. Refuses a code nobody knows (KeyError)."""
        key = (known.code, known.version, start.year)
        found = self._calendars.get(key)
        if found is None:
            code, _, zone = known.code.partition(IN_ZONE)
            plain = self._version(code, known.version, start.date())
            found = self._calendars[key] = replace(plain, zone=zone) if zone else plain
        return found

    def newest(self, code: str, day: date, edition: int) -> Calendared:
        """The version of a calendar that counts for a term starting on the day, as known at an edition."""
        bare = code.partition(IN_ZONE)[0]
        for one in reversed(self._kept.get(bare, ())):
            if one.edition <= edition and one.valid_from <= day:
                return Calendared(code, one.calendar.version)
        return Calendared(code, 0)

    def codes(self) -> Sequence[str]:
        """The calendars that are kept."""
        return tuple(self._kept)

    def due(
        self, rule: Rule, term: str, start: datetime, known: Calendared, *, extended: bool, pauses: Sequence[Pause]
    ) -> DueAt:
        """When the rule is due; the start is told in the calendar's zone. Of a day's many cases one is reckoned."""
        calendar = self.calendar(known, start)
        begins = start.astimezone(calendar.tz)
        if pauses or rule.ends is not Ends.DAY or not (rule.unit in DAY_UNITS or rule.term is Term.TYPED):
            return _due(rule, term, begins, calendar, extended, pauses)
        key = (rule.id, rule.version, term, known, begins.date(), extended)
        found = self._dues.get(key)
        if found is None:
            if len(self._dues) > _MOST_KEPT:
                self._dues.clear()
            found = self._dues[key] = _due(rule, term, begins, calendar, extended, pauses)
        return found

    def _version(self, code: str, version: int, day: date) -> Calendar:
        if not version:
            return self._ready(code, day)
        return next(kept.calendar for kept in self._kept[code] if kept.calendar.version == version)


def _due(rule: Rule, term: str, start: datetime, calendar: Calendar, extended: bool, pauses: Sequence[Pause]) -> DueAt:
    typed = date.fromisoformat(term) if rule.term is Term.TYPED else None
    found = reckoning.due(rule, start, calendar, extended=extended, pauses=pauses, typed=typed)
    return DueAt(found.due_at or NEVER, tuple([step.code, dict(step.values)] for step in found.steps))


def _with_term(rule: Rule, term: str) -> Rule:
    """`10CD`, `4WH`: length and unit; a day stays apart, since the rule itself has no length then."""
    if not term or rule.term is Term.TYPED:
        return rule
    digits = term.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return replace(rule, length=int(digits), unit=Unit(term[len(digits) :]))


@dataclass(frozen=True)
class Books:
    """The rules and calendars known at one edition, with the office's own numbers of that moment."""

    edition: int
    own: Own
    book: RuleBook
    library: Library
    _begins: dict[Any, tuple[Calendared, str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def ladder(self) -> Ladder:
        return self.library.ladder

    @cached_property
    def as_plain(self) -> dict[str, Any]:
        """How an event names these books."""
        return self.own.as_plain(self.edition)

    @cached_property
    def _country(self) -> str:
        """The calendar of the office's country in its zone: counts until the office has one of its own."""
        return f"{self.own.place}{IN_ZONE}{self.own.zone}"

    def working_calendar(self, at: datetime) -> Calendar:
        """The calendar by which the office works at a moment: that of the team or the office, else of its country."""
        return self.library.calendar(self._own_calendar(at.date()), at)

    def begins_under(self, rule: Rule, start: datetime, typed: date | None) -> tuple[Calendared, str]:
        """The calendar and the outside term for a clock that starts now. Asked for every complaint, hence remembered."""
        key = (rule.id, rule.version, rule.length, start.date(), typed)
        found = self._begins.get(key)
        if found is None:
            if len(self._begins) > _MOST_KEPT:
                self._begins.clear()
            known = self._calendar_for(rule, start)
            term = self._term_of(rule, typed, self.library.calendar(known, start))
            found = self._begins[key] = (known, term)
        return found

    def _calendar_for(self, rule: Rule, start: datetime) -> Calendared:
        """The law counts in the calendar of its country, the office's own rules in that of the office."""
        day = start.date()
        if rule.jurisdiction != EVERYWHERE:
            return self.library.newest(rule.jurisdiction, day, self.edition)
        return self._own_calendar(day)

    def _own_calendar(self, day: date) -> Calendared:
        own = self.library.newest(self.own.calendar or self._country, day, self.edition)
        return own if own.version or not self.own.calendar else self.library.newest(self._country, day, self.edition)

    def _term_of(self, rule: Rule, typed: date | None, calendar: Calendar) -> str:
        """What of the rule's term stands outside it; empty where it says all by itself.

        The office's numbers stand for those of the rules that ship; hours are working hours once it has said its hours.
        """
        if typed is not None:
            return typed.isoformat()
        if rule.term is Term.CONTRACT:
            return f"{rule.length}{rule.unit}"
        if rule.id not in (SCREEN, SAFETY, ANSWER) or not self.library.is_shipped(rule):
            return ""
        if rule.id == SCREEN:
            return f"{self.own.assessment_hours}{Unit.WORKING_HOURS if calendar.hours else Unit.HOURS}"
        return f"{self.own.safety_hours}{Unit.HOURS}" if rule.id == SAFETY else f"{self.own.answer_days}{Unit.DAYS}"
