"""Writes the log of changes, and lets changes of the office queue one behind the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext

from amends.office.models import Change, Office, Person
from amends.office.refused import NotAllowed
from amends.office.roles import MAY_SET_UP_THE_OFFICE

_JSON = DjangoJSONEncoder()


@contextmanager
def changing(by: Person, at: datetime) -> Iterator[None]:
    """One transaction in which the office is changed; others wait their turn, so that a check still holds at the write.

    Refuses with NotAllowed whoever is neither administrator nor head of the office at this moment.
    """
    with in_turn():
        may_change(by, at)
        yield


@contextmanager
def in_turn() -> Iterator[None]:
    """One transaction, one at a time: the row of the office is the gate (a new database gets its row here)."""
    if not Office.objects.exists():
        Office.objects.get_or_create(pk=1)
    with transaction.atomic():
        Office.objects.select_for_update().order_by("pk").first()
        yield


def may_change(by: Person, at: datetime) -> None:
    # Read anew: what this object remembers of its roles may be older than the turn it waited for.
    holder = Person.objects.filter(pk=by.pk, is_active=True).first()
    if holder is None or not holder.has_role(MAY_SET_UP_THE_OFFICE, at.date()):
        raise NotAllowed(gettext("Only an administrator or the head of the office may do this."))


def end_sessions(person: Person) -> None:
    """Every browser in which this person is signed in must sign in anew."""
    Person.objects.filter(pk=person.pk).update(sessions_ended=models.F("sessions_ended") + 1)


def note(
    what: str,
    thing: models.Model | str,
    *,
    by: Person | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    title: str = "",
    key: str = "",
) -> None:
    """A line in the log. Call it inside the transaction that makes the change."""
    Change.objects.create(
        at=at,
        by=by,
        what=what,
        thing=thing if isinstance(thing, str) else thing._meta.model_name or "",
        key=key or ("" if isinstance(thing, str) else str(getattr(thing, "code", "") or thing.pk)),
        title=(title or ("" if isinstance(thing, str) else str(thing)))[:200],
        before=_plain(before or {}),
        after=_plain(after or {}),
    )


def keep(instance: models.Model, values: Mapping[str, Any], *, what: str, by: Person | None, at: datetime) -> bool:
    """Sets and saves what differs, and notes from what to what. False, and no line, when nothing differs."""
    is_new = instance.pk is None
    before = {} if is_new else {name: getattr(instance, name) for name in values}
    changed = {name: value for name, value in values.items() if is_new or before[name] != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(instance, name, value)
    instance.save() if is_new else instance.save(update_fields=list(changed))
    note(what, instance, by=by, at=at, before=_only(before, changed), after=changed)
    return True


def _only(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _word(value) for name, value in values.items()}


def _word(value: Any) -> Any:
    """What JSON can hold; a row of another table as what it is called."""
    if isinstance(value, models.Model):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool | list | dict):
        return value
    return _JSON.default(value) if not isinstance(value, tuple | set | frozenset) else sorted(value)
