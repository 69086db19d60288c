"""In whose hands a case is and who is named on it: an event tells it whenever it changes, `verify` compares the rows with it."""

from __future__ import annotations

from typing import Any, Protocol

FACT = "hands"
"""The fact under which any event may tell it, whatever else that kind of event declares."""

NAMED = "named_on_it"
"""The same for persons by id who from now on are let in (True) or kept out (False), whatever their role."""


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
