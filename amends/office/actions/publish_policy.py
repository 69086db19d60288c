"""A new version of the published promise (ISO 10002, 5.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext

from amends.office import changes
from amends.office.models import Person, Policy
from amends.office.refused import OfficeRefused
from amends.office.words import LANGUAGES

LONGEST = 20_000


def publish_policy(
    *, texts: Mapping[str, str], valid_from: datetime, signed_by: Person, by: Person, at: datetime
) -> Policy:
    """The new version; earlier ones stay as they were. Refuses a missing language, a moment in the past, and somebody
    who has left as its signer."""
    kept = {language: texts.get(language, "").strip() for language in LANGUAGES}
    for language, text in kept.items():
        if not text:
            raise OfficeRefused(gettext("The promise is made in all four languages."), f"text_{language}")
        if len(text) > LONGEST:
            raise OfficeRefused(gettext("This is longer than anybody reads."), f"text_{language}")
    if valid_from < at:
        raise OfficeRefused(gettext("A promise cannot begin in the past."), "valid_from")
    with changes.changing(by, at):
        if not Person.objects.filter(pk=signed_by.pk, is_active=True).exists():
            raise OfficeRefused(gettext("This account is closed."), "signed_by")
        version = (Policy.objects.aggregate(last=Max("version"))["last"] or 0) + 1
        policy = Policy.objects.create(version=version, valid_from=valid_from, texts=kept, signed_by=signed_by)
        after = {"version": version, "valid_from": valid_from, "signed_by": signed_by.name}
        changes.note("publish_policy", policy, by=by, at=at, after=after)
        return policy
