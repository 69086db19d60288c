"""The history of one loaded complaint: events in a real chain and the messages beside them, in their order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from amends.core.loader import words
from amends.core.loader.shapes import Shape
from amends.core.loader.sheets import Sheets, as_json, moment
from amends.core.rules import chain
from amends.core.rules.clocks import (
    BEGINNING,
    FRESH,
    STIRRING,
    Books,
    Happened,
    Promised,
    calls,
    interim_due,
    next_tick,
    step,
)
from amends.core.rules.clocks.facts import plain
from amends.core.rules.hands import NAMED
from amends.core.rules.kinds import Delivery, Direction, Validity
from amends.core.rules.states import Stage
from amends.core.rules.things import FACT as THINGS
from amends.core.rules.things import thing

REASONS = "The seal of the lot did not hold."


@dataclass(slots=True)
class Ids:
    """The next free ids of what a case has a varying number of."""

    message: int = 1
    event: int = 1
    deadline: int = 1


@dataclass(slots=True)
class Story:
    """One case while it is told; `at` and the chain move on with every event."""

    sheets: Sheets
    ids: Ids
    random: Random
    pk: int
    key: UUID
    shape: Shape
    language: str
    received_at: datetime
    by: int | None
    person: str
    email: str
    receipt: str
    statement: str
    country: str
    demands: list[dict[str, Any]]
    books: Books
    until: datetime
    at: datetime = field(init=False)
    acted_at: datetime = field(init=False)
    promised: Promised = field(init=False, default=FRESH)
    decision: str = field(init=False, default="")
    seq: int = field(init=False, default=0)
    head: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.at, self.head = self.received_at, chain.genesis(str(self.key))

    @property
    def law(self) -> dict[str, Any]:
        """The facts that the law asks about."""
        at = self.received_at.isoformat()
        countries = [self.country] if self.country else []
        return plain({"jurisdictions": countries, "kind": "complaint", "channel": "api", "received_at": at,
                      "presented_at": at, "demands": self.demands})  # fmt: skip

    @property
    def lot(self) -> str:
        return f"26-{self.pk % 4000:04d}"

    @property
    def price(self) -> dict[str, Any]:
        """What was paid, as the columns of the issue; asked for when it is classified."""
        paid = self.demands[0] if self.demands and self.shape.is_classified else {}
        return {"price_minor": paid.get("amount_minor"), "currency": paid.get("currency", "")}

    def tell(self, team: str, category: str) -> None:
        """From the first word to where its shape ends."""
        self._arrive(team)
        if self.shape.is_classified:
            self._later(9_000)
            facts = {"category": category, "kind": "complaint", "consequence": "", "issues": [category], "before": "",
                     "proposed": "", "why": ""}  # fmt: skip
            apart = {
                "essence": self.statement[:120],
                THINGS: [thing({"lot": self.lot, "demands": self.demands} | self.price)],
            }
            self._event("classified", facts, apart, by=self.by)
        for _ in range(self.shape.rounds):
            self._ask_and_hear()
        if self.shape.is_decided:
            self._later(90_000)
            self.decision = self._text(1)
            decision = {"decision": self.decision, "reasons": REASONS, "factors": ["law"]}
            self._event("decided", {"issue": 1, "validity": Validity.UPHELD, "redress": ""}, decision, by=self.by)
        if self.shape.is_replied:
            self._answer()
        self._end()

    def _arrive(self, team: str) -> None:
        self._message(self.statement, incoming=True, receipt=self.receipt)
        facts = {"channel": "api", "kind": "complaint", "language": self.language, "anonymous": False, "danger": False,
                 "route": team, "files": [], "statement_digest": _digest(self.statement), "acknowledged": "later",
                 "persons": 1, "law": self.law, NAMED: {str(self.by): True} if self.by else {}}  # fmt: skip
        personal = {"statement": self.statement, "name": self.person, "email": self.email,
                    THINGS: [thing({"lot": self.lot, "demands": self.demands})]}  # fmt: skip
        self._event("received", facts, personal, on_behalf_of="complainant")
        letter = self._text(6)
        self._message(letter, letter="acknowledgement")
        self.at += timedelta(seconds=2)
        self._event("acknowledged", {"channel": "email", "language": self.language}, {"text": letter})
        self._sent()

    def _ask_and_hear(self) -> None:
        question, reply = self._text(2), self._text(2)
        self._later(3_600)
        self._message(question, letter="question", by=self.by)
        self._event("asked", {"channel": "email"}, {"text": question}, by=self.by)
        self._sent()
        self._later(3_600)
        self._message(reply, incoming=True)
        facts = {"channel": "api", "files": [], "party": "complainant"}
        self._event("added", facts, {"text": reply}, on_behalf_of="complainant")

    def _answer(self) -> None:
        text = self._text(4)
        self._later(90_000)
        self._message(text, letter="decline" if self.shape.stage is Stage.DECLINED else "", final=True, by=self.by)
        if self.shape.stage is Stage.DECLINED:
            self._event("declined", {"signpost": "The shop"}, {"reasons": REASONS, "text": text}, by=self.by)
        else:
            facts = {
                "channel": "email",
                "final": True,
                "shown_as": "Amends",
                "approval": "off",
                "refused": [],
                "text_digest": _digest(text),
            }
            self._event("replied", facts, {"text": text}, by=self.by)
        self._sent()

    def _end(self) -> None:
        if self.shape.stage is Stage.CLOSED:
            self._later(90_000)
            self._event("closed", {"outcome": Validity.UPHELD, "cause": "off"}, by=self.by)
        if self.shape.stage is Stage.WITHDRAWN:
            self._later(90_000)
            self._event("withdrawn", {"channel": "portal"}, on_behalf_of="complainant")
        self.acted_at = self.at
        self._wait()

    def _wait(self) -> None:
        """What the clock said since, for cases old enough; the youngest are left to the worker."""
        while (at := next_tick(self.promised.clocks)) <= self.until:
            self.at = max(self.at, at)
            for kind, said in list(calls(self.promised, self.books.library, at)):
                self._event(kind, said, on_behalf_of="clock")
            if (clock := interim_due(self.promised, at)) is not None:
                text = self._text(4)
                self._message(text, letter="interim")
                told = {"key": clock.key, "sent": True, "due": clock.due_at.isoformat(), "channel": "email"}
                self._event("interim", told, {"text": text}, on_behalf_of="clock")
                self._sent()

    def _event(
        self, kind: str, facts: dict[str, Any], apart: dict[str, Any] | None = None, *, by: int | None = None,
        on_behalf_of: str = "",
    ) -> None:  # fmt: skip
        self.seq += 1
        if kind in BEGINNING:
            facts = facts | {"books": self.books.as_plain}
        if kind in STIRRING:
            self.promised = step(self.promised, Happened(kind, self.at, self.seq, facts), self.books)
        salt = self.random.randbytes(16) if apart else b""
        digest_apart = chain.personal_digest(salt, apart) if apart else b""
        link = chain.Link(str(self.key), self.seq, kind, self.at, by, on_behalf_of, facts, digest_apart)
        previous, self.head = self.head, chain.digest(self.head, link)
        self.sheets.event.add(
            id=self.ids.event, complaint_id=self.pk, seq=self.seq, kind=kind, at=moment(self.at), by_id=by,
            on_behalf_of=on_behalf_of, facts=as_json(facts), personal_digest=digest_apart, previous=previous,
            digest=self.head,
        )  # fmt: skip
        if apart:
            self.sheets.personalfacts.add(event_id=self.ids.event, salt=salt, facts=as_json(apart))
        self.ids.event += 1

    def _message(
        self, body: str, *, incoming: bool = False, letter: str = "", final: bool = False, by: int | None = None,
        receipt: str = "",
    ) -> None:  # fmt: skip
        self.sheets.message.add(
            id=self.ids.message, complaint_id=self.pk, direction=Direction.IN if incoming else Direction.OUT,
            channel="api" if incoming else "email", party_id=self.pk, author_id=by,
            shown_as=self.person if incoming else "Amends", at=moment(self.at), language=self.language, body=body,
            letter=letter, is_automatic=letter == "acknowledgement", is_final=final, receipt=receipt,
            delivery=Delivery.NONE if incoming else Delivery.SENT, attempts_made=0 if incoming else 1,
            sent_at=None if incoming else moment(self.at + timedelta(seconds=2)),
        )  # fmt: skip
        self.ids.message += 1

    def _sent(self) -> None:
        self.at += timedelta(seconds=2)
        self._event("message_sent", {"channel": "email", "message": self.ids.message - 1, "proof": "250 OK"})

    def _later(self, seconds: int) -> None:
        self.at += timedelta(seconds=self.random.randint(60, seconds))

    def _text(self, sentences: int) -> str:
        return words.text(self.random, self.language, sentences)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
