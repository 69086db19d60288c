"""The heart of every verb: one transaction, a guarded write, the event in its chain, deadlines reckoned, reactions queued."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from amends.core.actions import _exposure
from amends.core.actions._law import MARK, law_of
from amends.core.actions._promises import Promises
from amends.core.actions.refused import NotAllowed, NotFound, Stale
from amends.core.models import Complaint, Event, Message, PersonalFacts, Reaction
from amends.core.queries.clock_rows import promised
from amends.core.queries.office_facts import office_facts
from amends.core.queries.wording import line
from amends.core.rules import chain, events, rights
from amends.core.rules.clocks import BEGINNING, STIRRING, Books, Promised, next_due, next_tick
from amends.core.rules.clocks.books import SAFETY
from amends.core.rules.hands import FACT as HANDS
from amends.core.rules.hands import NAMED, hands
from amends.core.rules.states import MOVES, OPEN, Stage, Verb
from amends.lib.text import tidied
from amends.office.models import Person


class Act:
    """What a verb does to one case while its row is held: changes, events and messages, written together at the end."""

    def __init__(self, case: Complaint, verb: Verb, by: Person | None, at: datetime, on_behalf_of: str) -> None:
        self.case = case
        self.verb = verb
        self.by = by
        self.at = at
        self.on_behalf_of = on_behalf_of
        self.changed: set[str] = {"seq", "head", "last_event_at"}
        self.named: dict[str, bool] = {}
        """Whom this verb let in or kept out since its last event, by id."""
        self._stage_found = case.stage
        self._law_told: Mapping[str, Any] = case.law
        self._hands_told = hands(case)
        self._promises: Promises | None = None

    def set(self, **values: Any) -> None:
        """Changes fields of the case."""
        for name, value in values.items():
            setattr(self.case, name, value)
            self.changed.add(name)

    def move_to(self, stage: Stage) -> None:
        """Changes the stage; only where the table of moves says so."""
        if stage not in MOVES[self.verb].to:
            raise AssertionError(f"the table of moves knows no way from {self.verb} to {stage}")
        self.set(stage=stage)

    def event(
        self, kind: str, facts: Mapping[str, Any] | None = None, personal: Mapping[str, Any] | None = None
    ) -> Event:
        """Writes one event into the chain of the case, its personal facts apart, and queues who reacts to it.

        What the case owes follows the event at once. Who owns, works and may see it is told with the event that changed it.
        """
        plain = dict(facts or {}) | (self._legal_facts(kind) if kind in STIRRING else {})
        if (now := hands(self.case)) != self._hands_told:
            plain[HANDS] = self._hands_told = now
        if self.named:
            plain[NAMED], self.named = self.named, {}
        event, apart = build_event(
            self.case, kind, by=self.by, at=self.at, on_behalf_of=self.on_behalf_of, facts=plain, personal=personal
        )
        if kind in STIRRING:
            self._promises_now().take(event, self.books)
        self._keep(event, apart)
        return event

    def message(self, **fields: Any) -> Message:
        return Message.objects.create(complaint=self.case, at=self.at, **fields)

    def post(self, message: Message) -> None:
        """Puts a letter that was composed into the outbox."""
        message.save(force_insert=True)

    def _keep(self, event: Event, apart: PersonalFacts | None) -> None:
        event.save(force_insert=True)
        if apart is not None:
            apart.event_id = event.pk
            apart.save(force_insert=True)
        Reaction.objects.bulk_create(reactions_to(event, self.at))

    def see_danger(self) -> None:
        """Danger to health is recognised now: the clock of the hour starts anew, unless one runs and is due sooner."""
        self.set(has_danger=True)
        if not any(clock.rule == SAFETY and clock.is_running for clock in self.promised.clocks):
            moments = dict(self.case.law.get("moments", {})) | {MARK: self.at.isoformat()}
            self.hold_typed(dict(self.case.law) | {"moments": moments})

    def hold_typed(self, law: Mapping[str, Any]) -> None:
        """Puts facts that staff typed into the case; the next event gathers all of them and keeps them."""
        self._promises_now()
        self.case.law = dict(law)

    @property
    def books(self) -> Books:
        """What the promises of this case are reckoned with."""
        return office_facts().books(self.case.team_id)

    @property
    def promised(self) -> Promised:
        """What the case owes now, this verb's own events counted."""
        return self._promises_now().now

    def _promises_now(self) -> Promises:
        if self._promises is None:
            self._promises = Promises(promised(self.case, self._stage_found))
        return self._promises

    def _legal_facts(self, kind: str) -> dict[str, Any]:
        """The facts that the law asks about, where they changed, and the books of an event that may begin a clock."""
        self._promises_now()
        legal: dict[str, Any] = {}
        if "law" in events.KINDS[kind].facts:
            law = law_of(self.case, self.case.issues.order_by("position"), at=self.at)
            if law != self._law_told:
                self.set(law=law)
                self._law_told = law
                legal["law"] = law
        if legal or kind in BEGINNING:
            legal["books"] = self.books.as_plain
        return legal

    def finish(self, *, new_version: bool) -> None:
        if self.named or hands(self.case) != self._hands_told:
            raise AssertionError(f"{self.verb} changed who owns, works or may see the case after its last event")
        if new_version:
            self.set(version=self.case.version + 1)
        if self._promises is not None:
            self._promises.write(self.case)
        self.settle()
        self.weigh(_exposure.changed(self.case, self.verb, self.at))
        fields = {name: getattr(self.case, name) for name in self.changed}
        Complaint.objects.filter(pk=self.case.pk).update(**fields)

    def settle(self) -> None:
        """What follows from events and promises for the row of the case."""
        case = self.case
        is_open = Stage(case.stage) in OPEN and not case.is_set_aside
        self.set(last_event_at=self.at, **({} if is_open == case.is_open else {"is_open": is_open}))
        if self._promises is not None:
            clocks = self._promises.now.clocks
            self.set(next_due_at=next_due(clocks), next_tick_at=next_tick(clocks))

    def weigh(self, exposure: Mapping[str, Any]) -> None:
        """What it may cost now, where that has changed."""
        self.set(**{name: value for name, value in exposure.items() if value != getattr(self.case, name)})


