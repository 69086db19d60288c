"""Ready calendars of the jurisdictions: their zone, weekend and public holidays, without working hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from amends.core.rules.calendars import SATURDAY_AND_SUNDAY, Calendar
from amends.core.rules.law.book import EVERYWHERE
from amends.lib.public_holidays import public_holidays

_FRIDAY = frozenset({4})


@dataclass(frozen=True, slots=True)
class Place:
    """Whose holidays count (none where there is no country), in which zone, and which weekdays are off."""

    zone: str
    country: str = ""
    subdivision: str = ""
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY


PLACES = {
    "RU": Place("Europe/Moscow", "RU"),
    "CN": Place("Asia/Shanghai", "CN"),
    "IR": Place("Asia/Tehran", "IR", weekend=_FRIDAY),
    "IR-THU-FRI": Place("Asia/Tehran", "IR", weekend=frozenset({3, 4})),
    "IR-FRI-SAT": Place("Asia/Tehran", "IR", weekend=frozenset({4, 5})),
    "EU": Place("Europe/Brussels"),
    "UK": Place("Europe/London", "GB", "ENG"),
    "IE": Place("Europe/Dublin", "IE"),
    "US": Place("America/New_York", "US"),
    "AU": Place("Australia/Sydney", "AU"),
    "IN": Place("Asia/Kolkata", "IN"),
    "BR": Place("America/Sao_Paulo", "BR"),
    EVERYWHERE: Place("UTC"),
}
"""By code. The weekend of Iran is a choice of the office; England stands for the United Kingdom, the nation for Australia."""

_YEARS_AHEAD = 2


def around(code: str, day: date) -> Calendar:
    """The calendar of a jurisdiction for the terms that begin on the day: from the year before to two years after.

    Refuses a code that is not in `PLACES` (KeyError).
    """
    return ready(code, day.year - 1, day.year + _YEARS_AHEAD)


@lru_cache(maxsize=256)
def ready(code: str, first: int, last: int) -> Calendar:
    """The calendar of a jurisdiction with the holidays of these years; the same object for the same question."""
    place = PLACES[code]
    if not place.country:
        return Calendar(code=code, zone=place.zone, weekend=place.weekend)
    found = public_holidays(place.country, first, last, place.subdivision)
    return Calendar(
        code=code,
        zone=place.zone,
        weekend=place.weekend,
        holidays=found.days,
        workdays=found.workdays,
        known_to=found.known_to,
    )
