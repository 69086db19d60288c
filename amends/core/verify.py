"""Looks for any change, deletion, insertion, swap or rollback made in the database past the house, and changed files."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from amends.core import recompute, sealed
from amends.core.as_told import Beside
from amends.core.finding import Finding
from amends.core.models import Attachment, Complaint, Event, Receipt
from amends.core.rules import chain, history, submission
from amends.core.rules.clocks import facts
from amends.core.rules.hands import hands
from amends.core.rules.states import OPEN
from amends.core.snapshot import snapshot
from amends.core.told import Told, digest_of
from amends.lib.canonical import NotCanonical
from amends.lib.files import Store, StoreFailed

PORTION = 5_000


def verify(anchor: Path | None = None, *, at: datetime) -> Iterator[Finding]:
    """Everything that does not hold, in the order found. Nothing when all is well.

    The chains catch what was changed inside a case, the seals what was added or taken away, the anchor (seals.log or a
    copy of it kept elsewhere) a database put back to an older state; every deadline is told again from the events, as it
    must stand AT this moment. Whatever a forger wrote is named, never raised.
    """
    with snapshot():
        parts = {
            "events and cases": _chains(),
            "seals": sealed.differing(anchor),
            "files": _files(),
            "deadlines": _clocks(at),
        }
        for name, part in parts.items():
            try:
                yield from part
            except Exception as fault:
                yield Finding(name, f"cannot be read to the end: {type(fault).__name__}")


@dataclass(slots=True)
class _Walk:
    """Where the check of one case stands."""

    case: int
    key: str
    seq: int
    head: bytes
    stage: str = ""
    statement: str = ""
    erased: bool = False
    aside: bool = False
    lost: int = 0
    told: Told = field(default_factory=Told)


def _chains() -> Iterator[Finding]:
    """Every case from its first event to its head."""
    columns = (
        "complaint_id", "seq", "kind", "at", "by_id", "on_behalf_of", "facts", "personal_digest", "previous", "digest",
        "complaint__key", "personal__salt", "personal__facts", "pk",
    )  # fmt: skip
    rows = Event.objects.order_by("complaint_id", "seq").values_list(*columns).iterator(PORTION)
    cases = _Cases()
    walk: _Walk | None = None
    for row in rows:
        if walk is None or walk.case != row[0]:
            if walk is not None:
                yield from cases.compare(walk)
            walk = _Walk(row[0], str(row[10]), 0, chain.genesis(str(row[10])))
        yield from _link(walk, row)
    if walk is not None:
        yield from cases.compare(walk)
    yield from cases.rest()


def _link(walk: _Walk, row: tuple[Any, ...]) -> Iterator[Finding]:
    _, seq, kind, at, by, on_behalf_of, facts, personal_digest, previous, digest, _, salt, personal, pk = row
    where = f"event {pk} (case {walk.key}, no. {seq}, {kind})"
    if seq != walk.seq + 1:
        yield Finding(where, f"expected no. {walk.seq + 1} here: an event is missing or was inserted")
    if bytes(previous) != walk.head:
        yield Finding(where, "does not follow from the event before it")
    try:
        link = chain.Link(walk.key, seq, kind, at, by, on_behalf_of, facts, bytes(personal_digest))
        if chain.digest(bytes(previous), link) != bytes(digest):
            yield Finding(where, "its content was changed")
        if salt is not None and chain.personal_digest(bytes(salt), personal) != bytes(personal_digest):
            yield Finding(where, "its personal facts were changed")
    except (NotCanonical, TypeError, ValueError):
        yield Finding(where, "its content cannot be read")
    if salt is None and personal_digest:
        walk.lost += 1
    walk.erased = walk.erased or kind == "erased"
    walk.aside = kind == "set_aside" or (walk.aside and kind != "brought_back")
    walk.seq, walk.head = seq, bytes(digest)
    if isinstance(facts, dict):
        walk.stage = history.stage_after(walk.stage, kind, facts)
        walk.statement = str(facts.get("statement_digest", walk.statement))
        try:
            walk.told.take(kind, facts, personal if personal_digest else {})
        except (TypeError, ValueError):
            yield Finding(where, "its content cannot be read")


class _Row(NamedTuple):
    """What is compared of a case's row, by the names of its columns."""

    pk: int
    key: uuid.UUID
    seq: int
    head: bytes
    stage: str
    statement: str
    complainant_name: str
    received_at: datetime
    presented_at: datetime
    law: dict[str, Any]
    kind: str
    category__code: str | None
    owner_id: int | None
    handler_id: int | None
    team_id: int | None
    is_confidential: bool
    is_open: bool
    is_set_aside: bool
    root: str
    channel: str
    has_danger: bool
    jurisdictions: list[str]
    occurred_on: date | None
    presented_to: str


