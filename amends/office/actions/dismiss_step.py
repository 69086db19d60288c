"""A step of the first days is called done, or not needed here."""

from __future__ import annotations

from datetime import datetime

from amends.office import changes
from amends.office.models import Office, Person


def dismiss_step(step: str, *, by: Person, at: datetime) -> None:
    """The step is not shown any more. The log remembers who said so."""
    with changes.changing(by, at):
        changes.note("dismiss_step", Office.current(), by=by, at=at, after={"step": step})
