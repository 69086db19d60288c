"""What a department, team, store and product have in common: a code for ever, and names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext

from amends.office import changes, words
from amends.office.models import Person
from amends.office.names import Named
from amends.office.refused import OfficeRefused

CODE = re.compile(r"[A-Za-z0-9_-]{1,80}")
Thing = TypeVar("Thing", bound=Named)


def keep(
    thing: Thing, code: str, names: Mapping[str, str], values: Mapping[str, Any], *, what: str, by: Person, at: datetime
) -> Thing:
    """Adds a thing that has no row yet, or changes one; its code stays what it was.

    Refuses a code of other signs, and one that is taken. Call it inside `changes.changing`.
    """
    known = {"names": words.names(names)} | dict(values)
    if thing.pk is None:
        if not CODE.fullmatch(code):
            raise OfficeRefused(gettext("A code is made of Latin letters, digits, dashes and underscores."), "code")
        if type(thing).objects.filter(code=code).exists():  # type: ignore[attr-defined]
            raise OfficeRefused(gettext("This code is taken."), "code")
        known["code"] = code
    changes.keep(thing, known, what=what, by=by, at=at)
    return thing
