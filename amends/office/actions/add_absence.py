"""A person will be away; a deputy acts for them meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Absence, Person
from amends.office.refused import OfficeRefused


def add_absence(
    person: Person, *, starts_at: datetime, ends_at: datetime, deputy: Person | None, why: str, by: Person, at: datetime
) -> Absence:
    """The absence. Everybody may note their own; administrator and head anybody's.

    Refuses an end before the beginning, oneself as deputy, a deputy who is away in that time, and two absences at once.
    """
    if ends_at <= starts_at:
        raise OfficeRefused(gettext("The end is before the beginning."), "ends_at")
    if deputy is not None and deputy.pk == person.pk:
        raise OfficeRefused(gettext("Nobody stands in for themselves."), "deputy")
    with changes.in_turn():
        if person.pk != by.pk:
            changes.may_change(by, at)
        if person.absences.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            raise OfficeRefused(gettext("This person is away in that time already."), "starts_at")
        if deputy and deputy.absences.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
            text = gettext("%(name)s is away in that time too.") % {"name": deputy.name}
            raise OfficeRefused(text, "deputy")
        absence = Absence.objects.create(
            person=person, deputy=deputy, starts_at=starts_at, ends_at=ends_at, why=why.strip()[:200]
        )
        after = {"from": starts_at, "to": ends_at, "deputy": deputy}
        changes.note("add_absence", person, by=by, at=at, after=after)
        return absence
