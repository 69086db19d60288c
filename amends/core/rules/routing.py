"""To which team a new case goes: by category if known, else by language, else the office's default team. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """A team as routing sees it; `roots` are codes of top categories."""

    team: str
    roots: frozenset[str]
    languages: frozenset[str]
    is_default: bool


def route(language: str, routes: Sequence[Route], root: str = "") -> str:
    """The code of the team, or empty when the office has none."""
    if root:
        for candidate in routes:
            if root in candidate.roots:
                return candidate.team
    for candidate in routes:
        if language in candidate.languages and not candidate.roots:
            return candidate.team
    return next((candidate.team for candidate in routes if candidate.is_default), "")
