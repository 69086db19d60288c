"""A shift is taken out of the roster."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Person, Shift
from amends.office.refused import OfficeRefused


def remove_shift(shift: Shift, *, by: Person, at: datetime) -> None:
    """A shift that runs ends now; one that is over stays, because it says who was on duty."""
    with changes.changing(by, at):
        shift = Shift.objects.select_related("person").get(pk=shift.pk)
        if shift.ends_at <= at:
            raise OfficeRefused(gettext("This shift is over; the roster remembers who was on duty."))
        before = {"from": shift.starts_at, "to": shift.ends_at}
        if shift.starts_at < at:
            shift.ends_at = at
            shift.save(update_fields=["ends_at"])
        else:
            shift.delete()
        changes.note("remove_shift", shift.person, by=by, at=at, before=before)
