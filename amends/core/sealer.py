"""Seals each minute's events into a chained, keyed seal, in the database and in seals.log outside it."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from amends.core.models import Event, Seal
from amends.core.rules import seals

GIVEN_UP_AFTER = timedelta(hours=1)
"""No transaction stays open so long; an id still missing then was rolled back."""

MOST_EVENTS = 100_000
TAIL_BYTES = 16 * 1024


def seal(at: datetime) -> Seal | None:
    """Seals what was committed since the last seal; None when there is nothing or another worker was faster."""
    last = Seal.objects.order_by("-number").first()
    _complete_log(last)
    made = _next(last, at)
    if made is None:
        return None
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return None
    _append(seals.anchor_line(made.number, made.at, made.count, made.mac))
    return made


def seal_minute(at: datetime) -> int:
    """The worker's job: seals, and says whether more events wait than one seal takes."""
    made = seal(at)
    return made.count if made is not None and made.count >= MOST_EVENTS else 0


def _next(last: Seal | None, at: datetime) -> Seal | None:
    top = last.top if last else 0
    missed = {int(number): since for number, since in (last.gaps if last else [])}
    fresh = list(_rows(id__gt=top)[:MOST_EVENTS])
    late = list(_rows(id__in=list(missed))) if missed else []
    rows = late + fresh
    if not rows:
        return None
    new_top = fresh[-1][0] if fresh else top
    present = {row[0] for row in rows}
    gaps = [[number, since] for number, since in missed.items() if number not in present and _recent(since, at)]
    gaps += [[number, at.isoformat()] for number in range(top + 1, new_top) if number not in present]
    number = last.number + 1 if last else 1
    previous = bytes(last.mac) if last else seals.GENESIS
    listed = seals.ranges(sorted(present))
    digest = seals.digest_of(
        seals.leaf(pk, digest, (number_of_case or "") if kind == "received" else "")
        for pk, digest, kind, number_of_case in sorted(rows)
    )
    return Seal(
        number=number,
        at=at,
        count=len(rows),
        top=new_top,
        members=listed,
        gaps=gaps,
        digest=digest,
        previous=previous,
        mac=seals.mac(
            seals.key(settings.SECRET_KEY),
            number=number,
            at=at,
            top=new_top,
            members=listed,
            digest=digest,
            previous=previous,
        ),
    )


def _rows(**which: object) -> QuerySet[Event, tuple[int, bytes | memoryview, str, str | None]]:
    return Event.objects.filter(**which).order_by("pk").values_list("pk", "digest", "kind", "complaint__number")


def _recent(since: str, at: datetime) -> bool:
    return at - datetime.fromisoformat(since) < GIVEN_UP_AFTER


def log_path() -> Path:
    return Path(settings.DATA_DIR) / "seals.log"


def _complete_log(last: Seal | None) -> None:
    """Writes what a killed sealer had stored but not yet copied."""
    if last is None:
        return
    known = max(seals.read_anchor(_tail(log_path())), default=0)
    if known < last.number:
        for missing in Seal.objects.filter(number__gt=known).order_by("number").iterator():
            _append(seals.anchor_line(missing.number, missing.at, missing.count, bytes(missing.mac)))


def _tail(path: Path) -> list[str]:
    """The last lines of the log: it grows for years, and only its end matters here."""
    if not path.exists():
        return []
    with open(path, "rb") as log:
        log.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return log.read().decode("ascii", "replace").splitlines(keepends=True)


def _append(line: str) -> None:
    """One durable line; a torn line before it (a power cut while writing) is ended first."""
    path = log_path()
    torn = bool(tail := _tail(path)) and not tail[-1].endswith("\n")
    with open(path, "a", encoding="ascii") as log:
        log.write(("\n" if torn else "") + line)
        log.flush()
        os.fsync(log.fileno())
