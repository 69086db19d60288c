"""In whose hands a case is: an event tells it whenever it changes, and `verify` compares the row with what was told."""

from __future__ import annotations

from typing import Any, Protocol

FACT = "hands"
"""The fact under which any event may tell it, whatever else that kind of event declares."""


class InHands(Protocol):
    """The row of a case, or what was read of it."""

    @property
    def owner_id(self) -> int | None: ...
    @property
    def handler_id(self) -> int | None: ...
    @property
    def team_id(self) -> int | None: ...
    @property
    def is_confidential(self) -> bool: ...


def hands(case: InHands) -> dict[str, Any]:
    """Owner, handler and team by id, and whether only those may see it who are named on it."""
    return {
        "owner": case.owner_id,
        "handler": case.handler_id,
        "team": case.team_id,
        "confidential": case.is_confidential,
    }
