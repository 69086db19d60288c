"""A category or a cause is added to its tree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from amends.core.models import Category, Cause
from amends.office import changes, words
from amends.office.models import Person
from amends.office.refused import OfficeRefused

Node = Category | Cause
PART = re.compile(r"[a-z0-9_]{1,40}")
DEEPEST = 4


def add_node(
    model: type[Node],
    *,
    part: str,
    under: str = "",
    names: Mapping[str, str],
    by: Person,
    at: datetime,
    **marks: object,
) -> Node:
    """The new node, valid from now on. Its code is that of its parent, a dot, and `part`.

    Refuses a part with other signs than small Latin letters, digits and underscores, a parent that is not valid, a code
    that was ever used (old cases speak of it), and a tree deeper than four.
    """
    known = words.names(names)
    if not PART.fullmatch(part):
        text = gettext("A code is made of small Latin letters, digits and underscores, such as late_delivery.")
        raise OfficeRefused(text, "part")
    code = f"{under}.{part}" if under else part
    if len(code) > 80 or code.count(".") >= DEEPEST:
        raise OfficeRefused(gettext("The tree would be too deep here."), "part")
    with changes.changing(by, at):
        if under and not model.objects.filter(code=under, valid_to=None).exists():
            raise OfficeRefused(gettext("What it is part of has ended."))
        if model.objects.filter(code=code).exists():
            raise OfficeRefused(gettext("This code was used before; old complaints speak of it."), "part")
        node = model(code=code, parent_code=under, names=known, valid_from=at, **marks)
        node.save()
        after = {"code": code, "names": known} | dict(marks)
        changes.note("add_node", node, by=by, at=at, after=after)
        return node
