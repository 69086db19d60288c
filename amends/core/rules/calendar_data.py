"""A calendar as plain data that can be kept, and read again. Every fault is a sentence for the person who typed it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar, CalendarFault, Spans
from amends.core.rules.words import N_, Reason

_KEYS = frozenset({"zone", "weekend", "holidays", "workdays", "hours", "special", "known_to"})
_DAY_OF_TRIAL = date(2026, 1, 1)


def to_plain(calendar: Calendar) -> dict[str, Any]:
    """The calendar as JSON keeps it; hours as minutes after midnight."""
    return {
        "zone": calendar.zone,
        "weekend": sorted(calendar.weekend),
        "holidays": {day.isoformat(): _name(name) for day, name in sorted(calendar.holidays.items())},
        "workdays": sorted(day.isoformat() for day in calendar.workdays),
        "hours": {str(weekday): [list(span) for span in spans] for weekday, spans in sorted(calendar.hours.items())},
        "special": {day.isoformat(): [list(span) for span in spans] for day, spans in sorted(calendar.special.items())},
        "known_to": calendar.known_to.isoformat() if calendar.known_to else None,
    }


def from_plain(code: str, version: int, data: Mapping[str, Any]) -> Calendar:
    """The calendar again. Refuses (CalendarFault) an unknown part, a day or zone that does not exist, hours that overlap,
    and a calendar in which nobody ever works."""
    if unknown := data.keys() - _KEYS:
        text = N_("A calendar has no “%(part)s”.")
        raise CalendarFault(Reason(text, {"part": ", ".join(sorted(unknown))}))
    known_to = data.get("known_to")
    calendar = Calendar(
        code=code,
        zone=_zone(data.get("zone", "UTC")),
        version=version,
        weekend=frozenset(_weekday(number) for number in data.get("weekend", ())),
        holidays={_day(day): name for day, name in data.get("holidays", {}).items()},
        workdays=frozenset(map(_day, data.get("workdays", ()))),
        hours={_weekday(weekday): _spans(spans) for weekday, spans in data.get("hours", {}).items()},
        special={_day(day): _spans(spans) for day, spans in data.get("special", {}).items()},
        known_to=_day(known_to) if known_to else None,
    )
    calendars.next_working_day(calendar, _DAY_OF_TRIAL)
    return calendar


def _name(name: str | Mapping[str, str]) -> str | dict[str, str]:
    return name if isinstance(name, str) else dict(name)


def _zone(name: object) -> str:
    try:
        return ZoneInfo(str(name)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CalendarFault(Reason(N_("There is no time zone “%(zone)s”."), {"zone": str(name)})) from None


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise CalendarFault(Reason(N_("There is no day “%(day)s”."), {"day": str(text)})) from None


def _weekday(number: object) -> int:
    if str(number) not in "0123456" or len(str(number)) != 1:
        raise CalendarFault(Reason(N_("There is no weekday “%(number)s”; Monday is 0."), {"number": str(number)}))
    return int(str(number))


def _spans(spans: object) -> Spans:
    """Refuses what is no list of pairs of minutes; whether they follow one another the calendar itself says."""
    try:
        return tuple((int(start), int(end)) for start, end in spans)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise CalendarFault(Reason(N_("Hours are pairs of minutes after midnight, as [[540, 1080]]."))) from None
