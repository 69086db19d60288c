"""Writes rows of many cases in one statement a table: new rows, what changed of the cases, and clocks by case and key."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from amends.core.actions import _rows
from amends.core.models import Complaint, Deadline
from amends.core.queries.clock_rows import columns_of
from amends.core.rules.clocks import Clock
from amends.lib import prepared

KEY = ("complaint_id", "key")
"""What names a clock: the row that has it already is written anew."""


def insert(rows: Sequence[Model]) -> None:
    """Writes new rows of one model and gives them their ids, in their order."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        type(rows[0])._default_manager.bulk_create(rows)
        return
    into = _rows.table(type(rows[0]))
    listed = ", ".join(f'"{column}"' for column in into.columns)
    statement = f"INSERT INTO {into.name} ({listed}) SELECT {listed} FROM {_sent(into)} ORDER BY row.ordinality"
    given = _send(f"{statement} RETURNING {type(rows[0])._meta.pk.column}", [into.record(row) for row in rows])
    for row, (key,) in zip(rows, given, strict=True):
        row.pk = key


def update_cases(cases: Sequence[Complaint], attributes: Collection[str]) -> None:
    """Writes these attributes of the cases, by their id."""
    into = _rows.table(Complaint).only(attributes)
    if connection.vendor == "postgresql":
        values = ", ".join(f'"{column}" = row."{column}"' for column in into.columns)
        rows = [into.record(case) | {"id": case.pk} for case in cases]
        _send(f"UPDATE {into.name} AS kept SET {values} FROM {_sent(into)} WHERE kept.id = row.id", rows)
    else:
        values = ", ".join(f'"{column}" = %s' for column in into.columns)
        _each(f"UPDATE {into.name} SET {values} WHERE id = %s", [[*into.row(case), case.pk] for case in cases])


def put_clocks(clocks: Sequence[tuple[int, Clock]]) -> None:
    """Writes the clocks of cases (by id): a new row in their order, or over the one of the same case and key."""
    if not clocks:
        return
    rows = [columns_of(clock) | {"complaint_id": case} for case, clock in clocks]
    into = _rows.table(Deadline)
    listed = ", ".join(f'"{column}"' for column in into.columns)
    over = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in into.columns if column not in KEY)
    on_conflict = f" ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {over}"
    if connection.vendor == "postgresql":
        sent = f"SELECT {listed} FROM {_sent(into)} ORDER BY row.ordinality"
        _send(f"INSERT INTO {into.name} ({listed}) {sent}{on_conflict}", rows)
    else:
        _each(into.insert + on_conflict, [into.values(row) for row in rows])


def _sent(into: _rows.Table) -> str:
    return f"json_populate_recordset(NULL::{into.name}, %s::json) WITH ORDINALITY AS row"


def _send(statement: str, records: list[dict[str, object]]) -> list[tuple[Any, ...]]:
    """Rows as one JSON text, which costs a fraction of a parameter for each of their values; what came back."""
    return prepared.rows(statement, [json.dumps(records, default=_rows.plain, ensure_ascii=False)])


def _each(statement: str, rows: list[list[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
