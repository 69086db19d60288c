"""Looks for any change, deletion, insertion, swap or rollback made in the database past the house, and changed files."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from amends.core.as_told import Beside, Told
from amends.core.models import Attachment, Complaint, Event, Receipt, Seal
from amends.core.rules import chain, history, seals, submission
from amends.core.rules.hands import hands
from amends.core.snapshot import snapshot
from amends.lib.canonical import NotCanonical
from amends.lib.files import Store, StoreFailed

PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One bad entry: where, and what is wrong with it, for the person who ran the check."""

    where: str
    what: str


def verify(anchor: Path | None = None) -> Iterator[Finding]:
    """Everything that does not hold, in the order found. Nothing when all is well.

    The chains catch what was changed inside a case, the seals what was added or taken away, the anchor (seals.log or a
    copy of it kept elsewhere) a database put back to an older state.
    """
    with snapshot():
        yield from _chains()
        yield from _seals(anchor)
        yield from _files()


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
    walk.seq, walk.head = seq, bytes(digest)
    if isinstance(facts, dict):
        walk.stage = history.stage_after(walk.stage, kind, facts)
        walk.statement = str(facts.get("statement_digest", walk.statement))
        walk.told.take(kind, facts, personal if personal_digest else {})


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
    if (row.kind, row.category__code) != (told.kind, told.category):
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
    if row.law != law:
        yield Finding(where, "the facts that the law asks about were changed")


def _personal(walk: _Walk, row: _Row) -> Iterator[Finding]:
    """What an erasure takes away, and nobody else may."""
    where = f"case {walk.key}"
    if hashlib.sha256(row.statement.encode()).hexdigest() != walk.statement:
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


def _seals(anchor: Path | None) -> Iterator[Finding]:
    """The seals themselves, what they cover, and the copy of them outside the database."""
    sealing_key = seals.key(settings.SECRET_KEY)
    expected, previous, top = 1, seals.GENESIS, 0
    macs: dict[int, bytes] = {}
    sealed: set[int] = set()
    waiting: set[int] = set()
    for seal in Seal.objects.order_by("number").iterator(100):
        where = f"seal {seal.number}"
        if seal.number != expected:
            yield Finding(where, f"seal {expected} is missing before it")
        mac = seals.mac(
            sealing_key, number=seal.number, at=seal.at.astimezone(UTC), top=seal.top, members=seal.members,
            digest=bytes(seal.digest), previous=bytes(seal.previous),
        )  # fmt: skip
        if mac != bytes(seal.mac) or bytes(seal.previous) != previous:
            yield Finding(where, "is not one this office made, or does not follow from the seal before it")
        try:
            ids = list(seals.members(seal.members))
        except ValueError:
            ids = []
        yield from _sealed_events(where, ids, bytes(seal.digest))
        sealed.update(ids)
        waiting = {int(gap[0]) for gap in seal.gaps}
        expected, previous, top = seal.number + 1, bytes(seal.mac), max(top, seal.top)
        macs[seal.number] = bytes(seal.mac)
    yield from _unsealed(sealed, waiting, top)
    yield from _anchored(macs, anchor)


def _sealed_events(where: str, ids: list[int], digest: bytes) -> Iterator[Finding]:
    leaves: list[bytes] = []
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        found = {
            row[0]: row
            for row in Event.objects.filter(pk__in=portion).values_list("pk", "digest", "kind", "complaint__number")
        }
        for pk in portion:
            if pk not in found:
                yield Finding(f"event {pk}", f"was sealed in {where} and is gone")
                continue
            _, event_digest, kind, number = found[pk]
            leaves.append(seals.leaf(pk, event_digest, (number or "") if kind == "received" else ""))
    if len(leaves) == len(ids) and seals.digest_of(leaves) != digest:
        yield Finding(where, f"the events it covers ({ids[0]} to {ids[-1]}) are not those that were sealed")


def _unsealed(sealed: set[int], waiting: set[int], top: int) -> Iterator[Finding]:
    """Events below the last seal that no seal covers: put in afterwards."""
    for pk in Event.objects.filter(pk__lte=top).order_by("pk").values_list("pk", flat=True).iterator(PORTION):
        if pk not in sealed and pk not in waiting:
            yield Finding(f"event {pk}", "was inserted below the last seal")


def _anchored(macs: dict[int, bytes], anchor: Path | None) -> Iterator[Finding]:
    path = anchor or Path(settings.DATA_DIR) / "seals.log"
    if not path.exists():
        if macs:
            yield Finding(str(path), "the copy of the seals outside the database is missing")
        return
    with open(path, encoding="ascii", errors="replace") as log:
        anchored = seals.read_anchor(log)
    for number, mac in sorted(anchored.items()):
        if number not in macs:
            yield Finding(
                f"seal {number}", f"is in {path.name} but not in the database: it was put back to an older state"
            )
            return
        if macs[number] != mac:
            yield Finding(f"seal {number}", f"differs from {path.name}: the database was rewritten after a rollback")
            return


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


def newest_event_at() -> datetime | None:
    """When the last event happened: shown beside the result."""
    return Event.objects.order_by("-pk").values_list("at", flat=True).first()


def as_json(finding: Finding) -> str:
    return json.dumps({"where": finding.where, "what": finding.what}, ensure_ascii=False)
