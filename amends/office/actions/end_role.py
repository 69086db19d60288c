"""A role ends, today or on a later day. It is not deleted: who could do what, and when, stays known."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from amends.office import changes
from amends.office.actions._roles import last_administrator
from amends.office.models import Person, RoleHeld
from amends.office.refused import OfficeRefused
from amends.office.roles import MAY_SET_UP_THE_OFFICE


def end_role(held: RoleHeld, *, by: Person, at: datetime, last_day: date | None = None) -> None:
    """Without a last day it ends at once (yesterday was the last). The person's sessions end with it.

    Refuses a role that has ended, a last day before the first, and the last role that could set up the office.
    """
    with changes.changing(by, at):
        held = RoleHeld.objects.select_related("person").get(pk=held.pk)
        today = at.date()
        if held.to_on and held.to_on < today:
            raise OfficeRefused(gettext("This role has ended already."))
        last = last_day or today - timedelta(days=1)
        if last_day and last_day < (held.from_on or today):
            raise OfficeRefused(gettext("The last day is before the first."), "last_day")
        if held.role in MAY_SET_UP_THE_OFFICE and last_administrator(held.person, today, but=held):
            raise OfficeRefused(gettext("Nobody else could set up the office then. Give that role to somebody first."))
        before = {"role": held.role, "category": held.category, "team": held.team, "to_on": held.to_on}
        held.from_on = min(held.from_on, last) if held.from_on else None
        held.to_on = last
        held.save(update_fields=["from_on", "to_on"])
        changes.note("end_role", held.person, by=by, at=at, before=before, after={"to_on": last})
        changes.end_sessions(held.person)
