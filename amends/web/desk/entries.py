"""The timeline of a case, ready to be drawn: days, messages with what became of them, and events folded between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from amends.core import outbox
from amends.core.models import Attachment, Complaint, Event, Message
from amends.core.queries.timeline import Entry as Happened
from amends.core.queries.wording import line
from amends.core.rules.deliveries import ASTRAY, BY_PERSON, is_proven, standing, was_spoken
from amends.core.rules.kinds import CHANNEL_NAMES, Delivery, Direction
from amends.core.rules.words import N_
from amends.ui import dates
from amends.ui.numbers import between
from amends.ui.templatetags.ui import face

LETTER_NAMES = {
    "question": N_("question"),
    "restated": N_("restatement, to be confirmed"),
    "decline": N_("declined"),
    "message_received": N_("confirmation of receipt"),
}


@dataclass(frozen=True, slots=True)
class File:
    pk: int
    name: str
    size: int
    has_preview: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or note. `tone` is the class of the part: in, out, note, failed. `is_plain`: nothing but words.

    Face and time are drawn here, once for each name, without a tag: fifty times the tags would cost more than the queries.
    """

    pk: int
    tone: str
    face: SafeString
    who: str
    meta: str
    time: SafeString
    text: str
    quoted: str
    language: str
    subject: str
    has_html: bool
    files: list[File]
    failure: str
    is_mendable: bool
    is_to_tell: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Deed:
    time: SafeString
    words: str
    why: str


@dataclass(slots=True)
class Stretch:
    """What happened on one day, in order: an entry, or deeds that followed one another."""

    day: date
    parts: list[Entry | list[Deed]] = field(default_factory=list)


class Pen:
    """Draws what comes again and again in one timeline."""

    def __init__(self, case: Complaint) -> None:
        self.case = case
        self.zone = timezone.get_current_timezone()
        self.language = get_language() or "en"
        self._said: dict[str, str] = {}
        self._faces: dict[tuple[str, str], SafeString] = {}

    def say(self, text: str) -> str:
        if text and text not in self._said:
            self._said[text] = gettext(text)
        return self._said.get(text, "")

    def face(self, name: str, tone: str) -> SafeString:
        if (name, tone) not in self._faces:
            self._faces[name, tone] = SafeString(face(name, tone))
        return self._faces[name, tone]

    def time(self, at: datetime) -> SafeString:
        """The tag {% clock %}, without asking for zone and language anew each time."""
        exact = escape(dates.exact_moment(at, zone=self.zone, language=self.language))
        words = dates.time_words(at, zone=self.zone, language=self.language)
        return mark_safe(f'<time datetime="{at.isoformat()}" title="{exact}">{words}</time>')


def stretches(case: Complaint, entries: Sequence[Happened]) -> list[Stretch]:
    """Day by day, oldest first, with what came in through merged cases."""
    pen = Pen(case)
    made: list[Stretch] = []
    for entry in entries:
        part = _entry(entry.message, entry.files, pen) if entry.message else _deed(entry.event, pen)
        if part is not None:
            _put(made, part, entry.at, pen.zone)
    return made


def _put(made: list[Stretch], part: Entry | Deed, at: datetime, zone: tzinfo) -> None:
    day = at.astimezone(zone).date()
    if not made or made[-1].day != day:
        made.append(Stretch(day))
    parts = made[-1].parts
    if isinstance(part, Entry):
        parts.append(part)
    elif parts and isinstance(parts[-1], list):
        parts[-1].append(part)
    else:
        parts.append([part])


def _deed(event: Event | None, pen: Pen) -> Deed | None:
    if event is None:
        return None
    apart = getattr(event, "personal", None)
    facts = (apart.facts if apart else {}) | event.facts
    why = str(facts.get("why") or facts.get("reasons") or facts.get("detail") or "")
    return Deed(pen.time(event.at), line(event), why)


def _entry(message: Message, attachments: Sequence[Attachment], pen: Pen) -> Entry:
    is_out = message.direction == Direction.OUT
    failed = is_out and message.delivery in (Delivery.FAILED, Delivery.BOUNCED)
    who = message.shown_as or (pen.say(N_("No name given")) if message.direction == Direction.IN else "")
    files = [_file(one) for one in attachments]
    subject = "" if is_out else message.subject
    arrived, spoken = is_proven(message.delivery, message.sent_at), was_spoken(message.letter, message.channel)
    failure = message.failure if is_out and not arrived else ""
    is_mendable = is_out and message.delivery in ASTRAY
    is_to_tell = is_mendable or (is_out and message.delivery in BY_PERSON and not (arrived or spoken))
    is_to_tell = is_to_tell and message.complaint_id == pen.case.pk
    return Entry(
        pk=message.pk,
        tone=f"{message.direction} failed" if failed else message.direction,
        face=pen.face(who, "" if is_out else "warm"),
        who=who,
        meta=between(get_language() or "en").join(filter(None, _meta(message, pen))),
        time=pen.time(message.at),
        text=outbox.veiled(message),
        quoted=message.quoted,
        language=message.language,
        subject=subject,
        has_html=bool(message.html),
        files=files,
        failure=failure,
        is_mendable=is_mendable,
        is_to_tell=is_to_tell,
        is_plain=not (files or subject or failure or is_mendable or is_to_tell or message.quoted or message.html),
    )


def _meta(message: Message, pen: Pen) -> list[str]:
    """Beside the name: what sort of message it is, how it went, and from which merged case."""
    origin = "" if message.complaint_id == pen.case.pk else str(message.complaint)
    channel = pen.say(CHANNEL_NAMES.get(message.channel, ""))
    if message.direction == Direction.NOTE:
        return [pen.say(N_("note, only for colleagues")), origin]
    if message.direction == Direction.IN:
        return [channel, origin]
    sort = LETTER_NAMES.get(message.letter, "")
    if message.is_final:
        sort = N_("final reply")
    elif message.letter.startswith("acknowledgement"):
        sort = N_("acknowledgement")
    spoken = was_spoken(message.letter, message.channel)
    stands = standing(message.delivery, message.sent_at, spoken=spoken)
    written = pen.say(N_("written by Amends")) if message.is_automatic else ""
    return [pen.say(sort), written, channel, pen.say(stands), origin]


def _file(attachment: Attachment) -> File:
    return File(attachment.pk, attachment.name, attachment.size, bool(attachment.preview))
