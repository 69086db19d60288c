"""Tells people by mail what they have not read in the desk: number and link only, nothing of the complainant."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from amends.channels.email import staff_mail
from amends.core import notify
from amends.core.models import Complaint, Notice
from amends.core.queries.office_facts import office_facts
from amends.core.rules import letter_dates, letters
from amends.core.rules.deadlines import NEVER
from amends.office.models import Office, Person

log = structlog.get_logger(__name__)
PORTION = 100
AT_THE_DESK = timedelta(minutes=2)
"""Who reads it in the desk meanwhile needs no mail. Danger is not told here: an alarm calls at once."""
TOO_OLD = timedelta(hours=24)
LETTERS = {
    notify.ASSIGNED: "staff_assigned",
    notify.WROTE: "staff_answered",
    notify.UNDELIVERED: "staff_unreachable",
    notify.NEAR: "staff_due_soon",
    notify.MISSED: "staff_overdue",
}


def is_wanted(person: Person, kind: str) -> bool:
    """Whether this person wants such a notice by mail: as they said, else only what cannot wait."""
    return bool(person.notices_by_mail.get(kind, kind in notify.BY_MAIL_UNLESS_REFUSED))


def mail_notices(at: datetime) -> int:
    """Decides on each notice once: a letter in its reader's language, or none. Rests while outgoing mail is off."""
    if not Office.current().outgoing_mail:
        return 0
    ripe = Notice.objects.filter(mail_decided_at=None, at__lte=at - AT_THE_DESK)
    rows = list(ripe.select_related("person", "complaint", "event").order_by("pk")[:PORTION])
    for notice in rows:
        try:
            _decide(notice, at)
        except Exception:
            # One that cannot be written holds up no other; it stays to be read in the desk.
            log.exception("notice_not_mailed", notice=notice.pk)
            Notice.objects.filter(pk=notice.pk).update(mail_decided_at=at)
    return len(rows)


def _decide(notice: Notice, at: datetime) -> None:
    with transaction.atomic():
        if not Notice.objects.filter(pk=notice.pk, mail_decided_at=None).update(mail_decided_at=at):
            return
        if notice.read_at is None and notice.at > at - TOO_OLD and _may_have(notice, at):
            letter = _letter(notice)
            language = _language(notice.person)
            staff_mail.keep(notice.person.email, letter.subject, letter.text, language=language, at=at)


def _may_have(notice: Notice, at: datetime) -> bool:
    person = notice.person
    if not person.is_active or notice.kind not in LETTERS or not is_wanted(person, notice.kind):
        return False
    return Complaint.objects.visible_to(person, at).filter(pk=notice.complaint_id).exists()


def _language(person: Person) -> str:
    return person.language if person.language in letters.LANGUAGES else office_facts().language


def _letter(notice: Notice) -> letters.Letter:
    case, language, code = notice.complaint, _language(notice.person), LETTERS[notice.kind]
    due = _due(notice)
    values: dict[str, str | None] = {
        "number": str(case.number),
        "due_date": letter_dates.moment(due, language, office_facts().zone) if due else None,
        "link": f"{settings.BASE_URL}/desk/complaints/{case.number}/",
    }
    known, _ = letters.placeholders(code)
    return letters.fill(code, language, **{name: value for name, value in values.items() if name in known})


def _due(notice: Notice) -> datetime | None:
    """The moment the clock spoke of, else when the case must be looked at next."""
    if said := notice.event.facts.get("due"):
        return datetime.fromisoformat(said)
    due = notice.complaint.next_due_at
    return None if due == NEVER else due
