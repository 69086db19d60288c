"""The seals against the events they cover and against the copy kept of them outside the database; for `verify`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from django.conf import settings

from amends.core.finding import Finding
from amends.core.models import Event, Seal
from amends.core.rules import seals

PORTION = 5_000


def differing(anchor: Path | None) -> Iterator[Finding]:
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
        some = ids[start : start + PORTION]
        found = {
            row[0]: row
            for row in Event.objects.filter(pk__in=some).values_list("pk", "digest", "kind", "complaint__number")
        }
        for pk in some:
            if pk not in found:
                yield Finding(f"event {pk}", f"was sealed in {where} and is gone")
                continue
            _, event_digest, kind, number = found[pk]
            leaves.append(seals.leaf(pk, event_digest, (number or "") if kind == "received" else ""))
    if ids and len(leaves) == len(ids) and seals.digest_of(leaves) != digest:
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
