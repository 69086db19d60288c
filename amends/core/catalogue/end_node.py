"""A category or a cause ends; what it was continues as another one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext

from amends.core.catalogue.add_node import Node
from amends.core.models import Category
from amends.office import changes
from amends.office.models import Person, RoleHeld, Team
from amends.office.refused import OfficeRefused


def end_node(node: Node, *, mapped_to: str, by: Person, at: datetime) -> None:
    """Complaints on it keep it, and are shown and counted under the code it continues as.

    Refuses one that has ended, one with living parts, a continuation that is not valid or is itself, and a category that
    a team handles or a person holds a role for.
    """
    model = type(node)
    with changes.changing(by, at):
        current = model.objects.filter(pk=node.pk, valid_to=None).first()
        if current is None:
            raise OfficeRefused(gettext("Somebody has changed this meanwhile. Please look at it anew."))
        if model.objects.filter(parent_code=current.code, valid_to=None).exists():
            raise OfficeRefused(gettext("It still has parts. End those first."))
        if mapped_to == current.code or not model.objects.filter(code=mapped_to, valid_to=None).exists():
            raise OfficeRefused(gettext("Please choose what it continues as."), "mapped_to")
        if isinstance(current, Category):
            _nobody_needs(current.code, at)
        current.valid_to, current.mapped_to = at, mapped_to
        current.save(update_fields=["valid_to", "mapped_to"])
        changes.note("end_node", current, by=by, at=at, after={"mapped_to": mapped_to})


def _nobody_needs(code: str, at: datetime) -> None:
    team = next((team for team in Team.objects.filter(is_active=True) if code in team.categories), None)
    if team is not None:
        text = gettext("The team “%(team)s” handles this category. Change the team first.")
        raise OfficeRefused(text % {"team": team.name})
    living = Q(to_on=None) | Q(to_on__gte=at.date())
    held = RoleHeld.objects.filter(living, category=code).select_related("person").first()
    if held is not None:
        text = gettext("%(name)s holds a role for this category. End that role first.")
        raise OfficeRefused(text % {"name": held.person.name})
