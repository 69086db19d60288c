"""A calendar as the file a person reads and writes (YAML): days by name, hours by the clock. Faults name file and line. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from amends.core.rules import calendar_data
from amends.core.rules.calendars import Calendar, CalendarFault, Name, Spans
from amends.core.rules.words import N_
from amends.lib.data_files import Entry, read_entry_in

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = ("calendar", "from", "zone", "weekend", "hours", "holidays", "workdays", "special", "known_to")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})")
_LONGEST_RANGE = 400
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Written:
    """What a file says: whose calendar it is, from which day on, and the calendar as it is kept."""

    code: str
    valid_from: date
    definition: Mapping[str, Any]


def read(text: str, name: str) -> Written:
    """The calendar of a file. Refuses (DataFault) what no calendar has, a day, hour or zone that does not exist, and a
    calendar in which nobody ever works, each with file and line.
    """
    entry = read_entry_in(text, name)
    entry.known(*_KEYS)
    code, valid_from = entry.text("calendar"), _day(entry, "from", entry.text("from"))
    definition = {
        "zone": entry.text("zone"),
        "weekend": [_weekday(entry, "weekend", item) for item in _texts(entry, "weekend")],
        "hours": {str(_weekday(hours, key, key)): _hours(hours, key) for hours, key in _items(entry, "hours")},
        "holidays": dict(_named_days(entry)),
        "workdays": [day.isoformat() for item in _texts(entry, "workdays") for day in _days(entry, "workdays", item)],
        "special": {
            day.isoformat(): _hours(special, key)
            for special, key in _items(entry, "special")
            for day in _days(special, key, key)
        },
        "known_to": _day(entry, "known_to", entry.text("known_to")).isoformat() if "known_to" in entry else None,
    }
    try:
        made = calendar_data.from_plain(code, 1, definition)
    except CalendarFault as fault:
        raise entry.fault(fault.reason.text, None, **fault.reason.values) from None
    return Written(code, valid_from, calendar_data.to_plain(made))


def text_of(calendar: Calendar, valid_from: date) -> str:
    """The file that `read` reads back as this calendar."""
    plain: dict[str, Any] = {"calendar": calendar.code, "from": valid_from.isoformat(), "zone": calendar.zone}
    plain |= {"weekend": [WEEKDAYS[day] for day in sorted(calendar.weekend)]}
    hours = {WEEKDAYS[day]: hours_in_words(spans) for day, spans in sorted(calendar.hours.items())}
    plain |= {"hours": hours} if hours else {}
    plain |= {"holidays": {day.isoformat(): _name(name) for day, name in sorted(calendar.holidays.items())}}
    plain |= {"workdays": [day.isoformat() for day in sorted(calendar.workdays)]} if calendar.workdays else {}
    special = {day.isoformat(): hours_in_words(spans) for day, spans in sorted(calendar.special.items())}
    plain |= {"special": special} if special else {}
    plain |= {"known_to": calendar.known_to.isoformat()} if calendar.known_to else {}
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=1000)


def hours_in_words(spans: Spans) -> str:
    """09:00-13:00, 14:00-18:00; a night shift is 22:00-06:00; no hours at all is a dash."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans) or "-"


def hours_typed(text: str) -> Spans | None:
    """The same read back, in any digits; None for what is no hours. An end before its start is on the next day."""
    text = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text).strip()
    if text in {"", "-", "–", "—"}:
        return ()
    found = []
    for part in re.split(r"\s*[,;،、，]\s*", text):
        span = _SPAN.fullmatch(part)
        if span is None:
            return None
        begins, ends = _minute(span[1], span[2]), _minute(span[3], span[4])
        if begins is None or ends is None or begins == ends:
            return None
        found.append((begins, ends if ends > begins else ends + _DAY))
    return tuple(found)


def _minute(hour: str, minute: str) -> int | None:
    total = int(hour) * 60 + int(minute)
    return total if int(minute) < 60 and total <= _DAY else None


def _clock(minute: int) -> str:
    within = minute if minute <= _DAY else minute - _DAY
    return f"{within // 60:02d}:{within % 60:02d}"


def _name(name: Name) -> str | dict[str, str]:
    return name if isinstance(name, str) else dict(name)


def _items(entry: Entry, key: str) -> Iterable[tuple[Entry, str]]:
    found = entry.get(key) or Entry()
    if not isinstance(found, Entry):
        raise entry.fault(N_("“%(name)s” must be a mapping"), key, name=key)
    return ((found, name) for name in found)


def _texts(entry: Entry, key: str) -> list[str]:
    found = entry.get(key) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise entry.fault(N_("“%(name)s” must be a list of words"), key, name=key)
    return found


def _named_days(entry: Entry) -> Iterable[tuple[str, Any]]:
    for holidays, key in _items(entry, "holidays"):
        name = holidays[key]
        if isinstance(name, Entry):
            name = {language: name.text(language) for language in name}
        elif not isinstance(name, str):
            name = holidays.text(key)
        for day in _days(holidays, key, key):
            yield day.isoformat(), name


def _hours(entry: Entry, key: str) -> list[list[int]]:
    spans = hours_typed(entry.text(key))
    if spans is None:
        text = N_("“%(found)s” is no hours; write them as 09:00-13:00, 14:00-18:00")
        raise entry.fault(text, key, found=entry[key])
    return [list(span) for span in spans]


def _weekday(entry: Entry, key: str, found: str) -> int:
    if found not in WEEKDAYS:
        text = N_("“%(found)s” is no weekday; known are: %(known)s")
        raise entry.fault(text, key, found=found, known=", ".join(WEEKDAYS))
    return WEEKDAYS.index(found)


def _days(entry: Entry, key: str, found: str) -> list[date]:
    """A day, or days from one to another as 2026-02-15..2026-02-23."""
    first, _, last = found.partition("..")
    begins, ends = _day(entry, key, first.strip()), _day(entry, key, (last or first).strip())
    if not 0 <= (ends - begins).days <= _LONGEST_RANGE:
        raise entry.fault(N_("“%(found)s” is no stretch of days within a year"), key, found=found)
    return [begins + timedelta(days=n) for n in range((ends - begins).days + 1)]


def _day(entry: Entry, key: str, found: str) -> date:
    try:
        return date.fromisoformat(found)
    except ValueError:
        text = N_("“%(name)s” must be a day that exists, as 2026-02-01; found %(found)s")
        raise entry.fault(text, key, name=key, found=repr(found)) from None
