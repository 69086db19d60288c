"""What our own form, API and desk keep of a submission: an intake as JSON, so that it can be received again from its bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date, datetime
from typing import Any

from amends.core.rules.intake import ConsentGiven, Contact, Demand, File, Intake
from amends.core.rules.kinds import Capacity, ConsentKind, DemandType, Harm, Kind

_KEPT = tuple(field.name for field in dataclasses.fields(Intake) if field.name not in {"receipt", "received_at"})
"""All but what is known from the receipt itself, and different on a replay."""

_NAMES = {
    part: tuple(field.name for field in dataclasses.fields(part)) for part in (Contact, File, Demand, ConsentGiven)
}
"""What an intake holds besides plain values."""


def encode(intake: Intake) -> bytes:
    """The submission as JSON bytes; `decode` gives the same intake back."""
    return _bytes(_plain(intake))


def encode_and_digest(intake: Intake) -> tuple[bytes, str]:
    """The submission as JSON bytes, and its digest.

    That is equal for two submissions of the same words and files: the random names of stored files do not count.
    """
    plain = _plain(intake)
    body = _bytes(plain)
    return body, hashlib.sha256(body).hexdigest() if not plain["files"] else _digest(plain)


def digest_of(body: bytes) -> str:
    """The digest of the submission in kept bytes. Raises ValueError on bytes that `encode` did not write."""
    try:
        return _digest(json.loads(body))
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("these bytes are no submission") from error


def decode(body: bytes, *, receipt: str, received_at: datetime) -> Intake:
    """The intake from kept bytes. Raises ValueError on bytes that `encode` did not write."""
    try:
        plain: dict[str, Any] = json.loads(body)
        return Intake(
            **plain
            | {
                "receipt": receipt,
                "received_at": received_at,
                "author": Contact(**plain["author"]),
                "kind": Kind(plain["kind"]),
                "capacity": Capacity(plain["capacity"]) if plain["capacity"] else None,
                "files": tuple(File(**file) for file in plain["files"]),
                "demands": tuple(_demand(demand) for demand in plain["demands"]),
                "harm": tuple(Harm(harm) for harm in plain["harm"]),
                "consents": tuple(
                    ConsentGiven(ConsentKind(consent["kind"]), consent["text_version"]) for consent in plain["consents"]
                ),
                "occurred_on": _date(plain["occurred_on"]),
                "postmarked_on": _date(plain["postmarked_on"]),
                "presented_at": datetime.fromisoformat(plain["presented_at"]) if plain["presented_at"] else None,
            }
        )
    except (KeyError, TypeError) as error:
        raise ValueError("these bytes are no submission") from error


def _digest(plain: dict[str, Any]) -> str:
    for file in plain["files"]:
        file.pop("stored")
    return hashlib.sha256(_bytes(plain)).hexdigest()


def _plain(intake: Intake) -> dict[str, Any]:
    plain = {name: _parts(getattr(intake, name)) for name in _KEPT}
    for name in ("occurred_on", "postmarked_on", "presented_at"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return plain


def _parts(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_parts(each) for each in value]
    names = _NAMES.get(type(value))
    return value if names is None else {name: getattr(value, name) for name in names}


def _bytes(plain: dict[str, Any]) -> bytes:
    return _write(plain).encode("utf-8", "surrogatepass")


_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, check_circular=False).encode


def _demand(plain: dict[str, Any]) -> Demand:
    return Demand(**plain | {"type": DemandType(plain["type"])})


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
