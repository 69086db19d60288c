"""A person sets how the house speaks to them. No role is needed for that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, words
from amends.office.models import Person
from amends.office.refused import OfficeRefused

THEMES = ("auto", "light", "dark")


def change_myself(
    person: Person,
    *,
    language: str,
    languages: Iterable[str],
    time_zone: str,
    theme: str,
    notices_by_mail: Mapping[str, bool],
    alarm_phone: str,
    at: datetime,
) -> bool:
    """Whether anything was changed. Refuses an unknown theme, language or time zone, and a telephone number that is none."""
    if theme not in THEMES:
        raise OfficeRefused(gettext("There is no such theme."), "theme")
    values = {
        "language": words.language(language),
        "languages": words.languages(languages) or [language],
        "time_zone": words.zone(time_zone),
        "theme": theme,
        "notices_by_mail": dict(notices_by_mail),
    }
    phone = words.telephone(alarm_phone)
    with changes.in_turn():
        person.refresh_from_db()
        is_other_phone = phone != person.alarm_phone
        if is_other_phone:
            # The log is for ever, so it holds that there is a number, and not which.
            person.alarm_phone = phone
            person.save(update_fields=["alarm_phone"])
            after = {"alarm_phone": "given" if phone else "none"}
            changes.note("change_alarm_phone", person, by=person, at=at, after=after)
        return changes.keep(person, values, what="change_myself", by=person, at=at) or is_other_phone
