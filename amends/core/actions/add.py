"""Add: the complainant's further message, file or answer goes to the case it belongs to."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from amends.core.actions import _letter
from amends.core.actions._alarm import raise_alarm
from amends.core.actions._from_rules import attachments_of
from amends.core.actions._record import Act, recording
from amends.core.actions._words import optional, short
from amends.core.actions.refused import ActionRefused, NotAllowed
from amends.core.models import Attachment, Complaint, Event, Message, Party, Receipt
from amends.core.rules import safety
from amends.core.rules.alarms import Sign
from amends.core.rules.intake import Intake
from amends.core.rules.kinds import Direction
from amends.core.rules.states import ENDED, Stage, Verb
from amends.core.rules.words import N_


def add(complaint: Complaint, intake: Intake, *, party: Party | None, at: datetime) -> Event:
    """Keeps a further message on the case; one that was merged passes it on to the surviving case.

    The same receipt twice adds nothing. A word after the end opens the case again (the complainant is not told to file
    anew). Refuses a message without words and files.
    """
    text = optional(intake.text, "text")
    if not text.strip() and not intake.files:
        raise ActionRefused(N_("Please write something first."), "text")
    try:
        event = _already(intake) or _add(survivor(complaint), intake, text, party, at)
    except NotAllowed:
        # Merged by somebody in this very moment: it lives on in another case now.
        complaint.refresh_from_db()
        if complaint.merged_into_id is None:
            raise
        event = _add(survivor(complaint), intake, text, party, at)
    except IntegrityError:
        # The same receipt was added by another process in this very moment.
        first = _already(intake)
        if first is None:
            raise
        event = first
    complaint.refresh_from_db()
    return event


def _already(intake: Intake) -> Event | None:
    """The event of this very receipt, when it was added before."""
    known = Message.objects.filter(receipt=intake.receipt).exclude(receipt="").select_related("complaint").first()
    if known is None:
        return None
    began_it = known.complaint.receipt == intake.receipt
    events = Event.objects.filter(complaint=known.complaint_id)
    return events.filter(kind="received").first() if began_it else events.filter(kind="added", at=known.at).first()


def _add(surviving: Complaint, intake: Intake, text: str, party: Party | None, at: datetime) -> Event:
    with recording(surviving, Verb.ADD, at=at, on_behalf_of="complainant") as act:
        message = _keep(act, intake, text, party)
        words = _danger(intake, text)
        if words:
            _see_danger(act, words)
        event = act.event(
            "added",
            {
                "channel": intake.channel,
                "files": [file.digest for file in intake.files],
                "party": party.role if party else "",
                "danger": bool(words),
            },
            {"text": text},
        )
        if Stage(act.case.stage) in ENDED:
            act.move_to(Stage.CONSULTATION)
            act.set(closed_at=None, answered_at=None, outcome="")
            act.event("reopened", {"channel": intake.channel}, {"why": short(text, 200)})
        if words:
            raise_alarm(act, Sign.WORDS)
        _confirm(act, message, party)
        Receipt.objects.filter(key=intake.receipt).update(
            state=Receipt.State.DONE, complaint=act.case, next_try_at=None
        )
    return event


def _danger(intake: Intake, text: str) -> list[str]:
    """Words of danger in what a person wrote; what a machine answers repeats the words of others."""
    return [] if intake.automatic else safety.danger(f"{intake.subject}\n{text}") or []


def _see_danger(act: Act, words: list[str]) -> None:
    """The clock of the hour starts anew: somebody may have got worse since the last look."""
    known = dict.fromkeys((*act.case.danger_words, *words))
    act.set(danger_words=list(known)[:20])
    act.see_danger()


def survivor(complaint: Complaint) -> Complaint:
    """The case that a merged one lives on in."""
    while complaint.merged_into_id is not None:
        complaint = Complaint.objects.get(pk=complaint.merged_into_id)
    return complaint


def _keep(act: Act, intake: Intake, text: str, party: Party | None) -> Message:
    message = act.message(
        direction=Direction.IN,
        channel=intake.channel,
        account=short(intake.account, 254),
        party=party if party and party.complaint_id == act.case.pk else None,
        shown_as=(party.name if party else "") or act.case.complainant_name,
        language=act.case.language,
        subject=short(intake.subject, 500),
        body=text,
        quoted=optional(intake.quoted, "quoted"),
        html=intake.html,
        receipt=intake.receipt,
        foreign_id=short(intake.foreign_id, 500),
        is_automatic=intake.automatic,
    )
    files = attachments_of(intake.files)
    for file in files:
        file.complaint, file.message = act.case, message
    Attachment.objects.bulk_create(files)
    return message


def _confirm(act: Act, message: Message, party: Party | None) -> None:
    """A short word that the mail arrived; only by mail, where one does not see it arrive."""
    if message.channel != "email" or message.is_automatic or party is None:
        return
    _letter.send(act.case, "message_received", at=act.at, party=party)
