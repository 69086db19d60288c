"""What the log tells of a case's messages, persons, decisions and files, and whether their rows still say so; for `verify`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from amends.core.models import Attachment, CaseAccess, Consent, Issue, Message, Party
from amends.core.rules.clocks.facts import demand_of
from amends.core.rules.hands import FACT as HANDS
from amends.core.rules.hands import NAMED
from amends.core.rules.kinds import Direction, PartyRole
from amends.lib.text import one_line, tidy

_WRITTEN = frozenset({"acknowledged", "asked", "restated", "declined", "interim"})
"""Events that hold the words of what was sent to the complainant; that of a reply holds their digest also in the open."""

_SETTLING = frozenset({"received", "classified", "kind_settled"})
"""Events after which the case is of the kind they name."""

_CONTACT = ("name", "email", "phone")


class Person(NamedTuple):
    """A person of a case, as far as events name one."""

    role: str
    may_see: bool
    name: str
    email: str
    phone: str


@dataclass(slots=True)
class Told:
    """What the events of one case have told so far; words as their digests.

    `decided`: validity, words and reasons by the position of the issue. `complainant` is None while nobody can say, and so
    is `persons`, how many the receipt wrote (older events do not say it). `consents`: how often the person at a position
    gave one of a kind, to which text (None where older events do not say it); `agreed`: the text of those that still hold.
    `named`: who is let in or kept out, by id (None where older events do not say it).
    """

    sent: dict[str, str] = field(default_factory=dict)
    heard: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    decided: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)
    complainant: dict[str, str] | None = None
    is_anonymous: bool = False
    persons: int | None = None
    others: Counter[Person] = field(default_factory=Counter)
    law: dict[str, Any] | None = None
    kind: str | None = None
    category: str | None = None
    hands: dict[str, Any] | None = None
    named: dict[str, bool] | None = None
    consents: Counter[tuple[int, str, str]] | None = None
    agreed: dict[tuple[int, str], str] = field(default_factory=dict)

    def take(self, kind: str, facts: dict[str, Any], personal: object) -> None:
        """The next event. Facts of any form are borne: a forger may have written them.

        PERSONAL is None when the facts kept apart are lost, and empty when the event has none.
        """
        apart = personal if isinstance(personal, dict) else None
        if isinstance(files := facts.get("files"), list):
            self.files.update(map(str, files))
        if isinstance(law := facts.get("law"), dict):
            self.law = law
        if isinstance(hands := facts.get(HANDS), dict):
            self.hands = hands
        if isinstance(named := facts.get(NAMED), dict) and (kind == "received" or self.named is not None):
            self.named = (self.named or {}) | named
        if kind in _SETTLING:
            self.kind = _text(facts, "kind")
            self.category = _text(facts, "category") or self.category
        if kind == "consented":
            self._consent(facts.get("party"), facts.get("consent"), facts.get("text_version"), facts.get("given"))
        if kind == "replied":
            self.sent[str(facts.get("text_digest"))] = "a reply"
        elif kind == "received":
            self._received(facts, apart)
        elif apart is not None:
            self._words(kind, facts, apart)
            self._persons(kind, facts, apart)

    def is_called(self, name: str) -> bool:
        """Whether the complainant may stand under this name in lists: the own name, or none if none was wished."""
        return self.complainant is None or name == ("" if self.is_anonymous else self.complainant["name"])

    def _received(self, facts: Mapping[str, Any], apart: Mapping[str, Any] | None) -> None:
        self.heard[str(facts.get("statement_digest"))] += 1
        self.is_anonymous = bool(facts.get("anonymous"))
        if isinstance(consents := facts.get("consents"), dict):
            self.consents = Counter()
            for kind, version in consents.items():
                self._consent(0, kind, version, given=True)
        if apart is None:
            return
        self.complainant = _contact(apart)
        if isinstance(persons := facts.get("persons"), int):
            self.persons = persons
            if persons > 1:
                self.others[Person(PartyRole.BUYER, False, str(apart.get("buyer", "")), "", "")] += 1

    def _consent(self, party: Any, kind: object, version: object, given: Any) -> None:
        if self.consents is None:
            return
        if given:
            self.consents[party, str(kind), str(version)] += 1
            self.agreed[party, str(kind)] = str(version)
        else:
            self.agreed.pop((party, str(kind)), None)

    def _words(self, kind: str, facts: Mapping[str, Any], apart: Mapping[str, Any]) -> None:
        text = str(apart.get("text", ""))
        if kind == "added" or (kind == "confirmed" and text.strip()):
            self.heard[_digest(text)] += 1
        elif kind == "noted":
            self.notes[_digest(text)] += 1
        elif kind in _WRITTEN and text:
            self.sent[_digest(text)] = "a letter"
        elif kind == "decided":
            found = (str(facts.get("validity")), _text(apart, "decision"), _text(apart, "reasons"))
            self.decided[str(facts.get("issue"))] = found

    def _persons(self, kind: str, facts: Mapping[str, Any], apart: Mapping[str, Any]) -> None:
        if kind == "party_added":
            self.others[Person(str(facts.get("role")), bool(facts.get("may_see")), **_contact(apart))] += 1
        elif kind == "corrected" and self.complainant is not None and isinstance(after := apart.get("after"), dict):
            told = {name: after[f"party.{name}"] for name in _CONTACT if f"party.{name}" in after}
            self.complainant |= {name: one_line(tidy(str(value)), 200) for name, value in told.items()}


class Beside:
    """The rows of all cases that must agree with what was told, walked in step with the cases in the order of their keys."""

    def __init__(self, portion: int) -> None:
        self._messages = _Step(Message.objects, ("direction", "body"), portion)
        self._issues = _Step(Issue.objects, ("position", "validity", "decision", "reasons", "demands", "harm"), portion)
        self._files = _Step(Attachment.objects, ("digest",), portion)
        self._consents = _Step(
            Consent.objects, ("party__position", "kind", "text_version", "withdrawn_at"), portion, "party__complaint_id"
        )
        self._access = _Step(CaseAccess.objects, ("person_id", "is_granted"), portion)
        self._parties = _Step(Party.objects, ("position", "role", "may_see", *_CONTACT), portion)

    def differing(self, case: int, told: Told) -> Iterator[str]:
        """What differs, in words. Ask for each case once, in order."""
        messages, issues = self._messages.of(case), self._issues.of(case)
        files, parties = Counter(digest for (digest,) in self._files.of(case)), self._parties.of(case)
        consents, access = self._consents.of(case), self._access.of(case)
        yield from _messages(messages, told)
        yield from _decisions(issues, told)
        yield from _demands(issues, told)
        if files != told.files:
            yield "its files are not those that arrived"
        yield from _parties(parties, told)
        yield from _consents(consents, told)
        if told.named is not None and told.named != {str(person): is_granted for person, is_granted in access}:
            yield "who is let in or kept out by name is not what its events tell"


def _messages(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    found = {direction: Counter[str]() for direction in Direction}
    for direction, body in rows:
        found[Direction(direction)][_digest(body)] += 1
    for what in sorted(
        {what for digest, what in told.sent.items() if digest not in found[Direction.OUT]}, reverse=True
    ):
        yield f"the text of {what} was changed"
    if found[Direction.IN] != told.heard:
        yield "what the complainant wrote is not what arrived: a message was changed, added or taken"
    if found[Direction.NOTE] != told.notes:
        yield "a note was changed, added or taken"


def _decisions(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    issues = {str(position): [validity, *texts] for position, validity, *texts, _, _ in rows if validity}
    for position in sorted(told.decided.keys() | issues.keys()):
        wanted = told.decided.get(position, ("", None, None))
        found = issues.get(position, ["", "", ""])
        if any(text is not None and text != kept for text, kept in zip(wanted, found, strict=True)):
            yield f"the decision of issue {position} was changed"


def _demands(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    if told.law is None:
        return
    rows = sorted(rows)
    if [demand_of(demand) for *_, demands, _ in rows for demand in demands] != told.law.get("demands", []):
        yield "what was demanded was changed"
    if sorted({str(harm) for *_, harms in rows for harm in harms}) != told.law.get("harms", []):
        yield "the harm that was done was changed"


def _parties(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    if told.complainant is None:
        return
    first = [Person(*row) for position, *row in rows if position == 0]
    if first != [Person(PartyRole.COMPLAINANT, True, **told.complainant)]:
        yield "name or contact of the complainant was changed"
    others = Counter(Person(*row) for position, *row in rows if position > 0)
    # Older receipts do not say on whose behalf somebody wrote.
    untold = [Person(*row) for position, *row in rows if position == 1 and row[0] == PartyRole.BUYER]
    if told.others - others or others - told.others - Counter(untold if told.persons is None else ()):
        yield "a further person of the case was changed, added or taken"


def _consents(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    if told.consents is None:
        return
    ever = Counter((position, kind, version) for position, kind, version, _ in rows)
    agreed = {(position, kind): version for position, kind, version, withdrawn in rows if withdrawn is None}
    if (ever, agreed) != (told.consents, told.agreed):
        yield "a consent was changed, added or taken"


def _contact(apart: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(apart.get(name, "")) for name in _CONTACT}


def _text(apart: Mapping[str, Any], name: str) -> str | None:
    return str(apart[name]) if name in apart else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Step:
    def __init__(self, rows: Any, columns: tuple[str, ...], portion: int, case: str = "complaint_id") -> None:
        ordered: QuerySet[Any, Any] = rows.order_by(case, "pk").values_list(case, *columns)
        self._groups = groupby(ordered.iterator(portion), itemgetter(0))
        self._held: tuple[int, list[tuple[Any, ...]]] | None = None

    def of(self, case: int) -> list[tuple[Any, ...]]:
        """The rows of this case; those of cases passed on the way are left behind."""
        while True:
            if self._held is None:
                key, group = next(self._groups, (None, ()))
                if key is None:
                    return []
                self._held = (key, [row[1:] for row in group])
            if self._held[0] > case:
                return []
            (key, rows), self._held = self._held, None
            if key == case:
                return rows
