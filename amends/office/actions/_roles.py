"""What a role may be held for, and that a category has one senior expert."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from amends.office.models import Person, RoleHeld, Team
from amends.office.refused import OfficeRefused
from amends.office.roles import MAY_SET_UP_THE_OFFICE, Role


def new_role(
    person: Person,
    role: str,
    *,
    team: Team | None = None,
    category: str = "",
    is_deputy: bool = False,
    from_on: date | None = None,
    to_on: date | None = None,
) -> RoleHeld:
    """A role, checked and not yet saved. Call it inside `changes.changing`.

    Refuses an unknown role, days in the wrong order, a deputy of anything but a senior expert, the same role twice for
    overlapping days, and a second senior expert (or second deputy) of a category.
    """
    try:
        wanted = Role(role)
    except ValueError:
        raise OfficeRefused(gettext("There is no such role."), "role") from None
    if from_on and to_on and to_on < from_on:
        raise OfficeRefused(gettext("The last day is before the first."), "to_on")
    if wanted is not Role.SENIOR and is_deputy:
        raise OfficeRefused(gettext("Only a senior expert has a deputy here."), "is_deputy")
    if wanted is Role.ADMIN and (team or category):
        raise OfficeRefused(gettext("An administrator is one of the whole office, not of a team or category."), "role")
    held = RoleHeld(
        person=person, role=wanted, team=team, category=category, is_deputy=is_deputy, from_on=from_on, to_on=to_on
    )
    _not_twice(held)
    if wanted is Role.SENIOR and category:
        _one_senior(held)
    return held


def _not_twice(held: RoleHeld) -> None:
    same = RoleHeld.objects.filter(person=held.person, role=held.role, team=held.team, category=held.category)
    if any(_meet(held, other) for other in same):
        raise OfficeRefused(gettext("This person holds the role already in these days."), "role")


def _one_senior(held: RoleHeld) -> None:
    others = RoleHeld.objects.filter(role=Role.SENIOR, category=held.category, is_deputy=held.is_deputy).select_related(
        "person"
    )
    other = next((other for other in others if _meet(held, other)), None)
    if other is None:
        return
    words = (
        gettext("%(name)s is the deputy for this category in these days. End that role first.")
        if held.is_deputy
        else gettext(
            "%(name)s is the senior expert of this category in these days, and there is exactly one. "
            "End that role first, or make this person the deputy."
        )
    )
    raise OfficeRefused(words % {"name": other.person.name}, "category")


def _meet(one: RoleHeld, other: RoleHeld) -> bool:
    """Whether the days of two roles overlap; an open end is for ever."""
    return (one.from_on or date.min) <= (other.to_on or date.max) and (other.from_on or date.min) <= (
        one.to_on or date.max
    )


def last_administrator(person: Person, at: date, *, but: RoleHeld | None = None) -> bool:
    """Whether nobody else could set up the office if this person (or this one role of theirs) were gone tomorrow."""
    tomorrow = at + timedelta(days=1)
    left = RoleHeld.objects.filter(role__in=MAY_SET_UP_THE_OFFICE, person__is_active=True).exclude(
        person__password__startswith="!"  # invited, but nobody came yet
    )
    left = left.filter(Q(to_on=None) | Q(to_on__gte=tomorrow), Q(from_on=None) | Q(from_on__lte=tomorrow))
    left = left.exclude(pk=but.pk) if but else left.exclude(person=person)
    return not left.exists()
