"""A person makes, or renews, the secret address at which a calendar program reads what falls due."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, tokens
from amends.office.models import Person, Team
from amends.office.refused import OfficeRefused
from amends.office.roles import Role


def open_feed(person: Person, *, team: Team | None, at: datetime) -> str:
    """The secret of the address; this is the only time it can be read, and an earlier one opens nothing from now on.

    Refuses the feed of a team to everybody but heads of office.
    """
    with changes.in_turn():
        if team is not None and not person.has_role((Role.HEAD,), at.date()):
            raise OfficeRefused(gettext("Only the head of the office makes the calendar of a team."), "team")
        secret = tokens.open_feed(person, team, at=at)
        changes.note("open_feed", person, by=person, at=at, after={"team": team} if team else {})
        return secret
