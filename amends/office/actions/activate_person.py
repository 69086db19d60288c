"""A person who left comes back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def activate_person(person: Person, *, by: Person, at: datetime) -> None:
    """Opens the account again. Roles and API tokens have ended and are given anew. Refuses an open account."""
    with changes.changing(by, at):
        person.refresh_from_db()
        if person.is_active:
            raise OfficeRefused(gettext("This account is open."))
        changes.keep(person, {"is_active": True}, what="activate_person", by=by, at=at)
