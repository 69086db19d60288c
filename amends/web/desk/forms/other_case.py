"""A field in which a person names another case by its number; only a case they may see is found."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext

from amends.core.models import Complaint
from amends.office.models import Person


def other_case(number: str, *, by: Person, at: datetime) -> Complaint:
    """The case of this number. Refuses with a ValidationError that tells nothing about cases out of sight."""
    found = Complaint.objects.visible_to(by, at).filter(number__iexact=number.strip()).first()
    if found is None:
        raise forms.ValidationError(gettext("There is no such case, or you may not see it."))
    return found
