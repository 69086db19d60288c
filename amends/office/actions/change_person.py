"""An administrator corrects what the office knows of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from amends.office import changes, words
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def change_person(
    person: Person,
    *,
    names: Mapping[str, str],
    email: str,
    language: str,
    languages: Iterable[str],
    time_zone: str,
    by: Person,
    at: datetime,
) -> bool:
    """Whether anything was changed. Refuses a taken address. A new address ends all sessions of the person: one signs
    in by it."""
    known, address = words.names(names), words.email(email)
    values: dict[str, Any] = {
        "names": known,
        "name": known.get(words.language(language)) or next(iter(known.values())),
        "email": address,
        "language": language,
        "languages": words.languages(languages) or [language],
        "time_zone": words.zone(time_zone),
    }
    with changes.changing(by, at):
        person.refresh_from_db()
        if Person.objects.filter(email=address).exclude(pk=person.pk).exists():
            raise OfficeRefused(gettext("Somebody here has this address already."), "email")
        if address != person.email:
            values["sessions_ended"] = person.sessions_ended + 1
        return changes.keep(person, values, what="change_person", by=by, at=at)
