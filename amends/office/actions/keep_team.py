"""A team is made or changed: its members, what it handles, in which languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, words
from amends.office.actions import _things
from amends.office.models import Department, Membership, Person, Team
from amends.office.refused import OfficeRefused


def keep_team(
    team: Team,
    *,
    code: str = "",
    names: Mapping[str, str],
    department: Department | None = None,
    categories: Iterable[str] = (),
    languages: Iterable[str] = (),
    is_default: bool = False,
    is_active: bool = True,
    members: Iterable[Person] = (),
    by: Person,
    at: datetime,
) -> Team:
    """The team as it stands now, with exactly these members. A new default team takes the place of the old one.

    Refuses a taken code, a default team that is closed, and to take the default from the only team that is it: what fits
    no other team must go somewhere.
    """
    values = {
        "department": department,
        "categories": sorted(set(categories)),
        "languages": words.languages(languages),
        "is_default": is_default,
        "is_active": is_active,
    }
    with changes.changing(by, at):
        others = Team.objects.filter(is_default=True, is_active=True).exclude(pk=team.pk)
        if is_default and not is_active:
            raise OfficeRefused(
                gettext("What fits no other team goes to this one, so it cannot be closed."), "is_active"
            )
        if not is_default and team.pk and Team.objects.get(pk=team.pk).is_default and not others.exists():
            text = gettext("What fits no other team must go somewhere: make another team the default one first.")
            raise OfficeRefused(text, "is_default")
        kept = _things.keep(team, code, names, values, what="keep_team", by=by, at=at)
        if is_default:
            others.update(is_default=False)
        _seat(kept, list(members), by, at)
        return kept


def _seat(team: Team, members: list[Person], by: Person, at: datetime) -> None:
    before = {member.person_id: member.person.name for member in team.memberships.select_related("person")}
    after = {person.pk: person.name for person in members}
    if before.keys() == after.keys():
        return
    team.memberships.exclude(person__in=after).delete()
    Membership.objects.bulk_create(Membership(team=team, person_id=pk) for pk in after if pk not in before)
    names = {"members": sorted(before.values())}, {"members": sorted(after.values())}
    changes.note("seat_team", team, by=by, at=at, before=names[0], after=names[1])
