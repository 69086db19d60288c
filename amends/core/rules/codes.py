"""The secrets of a complainant: an access code to speak and type, a token for links. Derived, so a replay gives the same."""

from __future__ import annotations

from dataclasses import dataclass

from amends.lib import secrets


@dataclass(frozen=True, slots=True)
class Codes:
    """`code` has 80 bits in four groups of four; `token` has 128 bits and stands in links."""

    code: str
    token: str


def codes_of(receipt: str, party: int, secret: str) -> Codes:
    """The codes of the n-th party of a case, from the receipt it grew from. Nobody without SECRET can compute them."""
    source = f"{receipt}:{party}".encode()
    return Codes(
        secrets.readable_code(secrets.derive(secret, "access code", source, 10)),
        secrets.link_token(secrets.derive(secret, "link token", source, 16)),
    )


def code_hash(code: str, secret: str) -> str:
    """What is stored and compared of a code, however it was typed; empty when it cannot be a code."""
    normal = secrets.normalise_code(code)
    return secrets.keyed_hash(secret, "access code", normal) if normal else ""


def token_hash(token: str, secret: str) -> str:
    return secrets.keyed_hash(secret, "link token", token)
