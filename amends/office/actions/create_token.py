"""A person makes a key to the API for a machine that acts as them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext

from amends.office import changes, tokens
from amends.office.models import Person
from amends.office.refused import OfficeRefused

LONGEST = timedelta(days=366)


def create_token(
    person: Person, *, label: str, scopes: Iterable[str], lasts: timedelta | None, by: Person | None, at: datetime
) -> str:
    """The key; this is the only time it can be read. `by` is None at the command line, for the owner of the machine.

    Refuses a key without a name or scope, a scope that is not one of tokens.SCOPES, a longer life than a year, and a person
    who makes one for somebody else.
    """
    asked = set(scopes)
    wanted = tuple(scope for scope in tokens.SCOPES if scope in asked)
    if by is not None and by.pk != person.pk:
        raise OfficeRefused(gettext("A key acts as its owner, so everybody makes their own."))
    if not label.strip():
        raise OfficeRefused(gettext("Please say what the key is for."), "label")
    if unknown := asked.difference(wanted):
        names = {"unknown": ", ".join(sorted(unknown)), "known": ", ".join(tokens.SCOPES)}
        raise OfficeRefused(gettext("A key cannot have the scope %(unknown)s. There are: %(known)s.") % names, "scopes")
    if not wanted:
        raise OfficeRefused(gettext("Please choose what the key may do."), "scopes")
    if lasts is not None and not timedelta() < lasts <= LONGEST:
        raise OfficeRefused(gettext("A key lasts a year at most."), "lasts")
    with changes.in_turn():
        secret = tokens.create_token(person, at=at, label=label.strip()[:100], scopes=wanted, lasts=lasts)
        changes.note("create_token", person, by=by, at=at, after={"label": label.strip()[:100], "scopes": list(wanted)})
        return secret
