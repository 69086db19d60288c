"""Calendar files as RFC 5545 wants them: escaped texts, lines of at most 75 octets, moments in UTC, whole days as days. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
_MOST_OCTETS = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar: a whole day, or a moment without length. `changed_at` is when it was last revised."""

    uid: str
    changed_at: datetime
    when: date | datetime
    summary: str
    url: str = ""


def calendar(title: str, entries: Iterable[Entry], *, product: str) -> bytes:
    """The whole file. The same entries give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_text(product)}", "CALSCALE:GREGORIAN"]
    lines += [f"NAME:{_text(title)}", f"X-WR-CALNAME:{_text(title)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _folded(line))


def _entry(entry: Entry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.changed_at)}"
    if isinstance(entry.when, datetime):
        yield f"DTSTART:{_moment(entry.when)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.when + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.summary)}"
    yield "TRANSP:TRANSPARENT"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _text(words: str) -> str:
    plain = "".join(sign for sign in words if sign == "\n" or (sign >= " " and sign != "\x7f"))
    return plain.translate(_ESCAPED)


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone could be any hour")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> Iterator[bytes]:
    """The line in pieces of at most 75 octets, the line end apart; no letter is cut."""
    piece, room = b"", _MOST_OCTETS
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(piece) + len(octets) > room:
            yield piece + b"\r\n"
            piece, room = b" ", _MOST_OCTETS
        piece += octets
    yield piece + b"\r\n"
