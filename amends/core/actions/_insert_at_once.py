"""Writes a drafted complaint to PostgreSQL in one set-based statement, prepared once a connection: one way to the server."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import RawCursor

from amends.core.actions import _rows
from amends.core.actions._drafted import Draft
from amends.core.actions._record import reactions_to
from amends.core.models import (
    Alarm,
    Attachment,
    CaseAccess,
    Complaint,
    Consent,
    Deadline,
    Event,
    Issue,
    Message,
    Party,
    PersonalFacts,
    Reaction,
)
from amends.core.rules.numbers import Frame

FIRST = {"complaint": Complaint, "party": Party, "message": Message, "event": Event}
"""Rows that others refer to: their ids are drawn before anything is written. Of several, the first one has it."""

FROM_ABOVE = {"complaint_id": "complaint", "party_id": "party", "message_id": "message", "event_id": "event"}
"""Columns that hold such an id."""

CHILDREN = (Party, Consent, Issue, Deadline, CaseAccess, Alarm, Message, Attachment, Event, PersonalFacts, Reaction)


def insert(draft: Draft, frame: Frame) -> None:
    """What `_insert_plainly` writes. The counter's row is seized when all but the complaint's own row is written."""
    complaint = draft.complaint
    sent = _sent(draft)
    children = tuple(model for model in CHILDREN if model in sent)
    given: list[Any] = [draft.year, frame.before, frame.digits, frame.after, complaint.receipt]
    given += [_as_json(sent[model]) for model in (Complaint, *children)]
    with connection.wrap_database_errors, RawCursor(connection.connection) as cursor:
        cursor.execute(_statement(children), given, prepare=True)
        ((complaint.pk, complaint.number),) = cursor.fetchall()
    complaint._state.adding = False


_as_json = json.JSONEncoder(default=_rows.plain, ensure_ascii=False, check_circular=False).encode


def _sent(draft: Draft) -> dict[type[Model], list[dict[str, Any]]]:
    """The rows as they travel, of those tables that get any."""
    rows: list[Model | None] = [
        draft.complaint,
        *draft.parties,
        *draft.consents,
        *draft.issues,
        *draft.deadlines,
        *draft.access,
        *draft.alarms,
        draft.message,
        draft.acknowledgement,
        *draft.attachments,
        draft.event,
        draft.raised,
        draft.apart,
        *reactions_to(draft.event, draft.at),
    ]
    sent: dict[type[Model], list[dict[str, Any]]] = {}
    for row in rows:
        if row is not None:
            sent.setdefault(type(row), []).append(_rows.table(type(row)).record(row))
    return sent


@cache
def _statement(children: tuple[type[Model], ...]) -> str:
    """Rows come as JSON; references among them are filled in here, all else is as it was sent.

    The places of what is given: $1 year, $2 to $4 the frame of the number, $5 receipt, $6 the complaint, then the children.
    Only those `children` are in it that have rows, for PostgreSQL opens every table and index that a statement names;
    there are few such sets, and each has its own prepared statement. `ids`, which others read, is done once: PostgreSQL
    sees to that by itself.
    """
    drawn = ", ".join(f"{_next_id(model)} AS {name}" for name, model in FIRST.items())
    written = " UNION ALL ".join(f"SELECT count(*) FROM {_name(model)}_written" for model in children)
    # Reading from the others makes the counter wait for them, so that its row is held briefly.
    counted = (
        f"INSERT INTO core_counter AS counter (year, last) SELECT $1::int, 1 FROM ({written}) AS rows"
        " HAVING count(*) > 0 ON CONFLICT (year) DO UPDATE SET last = counter.last + 1 RETURNING last::text AS count"
    )
    settled = (
        "UPDATE core_receipt SET state = 'done', complaint_id = made.id, next_try_at = NULL FROM made WHERE key = $5"
    )
    parts = {
        "ids": f"SELECT {drawn}",
        **{
            f"{_name(child)}_written": f"{_insert_children(child, at)} RETURNING 1"
            for at, child in enumerate(children, 7)
        },
        "counted": counted,
        "made": f"{_insert_complaint()} RETURNING id, number",
        "settled": settled,
    }
    listed = ", ".join(f"{name} AS ({statement})" for name, statement in parts.items())
    return f"WITH {listed} SELECT id, number FROM made"


def _insert_children(model: type[Model], place: int) -> str:
    into = _rows.table(model)
    values = [f"ids.{FROM_ABOVE[column]}" if column in FROM_ABOVE else f'row."{column}"' for column in into.columns]
    columns = list(into.columns)
    if name := next((name for name, first in FIRST.items() if first is model), None):
        columns.append("id")
        values.append(f"CASE WHEN row.ordinality = 1 THEN ids.{name} ELSE {_next_id(model)} END")
    return (
        f"INSERT INTO {into.name} ({_listed(columns)}) SELECT {', '.join(values)} FROM ids,"
        f" json_populate_recordset(NULL::{into.name}, ${place}::json) WITH ORDINALITY AS row"
        " ORDER BY row.ordinality"
    )


def _insert_complaint() -> str:
    into = _rows.table(Complaint)
    values = [_NUMBER if column == "number" else f'row."{column}"' for column in into.columns]
    return (
        f"INSERT INTO {into.name} ({_listed(into.columns)}, id) SELECT {', '.join(values)}, ids.complaint"
        f" FROM ids, counted, json_populate_recordset(NULL::{into.name}, $6::json) AS row"
    )


_NUMBER = "$2::text || lpad(counted.count, greatest($3::int, length(counted.count)), '0') || $4::text"


def _next_id(model: type[Model]) -> str:
    return f"nextval(pg_get_serial_sequence('{_rows.table(model).name}', 'id'))"


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _name(model: type[Model]) -> str:
    return str(model._meta.model_name)
