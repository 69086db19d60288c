"""A person is given a role, for the whole office, a team or a category, from a day to a day."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.actions._roles import new_role
from amends.office.models import Person, RoleHeld, Team
from amends.office.refused import OfficeRefused


def give_role(
    person: Person,
    role: str,
    *,
    by: Person,
    at: datetime,
    team: Team | None = None,
    category: str = "",
    is_deputy: bool = False,
    from_on: date | None = None,
    to_on: date | None = None,
) -> RoleHeld:
    """The role given; without a first day it begins today. The person's sessions end, so that nothing goes
    on under the old rights.

    Refuses what `_roles.new_role` refuses, and anybody who has left.
    """
    with changes.changing(by, at):
        person.refresh_from_db()
        if not person.is_active:
            raise OfficeRefused(gettext("This account is closed. Open it again first."))
        held = new_role(
            person, role, team=team, category=category, is_deputy=is_deputy, from_on=from_on or at.date(), to_on=to_on
        )
        held.save()
        after = {
            "role": held.role, "team": team, "category": category, "is_deputy": is_deputy, "from_on": held.from_on,
            "to_on": to_on,
        }  # fmt: skip
        changes.note("give_role", person, by=by, at=at, after=after)
        changes.end_sessions(person)
        return held
