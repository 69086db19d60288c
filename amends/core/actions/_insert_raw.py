"""Writes a drafted complaint to SQLite: plain prepared statements, one after the other, in the open transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from amends.core.actions._drafted import Draft
from amends.core.actions._record import reactions_to
from amends.core.actions._rows import table
from amends.core.rules import numbers

Execute = Callable[..., Any]
COUNT = (
    "INSERT INTO core_counter (year, last) VALUES (?, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1"
    " RETURNING last"
)
SETTLE = "UPDATE core_receipt SET state = 'done', complaint_id = ?, next_try_at = NULL WHERE key = ?"


def insert(draft: Draft) -> None:
    """What `_insert_plainly` writes. The database has one writer at a time, so the number may be taken first."""
    with connection.wrap_database_errors:
        _insert(draft, connection.connection.execute)


def _insert(draft: Draft, execute: Execute) -> None:
    office, complaint = draft.office.office, draft.complaint
    ((count,),) = execute(COUNT, [draft.year]).fetchall()
    complaint.number = numbers.number(office.number_form, prefix=office.prefix, year=draft.year, count=count)
    complaint.pk = _write(complaint, execute)
    complaint._state.adding = False
    complainant, *others = draft.parties
    complainant.complaint_id = complaint.pk
    complainant.pk = _write(complainant, execute)
    for consent in draft.consents:
        consent.party_id = complainant.pk
        _write(consent, execute)
    for rows in (others, draft.issues, draft.deadlines, draft.access, draft.alarms):
        for row in rows:
            row.complaint_id = complaint.pk
        _write_all(rows, execute)
    _messages(draft, execute)
    draft.event.complaint_id = complaint.pk
    draft.event.pk = _write(draft.event, execute)
    if draft.apart is not None:
        draft.apart.event_id = draft.event.pk
        _write(draft.apart, execute)
    if draft.raised is not None:
        draft.raised.complaint_id = complaint.pk
        _write(draft.raised, execute)
    _write_all(reactions_to(draft.event, draft.at), execute)
    execute(SETTLE, [complaint.pk, complaint.receipt])


def _messages(draft: Draft, execute: Execute) -> None:
    for message in filter(None, (draft.message, draft.acknowledgement)):
        message.complaint_id, message.party_id = draft.complaint.pk, draft.parties[0].pk
        message.pk = _write(message, execute)
    for attachment in draft.attachments:
        attachment.complaint_id, attachment.message_id = draft.complaint.pk, draft.message.pk
        _write(attachment, execute)


def _write_all(rows: Sequence[Model], execute: Execute) -> None:
    """Rows of one model of which nobody needs the ids, in one statement: with each the other threads push in between."""
    if rows:
        into = table(type(rows[0]))
        marks = into.insert_raw.partition(" VALUES ")[2]
        execute(into.insert_raw + f", {marks}" * (len(rows) - 1), [value for row in rows for value in into.row(row)])


def _write(row: Model, execute: Execute) -> int:
    into = table(type(row))
    return int(execute(into.insert_raw, into.row(row)).lastrowid)
