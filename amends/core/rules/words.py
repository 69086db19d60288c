"""The small shared words of the rules: N_ marks a text for translation, Reason carries one with its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(text: str) -> str:
    """Marks TEXT for the translators; it is translated where it is shown, never here."""
    return text


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence for a person, in English with %(name)s places, and what to fill in."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
