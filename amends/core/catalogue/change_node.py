"""A category or a cause is changed: its version ends and another of the same code begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from amends.core.catalogue.add_node import Node
from amends.office import changes, words
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def change_node(node: Node, *, names: Mapping[str, str], by: Person, at: datetime, **marks: object) -> Node:
    """The version that is valid now: a new one, or the same when nothing differs. Complaints keep the version they had.

    Refuses a version that has ended meanwhile: somebody else changed it.
    """
    values = {"names": words.names(names)} | dict(marks)
    with changes.changing(by, at):
        current = type(node).objects.filter(pk=node.pk, valid_to=None).first()
        if current is None:
            raise OfficeRefused(gettext("Somebody has changed this meanwhile. Please look at it anew."))
        before = {name: getattr(current, name) for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return current
        current.valid_to = at
        current.save(update_fields=["valid_to"])
        following = _copy(current)
        for name, value in values.items():
            setattr(following, name, value)
        following.version, following.valid_from, following.valid_to = current.version + 1, at, None
        following.save()
        old = {name: before[name] for name in changed}
        changes.note("change_node", following, by=by, at=at, before=old, after=changed)
        return following


def _copy(node: Node) -> Node:
    fields = {
        field.attname: getattr(node, field.attname) for field in node._meta.concrete_fields if not field.primary_key
    }
    return type(node)(**fields)
