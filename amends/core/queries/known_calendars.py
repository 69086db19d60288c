"""The calendars there are, as an office looks at them: its own, its teams', those of countries, each with its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from amends.core.models import Calendar as CalendarRow
from amends.core.queries.books import OF_OFFICE, OF_TEAM, place_of
from amends.core.queries.calendars import PLACES, ready
from amends.core.queries.office_facts import office_facts
from amends.core.rules import calendar_data
from amends.core.rules.calendars import Calendar
from amends.office.models import Team

YEARS_BACK, YEARS_AHEAD = 1, 2
_ONE_DAY = timedelta(days=1)


Kept = Mapping[str, Sequence[CalendarRow]]


def kept() -> Kept:
    """Every version of every calendar that is kept, by its code, the newest first. One query for a page."""
    found: dict[str, list[CalendarRow]] = {}
    for row in CalendarRow.objects.select_related("added_by").order_by("code", "-version"):
        found.setdefault(row.code, []).append(row)
    return found


def codes(known: Kept) -> list[str]:
    """The office, its teams in use, and the countries of which a version is kept or whose calendar it follows."""
    in_use = Team.objects.filter(is_active=True).order_by("code").values_list("code", flat=True)
    teams = [f"{OF_TEAM}{code}" for code in in_use]
    countries = sorted((known.keys() & PLACES.keys()) | {place_of(office_facts().jurisdiction)})
    return [OF_OFFICE, *teams, *sorted(known.keys() - {OF_OFFICE, *teams, *PLACES}), *countries]


def is_known(code: str) -> bool:
    if code == OF_OFFICE or code in PLACES:
        return True
    return code.startswith(OF_TEAM) and Team.objects.filter(code=code.removeprefix(OF_TEAM)).exists()


def calendar_in(row: CalendarRow) -> Calendar:
    return calendar_data.from_plain(row.code, row.version, row.definition)


def follows(code: str, known: Kept) -> str:
    """Whose calendar counts while this one has none of its own: a team's is the office's, the office's its country's."""
    if code.startswith(OF_TEAM) and OF_OFFICE in known:
        return OF_OFFICE
    return place_of(office_facts().jurisdiction) if code not in PLACES else ""


def counts(code: str, on: date, known: Kept) -> Calendar:
    """What counts for it today: its newest version, else that of whom it follows, in the zone of the office."""
    if code in known:
        return calendar_in(known[code][0])
    if code in PLACES:
        return ready(code, on.year - YEARS_BACK, on.year + YEARS_AHEAD)
    followed = counts(follows(code, known), on, known)
    return replace(followed, code=code, zone=followed.zone if OF_OFFICE in known else str(office_facts().zone))


def grown(code: str, on: date, known: Kept) -> Calendar:
    """The same with public holidays that have become known since: what a new version begins with.

    Own days stay as they are; only days after the last known one are added.
    """
    found = counts(code, on, known)
    country = place_of(office_facts().jurisdiction) if code not in PLACES else code
    fresh = ready(country, on.year - YEARS_BACK, on.year + YEARS_AHEAD)
    if found.known_to is None or fresh.known_to is None or fresh.known_to <= found.known_to:
        return found
    since = found.known_to + _ONE_DAY
    return replace(
        found,
        holidays=dict(found.holidays) | {day: name for day, name in fresh.holidays.items() if day >= since},
        workdays=found.workdays | {day for day in fresh.workdays if day >= since},
        known_to=fresh.known_to,
    )
