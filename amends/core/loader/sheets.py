"""Rows on their way into the database, one sheet a model: collected as tuples, written together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from amends.core.models import (
    CaseAccess,
    Complaint,
    Deadline,
    Event,
    Issue,
    Message,
    Party,
    PersonalFacts,
    Receipt,
)

FILLED = (Complaint, Party, Issue, Deadline, Receipt, Message, CaseAccess, Event, PersonalFacts)
"""In the order in which they refer to one another."""


class Sheet:
    """The rows of one model. What a row does not name has the model's own default."""

    def __init__(self, model: type[models.Model]) -> None:
        self.table = model._meta.db_table
        fields = list(model._meta.concrete_fields)
        self.columns = [str(field.column) for field in fields]
        self._names = [field.attname for field in fields]
        blank = model()
        self._defaults = {name: _value(blank.__dict__[name]) for name in self._names}
        self.rows: list[tuple[Any, ...]] = []

    def add(self, **values: Any) -> None:
        """A row. Values are plain; JSON columns take their JSON as a text."""
        row = self._defaults | values
        if len(row) != len(self._names):
            raise AssertionError(f"{self.table} has no {', '.join(row.keys() - set(self._names))}")
        self.rows.append(tuple(row.values()))


class Sheets:
    """One sheet for each filled model, by its name."""

    def __init__(self) -> None:
        self._of = {model._meta.model_name: Sheet(model) for model in FILLED}

    def __getattr__(self, name: str) -> Sheet:
        return self._of[name]

    def write(self) -> None:
        """Everything into the open transaction; the sheets are empty again."""
        for sheet in self._of.values():
            (_copy if connection.vendor == "postgresql" else _insert)(sheet)
            sheet.rows.clear()


@cache
def _is_postgres() -> bool:
    """Asked for every value of millions of rows, so only once of the connection."""
    return connection.vendor == "postgresql"


def moment(at: datetime) -> Any:
    """A moment as its database keeps it."""
    return at if _is_postgres() else str(at.astimezone(UTC).replace(tzinfo=None))


def day(on: date) -> Any:
    return on if _is_postgres() else str(on)


def key(of: UUID) -> Any:
    return of if _is_postgres() else of.hex


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=not _is_postgres())


def _value(default: Any) -> Any:
    if isinstance(default, datetime):
        return moment(default)
    if isinstance(default, UUID):
        return key(default)
    return as_json(default) if isinstance(default, list | dict) else default


def _insert(sheet: Sheet) -> None:
    marks = ", ".join("?" * len(sheet.columns))
    listed = ", ".join(f'"{column}"' for column in sheet.columns)
    connection.connection.executemany(f"INSERT INTO {sheet.table} ({listed}) VALUES ({marks})", sheet.rows)


def _copy(sheet: Sheet) -> None:
    listed = ", ".join(f'"{column}"' for column in sheet.columns)
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {sheet.table} ({listed}) FROM STDIN") as copy:
        for row in sheet.rows:
            copy.write_row(row)


def set_sequences(models_filled: Iterable[type[models.Model]] = FILLED) -> None:
    """The ids given by hand are behind the database; the next it gives comes after them."""
    if connection.vendor != "postgresql":  # SQLite looks at the highest id by itself
        return
    with connection.cursor() as cursor:
        for model in models_filled:
            if model is not PersonalFacts:
                table = model._meta.db_table
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), GREATEST((SELECT max(id) FROM {table}), 1))"
                )
