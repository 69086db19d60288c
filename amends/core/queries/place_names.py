"""What a country and a calendar are called in the reader's language, and why a day is off."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, pgettext

from amends.core.queries.books import OF_OFFICE, OF_TEAM
from amends.core.queries.office_facts import office_facts
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.book import EVERYWHERE
from amends.core.rules.law.rule import said
from amends.core.rules.words import N_
from amends.ui.numbers import locale_of

_TERRITORIES = {"UK": "GB"}
_VARIANTS = {
    "IR-THU-FRI": N_("%(country)s, Thursday and Friday off"),
    "IR-FRI-SAT": N_("%(country)s, Friday and Saturday off"),
}


def country(code: str, language: str) -> str:
    """The name of a jurisdiction."""
    if code == EVERYWHERE:
        return gettext("The office’s own promises")
    return str(locale_of(language).territories.get(_TERRITORIES.get(code, code), code))


def calendar_name(code: str, language: str) -> str:
    """The name of a calendar: of a country, of the office, of a team."""
    if code == EVERYWHERE:
        return gettext("Saturday and Sunday off, no holidays")
    if code == OF_OFFICE:
        return gettext("The whole office")
    if code.startswith(OF_TEAM):
        team = office_facts().team(code.removeprefix(OF_TEAM))
        return team.name if team else code.removeprefix(OF_TEAM)
    if code in _VARIANTS:
        return gettext(_VARIANTS[code]) % {"country": country(code.partition("-")[0], language)}
    return country(code, language)


def day_off(calendar: Calendar, day: date, language: str) -> str:
    """Why nobody works on a day, in words: the name of the holiday, or the weekend; empty on a working day."""
    if day in calendar.workdays:
        return ""
    if day in calendar.holidays:
        name = calendar.holidays[day]
        return (name if isinstance(name, str) else said(name, language)) or gettext("Public holiday")
    return pgettext("day", "Weekend") if day.weekday() in calendar.weekend else ""
