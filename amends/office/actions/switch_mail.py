"""Outgoing mail is held back or let go."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Office, Person
from amends.office.refused import OfficeRefused


def switch_mail(*, on: bool, reason: str, by: Person, at: datetime) -> None:
    """Sets the switch. A reason is needed either way; refuses when it stands so already."""
    if not reason.strip():
        raise OfficeRefused(gettext("Please say why."), "reason")
    with changes.changing(by, at):
        office = Office.current()
        if office.outgoing_mail == on:
            raise OfficeRefused(gettext("It stands so already."))
        office.outgoing_mail = on
        office.save(update_fields=["outgoing_mail"])
        after = {"outgoing_mail": on, "reason": reason.strip()[:500]}
        changes.note("switch_mail", office, by=by, at=at, before={"outgoing_mail": not on}, after=after)
