"""One exact spelling of a value in bytes, so that the same facts always have the same digest.

JSON with sorted keys, no spaces and plain UTF-8. What has no single spelling (a float, a naive moment) is refused.
"""

import hashlib
import json
from datetime import UTC, datetime

GENESIS = bytes(32)
"""What stands before the first link of a chain."""

_MAX_DEPTH = 64
_PLAIN_KINDS = frozenset({str, int, bool, type(None)})
_encoder = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


class NotCanonical(ValueError):
    """The value has no single spelling: a float, a naive moment, a lone surrogate, a key that is no text, too deep."""


def canonical(value: object) -> bytes:
    """The bytes to hash. Keys are sorted by code point; a moment is written in UTC as 2026-11-21T09:30:00.000000Z.

    A moment and its own text have the same bytes on purpose: facts read back from a JSON column still verify.
    Refuses everything but text, whole numbers, booleans, null, moments, lists and dicts with text keys.
    """
    try:
        return _encoder.encode(_plain(value, _MAX_DEPTH)).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("a lone surrogate cannot be written as UTF-8") from error


def digest(previous: bytes, value: object) -> bytes:
    """The next link of a chain: SHA-256 of the 32 bytes before it, then the canonical bytes of the value."""
    if len(previous) != len(GENESIS):
        raise NotCanonical(f"the link before must be {len(GENESIS)} bytes long, not {len(previous)}")
    return hashlib.sha256(previous + canonical(value)).digest()


def _plain(value: object, depth: int) -> object:
    if type(value) in _PLAIN_KINDS:  # exactly these, no subclasses: the fast way for nearly every value
        return value
    if depth == 0:
        raise NotCanonical(f"nested deeper than {_MAX_DEPTH}")
    if isinstance(value, dict):
        depth -= 1
        return {key if type(key) is str else _key(key): _plain(part, depth) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part, depth - 1) for part in value]
    return _scalar(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"a key must be text, not {type(key).__name__}")
    return str.__str__(key)


def _scalar(value: object) -> str | int:
    """Choices are text or numbers under another name; lazy translations and decimals are not text and are refused."""
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise NotCanonical("a moment without a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    raise NotCanonical(f"{type(value).__name__} has no canonical form")
