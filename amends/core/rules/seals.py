"""The arithmetic of seals: ranges of ids, the digest of the sealed, the keyed chain. Pure; sealer and verifier share it."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from amends.lib import canonical, secrets

GENESIS = canonical.GENESIS
_MAC = re.compile("[0-9a-f]{64}")


def key(secret: str) -> bytes:
    """The office's sealing key: who cannot read the secret cannot seal."""
    return secrets.derive(secret, "seal of events")


def ranges(ids: Iterable[int]) -> str:
    """Ascending ids as "1-40,42"."""
    parts: list[str] = []
    start = last = 0
    for number in ids:
        if parts and number == last + 1:
            parts[-1] = f"{start}-{number}"
        else:
            start = number
            parts.append(str(number))
        last = number
    return ",".join(parts)


def members(text: str) -> Iterator[int]:
    """The ids of `ranges`, again. Raises ValueError on anything else."""
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def leaf(event: int, digest: bytes | memoryview, number: str) -> bytes:
    """What a seal covers of one event; of the first event of a case also the number the case got."""
    return event.to_bytes(8) + bytes(digest) + number.encode()


def digest_of(leaves: Iterable[bytes]) -> bytes:
    found = hashlib.sha256()
    for part in leaves:
        found.update(len(part).to_bytes(2))
        found.update(part)
    return found.digest()


def mac(
    sealing_key: bytes, *, number: int, at: datetime, top: int, members: str, digest: bytes, previous: bytes
) -> bytes:
    body = canonical.canonical([number, at, top, members, digest.hex(), previous.hex()])
    return hmac.digest(sealing_key, body, "sha256")


def anchor_line(number: int, at: datetime, count: int, seal_mac: bytes | memoryview) -> str:
    """One line of seals.log, the copy outside the database."""
    return f"{number} {at.isoformat(timespec='seconds')} {count} {bytes(seal_mac).hex()}\n"


def read_anchor(lines: Iterable[str]) -> dict[int, bytes]:
    """Seal numbers and macs of a log; a torn line (a power cut while writing) is passed over.

    The first line of a number counts: after a rollback the sealer would write the same numbers anew.
    """
    found: dict[int, bytes] = {}
    for line in lines:
        parts = line.split()
        if len(parts) == 4 and parts[0].isdecimal() and _MAC.fullmatch(parts[3]) and line.endswith("\n"):
            found.setdefault(int(parts[0]), bytes.fromhex(parts[3]))
    return found