@contextmanager
def recording(
    complaint: Complaint,
    verb: Verb,
    *,
    at: datetime,
    by: Person | None = None,
    on_behalf_of: str = "",
    stale_if_changed: bool = True,
) -> Iterator[Act]:
    """Holds the case, checks sight, right and stage, lets the verb act, and writes everything in one transaction.

    With a person (`by`) the case must still be at the version the caller read, else Stale. Without one the caller is the
    house or the complainant: the newest state counts. Raises NotFound, NotAllowed, Stale.
    """
    with transaction.atomic():
        case = _seize(complaint, complaint.version if by and stale_if_changed else None)
        refuse_unless_allowed(case, verb, by, at)
        act = Act(case, verb, by, at, on_behalf_of)
        yield act
        act.finish(new_version=verb not in QUIET)
    complaint.__dict__.update(case.__dict__)


QUIET = frozenset({Verb.DELIVERED, Verb.WARN, Verb.RECKON, Verb.ACKNOWLEDGE, Verb.CALL, Verb.CALLED, Verb.ANSWER_ALARM})
"""Verbs that make no open form of a handler stale."""


def _seize(complaint: Complaint, version: int | None) -> Complaint:
    """Takes the row by a guarded write, so that two writers never meet; Stale when it is not at VERSION any more."""
    row = Complaint.objects.filter(pk=complaint.pk)
    guarded = row if version is None else row.filter(version=version)
    hit = guarded.update(seq=F("seq"))
    fresh = row.first()
    if fresh is None:
        raise NotFound
    if not hit:
        raise _stale(fresh)
    return fresh


def _stale(case: Complaint) -> Stale:
    last = case.events.select_related("by").order_by("-seq").first()
    if last is None:
        raise NotFound
    return Stale(version=case.version, what=line(last), by=str(last.by or ""), at=last.at)


def refuse_unless_allowed(case: Complaint, verb: Verb, by: Person | None, at: datetime) -> None:
    stage = Stage(case.stage)
    if by is None:
        refusal = rights.wrong_moment(verb, stage, is_set_aside=case.is_set_aside)
    else:
        if not Complaint.objects.visible_to(by, at).filter(pk=case.pk).exists():
            raise NotFound
        standing = rights.Standing(frozenset(by.roles_on(at.date())))
        refusal = rights.refusal(verb, standing, stage, is_set_aside=case.is_set_aside)
    if refusal is not None:
        raise NotAllowed.because(refusal)


def build_event(
    case: Complaint,
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: str,
    facts: Mapping[str, Any] | None,
    personal: Mapping[str, Any] | None,
) -> tuple[Event, PersonalFacts | None]:
    """The next event of a case, unsaved, with its digest; moves the case's seq and head on."""
    declared = events.KINDS[kind]
    plain = {name: value if name in OWN_FACTS else tidied(value) for name, value in (facts or {}).items()}
    apart = {name: tidied(value) for name, value in (personal or {}).items() if value}
    if unknown := (plain.keys() - {HANDS, NAMED, *declared.facts}) | (apart.keys() - set(declared.personal)):
        raise AssertionError(f"event {kind} declares no {', '.join(sorted(unknown))}")
    salt = os.urandom(16) if apart else b""
    link = chain.Link(
        case=str(case.key),
        seq=case.seq + 1,
        kind=kind,
        at=at,
        by=by.pk if by else None,
        on_behalf_of=on_behalf_of,
        facts=plain,
        personal_digest=chain.personal_digest(salt, apart) if apart else b"",
    )
    previous = bytes(case.head) or chain.genesis(str(case.key))
    event = Event(
        complaint_id=case.pk,
        seq=link.seq,
        kind=kind,
        at=at,
        by=by,
        on_behalf_of=on_behalf_of,
        facts=plain,
        personal_digest=link.personal_digest,
        previous=previous,
        digest=chain.digest(previous, link),
    )
    case.seq, case.head = link.seq, event.digest
    return event, PersonalFacts(salt=salt, facts=apart) if apart else None


OWN_FACTS = frozenset({"law", "books", HANDS, NAMED})
"""Facts that hold only codes and figures of the house: nothing that anybody typed."""


def reactions_to(event: Event, at: datetime) -> list[Reaction]:
    """Who is to react to an event, unsaved; whoever looks at files only where it brought some."""
    idle = frozenset() if event.facts.get("files") else settings.REACTIONS_TO_FILES
    names = [name for name in settings.REACTIONS.get(event.kind, ()) if name not in idle]
    return [Reaction(event=event, name=name, due_at=at) for name in names]
