"""A person is put on duty from a moment to a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Person, Shift
from amends.office.refused import OfficeRefused

LONGEST = timedelta(hours=24)


def add_shift(person: Person, *, starts_at: datetime, ends_at: datetime, by: Person, at: datetime) -> Shift:
    """The shift. Refuses one that ends before it starts, is longer than a day, lies in the past, or meets another one
    of the same person; and anybody who has left."""
    if ends_at <= starts_at:
        raise OfficeRefused(gettext("The end is before the beginning."), "ends_at")
    if ends_at - starts_at > LONGEST:
        raise OfficeRefused(gettext("Nobody is on duty for more than a day without a rest."), "ends_at")
    if ends_at <= at:
        raise OfficeRefused(gettext("This time has passed already."), "starts_at")
    with changes.changing(by, at):
        if not Person.objects.filter(pk=person.pk, is_active=True).exists():
            raise OfficeRefused(gettext("This account is closed."), "person")
        if person.shifts.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise OfficeRefused(gettext("This person is on duty in that time already."), "person")
        shift = Shift.objects.create(person=person, starts_at=starts_at, ends_at=ends_at)
        changes.note("add_shift", person, by=by, at=at, after={"from": starts_at, "to": ends_at})
        return shift
