"""A person leaves: no more signing in, keys and roles end, the name stays in every log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from amends.office import changes
from amends.office.actions._roles import last_administrator
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def deactivate_person(person: Person, *, by: Person, at: datetime) -> None:
    """Closes the account with its sessions, roles, invitations and API tokens at once.

    Refuses one's own account, the last one who could set up the office, and one that is closed already. Cases held are
    handed over on their own pages; the screen lists them.
    """
    with changes.changing(by, at):
        person.refresh_from_db()
        if person.pk == by.pk:
            raise OfficeRefused(gettext("You cannot close your own account. Ask another administrator."))
        if not person.is_active:
            raise OfficeRefused(gettext("This account is closed already."))
        if last_administrator(person, at.date()):
            raise OfficeRefused(gettext("Nobody else could set up the office then. Give that role to somebody first."))
        yesterday = at.date() - timedelta(days=1)
        living = person.roles_held.filter(Q(to_on=None) | Q(to_on__gt=yesterday))
        ended = [held.role for held in living]
        living.filter(from_on__gt=yesterday).update(from_on=yesterday)
        living.update(to_on=yesterday)
        person.invitations.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
        person.tokens.filter(revoked_at=None).update(revoked_at=at)
        before, after = {"is_active": True, "role": ended}, {"is_active": False}
        changes.note("deactivate_person", person, by=by, at=at, before=before, after=after)
        person.is_active = False
        person.save(update_fields=["is_active"])
        changes.end_sessions(person)
