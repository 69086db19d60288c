"""The hash chain of a case: what one event's digest covers. Pure; the writer, the verifier and the loader all use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amends.lib import canonical


@dataclass(frozen=True, slots=True)
class Link:
    """Everything of an event that its digest covers, the digest before it apart."""

    case: str
    seq: int
    kind: str
    at: datetime
    by: int | None
    on_behalf_of: str
    facts: Mapping[str, Any]
    personal_digest: bytes


def genesis(case: str) -> bytes:
    """What stands before the first event: bound to the case, so that two cases cannot be swapped."""
    return canonical.digest(canonical.GENESIS, {"case": case})


def digest(previous: bytes, link: Link) -> bytes:
    return canonical.digest(
        previous,
        [
            link.case,
            link.seq,
            link.kind,
            link.at,
            link.by,
            link.on_behalf_of,
            dict(link.facts),
            link.personal_digest.hex(),
        ],
    )


def personal_digest(salt: bytes, facts: Mapping[str, Any]) -> bytes:
    """The salted digest of the personal facts: erasing salt and facts leaves a value that tells nothing."""
    return canonical.digest(canonical.GENESIS, [salt.hex(), dict(facts)])
