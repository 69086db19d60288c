"""A department is added or changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from amends.office import changes, words
from amends.office.actions import _things
from amends.office.models import Department, Person


def keep_department(
    department: Department, *, code: str = "", names: Mapping[str, str], email: str = "", by: Person, at: datetime
) -> Department:
    """The department as it stands now. `code` counts for a new one. Refuses a taken code and an address that is none."""
    values = {"email": words.email(email) if email else ""}
    with changes.changing(by, at):
        return _things.keep(department, code, names, values, what="keep_department", by=by, at=at)
