"""What people typed, made fit to keep: tidied, required where it must not be empty, bounded where a column is."""

from __future__ import annotations

from amends.core.actions.refused import ActionRefused
from amends.core.rules.words import N_
from amends.lib.text import one_line, tidy

MOST_CHARACTERS = 10_000_000


def required(text: str, field: str, message: str = N_("Please write something first.")) -> str:
    """The tidied text; refuses an empty one, naming the field."""
    tidied = optional(text, field)
    if not tidied.strip():
        raise ActionRefused(message, field)
    return tidied


def optional(text: str, field: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise ActionRefused(N_("The text is too long."), field)
    return tidy(text)


def short(text: str, limit: int) -> str:
    """One line of at most LIMIT characters."""
    return one_line(tidy(text), limit)


def why(text: str) -> str:
    return required(text, "why", N_("Please say why."))
