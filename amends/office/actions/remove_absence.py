"""A person is back earlier, or stays after all."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Absence, Person
from amends.office.refused import OfficeRefused


def remove_absence(absence: Absence, *, by: Person, at: datetime) -> None:
    """An absence that runs ends now, one to come is taken out. One's own, or (administrator, head) anybody's.

    Refuses one that is over.
    """
    with changes.in_turn():
        absence = Absence.objects.select_related("person").get(pk=absence.pk)
        if absence.person_id != by.pk:
            changes.may_change(by, at)
        if absence.ends_at <= at:
            raise OfficeRefused(gettext("This absence is over."))
        before = {"from": absence.starts_at, "to": absence.ends_at}
        if absence.starts_at < at:
            absence.ends_at = at
            absence.save(update_fields=["ends_at"])
        else:
            absence.delete()
        changes.note("remove_absence", absence.person, by=by, at=at, before=before)
