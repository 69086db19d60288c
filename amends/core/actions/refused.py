"""How a verb says no: with a sentence fit for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from amends.core.rules.words import N_, Reason


class ActionRefused(Exception):
    """The verb was not performed and nothing changed. `str()` is the reason in the reader's language."""

    def __init__(self, text: str, field: str = "", **values: object) -> None:
        super().__init__(text)
        self.reason = Reason(text, values)
        self.field = field

    def __str__(self) -> str:
        return in_words(self.reason)


class NotFound(ActionRefused):
    """The case does not exist for this person (whether it exists for others is not told)."""

    def __init__(self) -> None:
        super().__init__(N_("There is no such case, or you may not see it."))


class NotAllowed(ActionRefused):
    """The person's role or the stage of the case forbids it."""

    @classmethod
    def because(cls, reason: Reason) -> NotAllowed:
        """The refusal that the rules gave."""
        made = cls(reason.text)
        made.reason = reason
        return made


class Stale(ActionRefused):
    """The case changed since it was read: who did what, and when."""

    def __init__(self, *, version: int, what: str, by: str, at: datetime) -> None:
        super().__init__(N_("The case has changed meanwhile: %(what)s. Look again, then repeat."), what=what)
        self.version = version
        self.what = what
        self.by = by
        self.at = at


def in_words(reason: Reason) -> str:
    """A reason in the reader's language; values that are marked texts are translated too."""
    return gettext(reason.text) % _translated(reason.values)


def _translated(values: Mapping[str, object]) -> dict[str, object]:
    return {name: gettext(value) if isinstance(value, str) and value else value for name, value in values.items()}
