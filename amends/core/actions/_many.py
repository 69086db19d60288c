"""Writes rows of many cases in one statement a table: what changed of the cases, and clocks by case and key."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from amends.core.actions import _rows
from amends.core.models import Complaint, Deadline

KEY = ("complaint_id", "key")
"""What names a clock: the row that has it already is written anew."""


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


def put_clocks(rows: Sequence[Deadline]) -> None:
    """Writes the clocks: a new row in their order, or over the one of the same case and key."""
    into = _rows.table(Deadline)
    listed = ", ".join(f'"{column}"' for column in into.columns)
    over = ", ".join(f'"{column}" = EXCLUDED."{column}"' for column in into.columns if column not in KEY)
    on_conflict = f" ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {over}"
    if connection.vendor == "postgresql":
        sent = f"SELECT {listed} FROM {_sent(into)} ORDER BY row.ordinality"
        _send(f"INSERT INTO {into.name} ({listed}) {sent}{on_conflict}", [into.record(row) for row in rows])
    else:
        _each(into.insert + on_conflict, [into.row(row) for row in rows])


def _sent(into: _rows.Table) -> str:
    return f"json_populate_recordset(NULL::{into.name}, %s::json) WITH ORDINALITY AS row"


def _send(statement: str, records: list[dict[str, object]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(records, default=_rows.plain, ensure_ascii=False)])


def _each(statement: str, rows: list[list[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