class _Cases:
    """The rows of the cases, walked in step with their events."""

    def __init__(self) -> None:
        rows = Complaint.objects.order_by("pk").values_list(*_Row._fields)
        self._rows: Iterator[_Row] = (_Row(*row) for row in rows.iterator(PORTION))
        self._beside = Beside(PORTION)

    def compare(self, walk: _Walk) -> Iterator[Finding]:
        """The row of the case against what its events led to; cases passed on the way have no events at all."""
        for row in self._rows:
            if row.pk == walk.case:
                yield from _compare(walk, row)
                for what in () if walk.erased else self._beside.differing(walk.case, walk.told):
                    yield Finding(f"case {walk.key}", what)
                return
            yield Finding(f"case {row.key}", "has no events")
        yield Finding(f"case {walk.key}", "has events but is not there")

    def rest(self) -> Iterator[Finding]:
        for row in self._rows:
            yield Finding(f"case {row.key}", "has no events")


def _compare(walk: _Walk, row: _Row) -> Iterator[Finding]:
    where, told = f"case {walk.key}", walk.told
    if row.seq != walk.seq or bytes(row.head) != walk.head:
        yield Finding(where, f"ends at event no. {walk.seq}, its row says {row.seq}: events are missing or were added")
    if row.stage != walk.stage:
        yield Finding(where, f"its stage is {row.stage}, its events lead to {walk.stage}")
    if (row.is_open, row.is_set_aside) != (walk.stage in OPEN and not walk.aside, walk.aside):
        yield Finding(where, "whether it is open or set aside is not what its events lead to")
    if (row.kind, row.category__code, row.root) != (told.kind, told.category, (told.category or "").partition(".")[0]):
        yield Finding(where, "its kind or its category is not that which its events tell")
    if told.hands not in (None, hands(row)):
        yield Finding(where, "who owns, works or may see it is not what its events tell")
    yield from _law(where, told.law, row)
    yield from () if walk.erased else _personal(walk, row)


def _law(where: str, law: dict[str, Any] | None, row: _Row) -> Iterator[Finding]:
    if law is None:
        return
    for what, moment in (("received_at", row.received_at), ("presented_at", row.presented_at)):
        if not _is_moment(law.get(what), moment):
            yield Finding(where, f"{what} is not the moment that its events tell")
    asked = facts.of_case(row)
    if row.law != law or facts.plain(asked) != {name: law[name] for name in asked if name in law}:
        yield Finding(where, "the facts that the law asks about were changed")


def _personal(walk: _Walk, row: _Row) -> Iterator[Finding]:
    """What an erasure takes away, and nobody else may."""
    where = f"case {walk.key}"
    if digest_of(row.statement) != walk.statement:
        yield Finding(where, "the complainant's own words were changed")
    if not walk.told.is_called(row.complainant_name):
        yield Finding(where, "the complainant's name was changed")
    if walk.lost:
        yield Finding(where, f"personal facts of {walk.lost} events are missing")


def _is_moment(told: object, kept: datetime) -> bool:
    try:
        return datetime.fromisoformat(str(told)) == kept
    except ValueError:
        return False


def _files() -> Iterator[Finding]:
    """Stored files against the digests kept of them."""
    store = Store(settings.FILES_DIR)
    yield from _differing(store, "attachment", Attachment.objects.order_by("pk").values_list("pk", "stored", "digest"))
    kept = Receipt.objects.exclude(stored="").order_by("pk").values_list("pk", "stored", "digest")
    yield from _differing(store, "receipt", kept)
    inline = Receipt.objects.filter(stored="").order_by("pk")
    for pk, body, digest in inline.values_list("pk", "body", "digest").iterator(200):
        if not _is_kept(bytes(body), digest):
            yield Finding(f"receipt {pk}", "its bytes were changed")


def _is_kept(body: bytes, digest: str) -> bool:
    """Whether these are the bytes that arrived: mail by its bytes, a submission by its words and files (a replay differs)."""
    if hashlib.sha256(body).hexdigest() == digest:
        return True
    try:
        return submission.digest_of(body) == digest
    except ValueError:
        return False


def _differing(store: Store, what: str, rows: Iterable[tuple[int, str, str]]) -> Iterator[Finding]:
    for pk, stored, digest in rows:
        try:
            holds = store.verify(stored, digest)
        except StoreFailed:
            yield Finding(f"{what} {pk}", f"its file {stored} is missing")
        else:
            if not holds:
                yield Finding(f"{what} {pk}", f"its file {stored} was changed")


def _clocks(at: datetime) -> Iterator[Finding]:
    """Deadlines, and when somebody must look next, against those that follow from the events."""
    for one in recompute.differences(recompute.Tally(), at=at):
        where = f"case {one.number}" + (f", deadline {one.key}" if one.key else "")
        yield Finding(where, f"{one.what}: kept is “{one.in_rows}”, its events lead to “{one.by_events}”")


def newest_event_at() -> datetime | None:
    """When the last event happened: shown beside the result."""
    return Event.objects.order_by("-pk").values_list("at", flat=True).first()
