"""What the complainant sees: own words, letters, plain lines of what happened. Nothing internal, nobody else (invariant 9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from amends.core.models import Attachment, Complaint, Deadline, Event, Message, Party
from amends.core.queries.wording import told
from amends.core.rules import events
from amends.core.rules.codes import code_hash, token_hash
from amends.core.rules.kinds import Delivery, Direction
from amends.lib import secrets


@dataclass(frozen=True, slots=True)
class Told:
    """One line or letter for the complainant. `is_theirs` is what they wrote themselves."""

    at: datetime
    line: str
    message: Message | None = None
    is_theirs: bool = False


@dataclass(frozen=True, slots=True)
class Follow:
    """The follow page: the case, who looks at it, what was said, and what is promised.

    `complaint` is the case as it goes on: the surviving one, when the party's own was merged into it.
    """

    complaint: Complaint
    party: Party
    entries: list[Told] = field(default_factory=list)
    promises: list[Deadline] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        return [entry.message for entry in self.entries if entry.message is not None]


def by_code(number: str, code: str) -> Party | None:
    """The party whose code opens the case of this number. The same work is done whether the number exists or not."""
    given = code_hash(code, settings.SECRET_KEY) or "-"
    parties = Party.objects.filter(complaint__number=number.strip().upper(), may_see=True).exclude(code_hash="")
    found = None
    for party in [*parties.select_related("complaint__owner"), None]:
        if secrets.same(party.code_hash if party else "0" * 64, given) and party is not None:
            found = party
    return found


def by_token(token: str) -> Party | None:
    """The party whose link this is."""
    if not 20 <= len(token) <= 64:
        return None
    hashed = token_hash(token, settings.SECRET_KEY)
    return (
        Party.objects.filter(link_hash=hashed, may_see=True)
        .exclude(link_hash="")
        .select_related("complaint__owner")
        .first()
    )


def follow(party: Party) -> Follow:
    """What this party may see of the case; of a merged case, the surviving one goes on in the same story."""
    own = party.complaint
    case, since = surviving(own)
    entries = _letters(_messages(party)) + _lines(own)
    if since is not None and party.position == 0:
        entries += _letters(_of_the_surviving(case, since)) + [line for line in _lines(case) if line.at > since]
    entries.sort(key=lambda entry: entry.at)
    # An interim reply has put a newer promise beside the old one: the newest counts for the reader.
    answers = case.deadlines.filter(met_at=None, ended_at=None, kind="answer")
    promises = list(answers.order_by("-start_at", "-pk")[:1])
    return Follow(case, party, entries, promises)


def surviving(own: Complaint) -> tuple[Complaint, datetime | None]:
    """The case that a merged one lives on in, and since when; the case itself and None when it was not merged."""
    case, since = own, None
    while case.merged_into_id is not None:
        since = max(filter(None, (since, case.closed_at)), default=None)
        case = Complaint.objects.select_related("owner").get(pk=case.merged_into_id)
    return case, since


def attachment(party: Party, pk: int) -> Attachment | None:
    """A file of the party's own messages and letters; None for every other, whether or not it exists."""
    case, since = surviving(party.complaint)
    own = Q(message__in=_messages(party))
    if since is not None and party.position == 0:
        own |= Q(message__in=_of_the_surviving(case, since))
    return Attachment.objects.filter(own, pk=pk, is_inline=False).first()


def _messages(party: Party) -> QuerySet[Message]:
    return _shown(Message.objects.filter(_theirs(party), complaint=party.complaint_id))


def _of_the_surviving(case: Complaint, since: datetime) -> QuerySet[Message]:
    """Only one person's cases merge: what the complainant of the surviving case gets afterwards goes to the same person."""
    return _shown(Message.objects.filter(Q(party__position=0) | Q(party=None), complaint=case, at__gt=since))


def _shown(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Letters that were only kept from the mail, because too many went to one address, are shown here all the same."""
    held = Q(direction=Direction.OUT, delivery=Delivery.HELD) & ~Q(failure="cap")
    return messages.exclude(direction=Direction.NOTE).exclude(held)


def _letters(messages: QuerySet[Message]) -> list[Told]:
    files = Prefetch("attachments", Attachment.objects.filter(is_inline=False).order_by("pk"))
    whole = messages.select_related("party", "complaint").prefetch_related(files).order_by("at", "pk")
    return [Told(message.at, "", message, is_theirs=message.direction == Direction.IN) for message in whole]


def _lines(case: Complaint) -> list[Told]:
    kinds = [kind.code for kind in events.KINDS.values() if kind.told and kind.code not in _QUIET]
    happened = Event.objects.filter(complaint=case, kind__in=kinds).order_by("seq")
    return [Told(event.at, told(event)) for event in happened]


_QUIET = {"received", "added", "acknowledged", "asked", "replied", "restated"}
"""Told by the letters themselves."""


def _theirs(party: Party) -> Q:
    """The complainant also has what was kept without a person; everybody else only what went to or came from them."""
    return Q(party=party) | Q(party=None) if party.position == 0 else Q(party=party)
