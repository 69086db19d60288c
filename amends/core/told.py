"""What the log tells of a case: its messages, persons, decisions, issues and files; for `verify`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from amends.core.rules.hands import FACT as HANDS
from amends.core.rules.hands import NAMED
from amends.core.rules.kinds import PartyRole
from amends.core.rules.things import FACT as THINGS
from amends.lib.text import one_line, tidy

_WRITTEN = frozenset({"acknowledged", "asked", "restated", "declined", "interim"})
"""Events that hold the words of what was sent to the complainant; that of a reply holds their digest also in the open."""

_SETTLING = frozenset({"received", "classified", "kind_settled"})
"""Events after which the case is of the kind they name."""

CONTACT = ("name", "email", "phone")


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
    gave one of a kind, to which text; `agreed`: the text of those that still hold. `things`: what the issue at a position is
    about; `issues`: how many were named last. `named`: who is let in or kept out, by id. What older events do not say is None.
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
    things: dict[int, Any] | None = None
    issues: int = 0
    consents: Counter[tuple[int, str, str]] | None = None
    agreed: dict[tuple[int, str], str] = field(default_factory=dict)

    def take(self, kind: str, facts: dict[str, Any], personal: object) -> None:
        """The next event. Facts of any form are borne: a forger may have written them.

        PERSONAL is None when the facts kept apart are lost, and empty when the event has none.
        """
        apart = personal if isinstance(personal, dict) else None
        if isinstance(files := facts.get("files"), list):
            self.files.update(map(str, files))
        self._standing(kind, facts)
        if apart is not None and isinstance(told := apart.get(THINGS), list):
            stay = {place: about for place, about in (self.things or {}).items() if str(place) in self.decided}
            self.things, self.issues = stay | dict(enumerate(told, 1)), len(told)
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

    def _standing(self, kind: str, facts: Mapping[str, Any]) -> None:
        """What the law asks about, in whose hands the case is, and who is named on it."""
        if isinstance(law := facts.get("law"), dict):
            self.law = law
        if isinstance(hands := facts.get(HANDS), dict):
            self.hands = hands
        if isinstance(named := facts.get(NAMED), dict) and (kind == "received" or self.named is not None):
            self.named = (self.named or {}) | named

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
            self.heard[digest_of(text)] += 1
        elif kind == "noted":
            self.notes[digest_of(text)] += 1
        elif kind in _WRITTEN and text:
            self.sent[digest_of(text)] = "a letter"
        elif kind == "decided":
            found = (str(facts.get("validity")), _text(apart, "decision"), _text(apart, "reasons"))
            self.decided[str(facts.get("issue"))] = found

    def _persons(self, kind: str, facts: Mapping[str, Any], apart: Mapping[str, Any]) -> None:
        if kind == "party_added":
            self.others[Person(str(facts.get("role")), bool(facts.get("may_see")), **_contact(apart))] += 1
        elif kind == "corrected" and self.complainant is not None and isinstance(after := apart.get("after"), dict):
            told = {name: after[f"party.{name}"] for name in CONTACT if f"party.{name}" in after}
            self.complainant |= {name: one_line(tidy(str(value)), 200) for name, value in told.items()}


def _contact(apart: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(apart.get(name, "")) for name in CONTACT}


def _text(apart: Mapping[str, Any], name: str) -> str | None:
    return str(apart[name]) if name in apart else None


def digest_of(text: str) -> str:
    """As events keep it of words that they do not hold in the open."""
    return hashlib.sha256(text.encode()).hexdigest()
