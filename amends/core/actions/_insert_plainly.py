"""The plain reading of what receiving writes, row by row; the fast writers must write the same (a test sees to it)."""

from __future__ import annotations

from django.db.models import F

from amends.core.actions._drafted import Draft
from amends.core.actions._record import reactions_to
from amends.core.models import (
    Alarm,
    Attachment,
    CaseAccess,
    Complaint,
    Consent,
    Counter,
    Deadline,
    Issue,
    Party,
    Reaction,
    Receipt,
)
from amends.core.rules import numbers


def insert(draft: Draft) -> None:
    """Writes the complaint with all its rows, its event and its number in the open transaction.

    The number is taken last, so that its row is held briefly.
    """
    complaint = draft.complaint
    complaint.save(force_insert=True)
    for party in draft.parties:
        party.complaint = complaint
    Party.objects.bulk_create(draft.parties)
    for consent in draft.consents:
        consent.party = draft.parties[0]
    Consent.objects.bulk_create(draft.consents)
    for rows in (draft.issues, draft.deadlines, draft.access, draft.alarms):
        for row in rows:
            row.complaint = complaint
    Issue.objects.bulk_create(draft.issues)
    Deadline.objects.bulk_create(draft.deadlines)
    CaseAccess.objects.bulk_create(draft.access)
    Alarm.objects.bulk_create(draft.alarms)
    _messages(draft)
    draft.event.complaint = complaint
    draft.event.save(force_insert=True)
    if draft.apart is not None:
        draft.apart.event = draft.event
        draft.apart.save(force_insert=True)
    if draft.raised is not None:
        draft.raised.complaint = complaint
        draft.raised.save(force_insert=True)
    Reaction.objects.bulk_create(reactions_to(draft.event, draft.at))
    complaint.number = _take_number(draft)
    Complaint.objects.filter(pk=complaint.pk).update(number=complaint.number)
    Receipt.objects.filter(key=complaint.receipt).update(
        state=Receipt.State.DONE, complaint=complaint, next_try_at=None
    )


def _messages(draft: Draft) -> None:
    draft.message.complaint = draft.complaint
    draft.message.party = draft.parties[0]
    draft.message.save(force_insert=True)
    for attachment in draft.attachments:
        attachment.complaint, attachment.message = draft.complaint, draft.message
    Attachment.objects.bulk_create(draft.attachments)
    if draft.acknowledgement is not None:
        draft.acknowledgement.complaint = draft.complaint
        draft.acknowledgement.party = draft.parties[0]
        draft.acknowledgement.save(force_insert=True)


def _take_number(draft: Draft) -> str:
    """The next number of the year of receipt in the office's zone: no gap, never again the same."""
    office, year = draft.office.office, draft.year
    if not Counter.objects.filter(year=year).update(last=F("last") + 1):
        Counter.objects.bulk_create([Counter(year=year, last=0)], ignore_conflicts=True)
        Counter.objects.filter(year=year).update(last=F("last") + 1)
    count = Counter.objects.get(year=year).last
    return numbers.number(office.number_form, prefix=office.prefix, year=year, count=count)
