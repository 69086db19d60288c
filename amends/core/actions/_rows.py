"""Rows as the fast writers send them: which columns a model has, and their values in the form of the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any
from uuid import UUID

from django.db import connection, models


@dataclass(frozen=True)
class Table:
    """A model's table; `columns` are all but an id that the database gives itself."""

    name: str
    columns: tuple[str, ...]
    attributes: tuple[str, ...]
    adapted: tuple[Callable[[Any], Any] | None, ...]

    @cached_property
    def insert(self) -> str:
        """The statement for one row, for a cursor of Django's."""
        marks = ", ".join(["%s"] * len(self.columns))
        columns = ", ".join(f'"{column}"' for column in self.columns)
        return f"INSERT INTO {self.name} ({columns}) VALUES ({marks})"

    @cached_property
    def insert_raw(self) -> str:
        """The same for a cursor of SQLite's own."""
        return self.insert.replace("%s", "?")

    def only(self, attributes: Collection[str]) -> Table:
        """The same table with some of its columns."""
        chosen = [place for place, name in enumerate(self.attributes) if name in attributes]
        return Table(
            self.name,
            tuple(self.columns[place] for place in chosen),
            tuple(self.attributes[place] for place in chosen),
            tuple(self.adapted[place] for place in chosen),
        )

    def row(self, of: models.Model) -> list[Any]:
        """The values of one row, in the order of the columns."""
        return self.values(of.__dict__)

    def values(self, held: Mapping[str, Any]) -> list[Any]:
        """The same of a row that is no model, by attribute."""
        return [
            adapt(held[name]) if adapt is not None else held[name]
            for name, adapt in zip(self.attributes, self.adapted, strict=True)
        ]

    def record(self, of: models.Model) -> dict[str, Any]:
        """The row as a JSON object for PostgreSQL, by column; see `plain`. A column that is left out is NULL there."""
        held = of.__dict__
        named = zip(self.columns, self.attributes, strict=True)
        return {column: held[name] for column, name in named if held[name] is not None}


@cache
def table(model: type[models.Model]) -> Table:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return Table(
        model._meta.db_table,
        tuple(str(field.column) for field in fields),
        tuple(field.attname for field in fields),
        tuple(_adapted(field) for field in fields),
    )


_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def _adapted(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What makes of a value what the driver takes; None where it takes it as it is."""
    if isinstance(field, _AS_THEY_ARE) and not isinstance(field, models.OneToOneField):
        return None
    if connection.vendor == "sqlite" and type(field) in _IN_SQLITE:
        return _IN_SQLITE[type(field)]
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


UTC_SIGN = len("+00:00")


def _moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(" ")[:-UTC_SIGN]


def _json(value: object) -> str | None:
    if value == []:
        return "[]"
    return None if value is None else json.dumps(value)


_IN_SQLITE: dict[type[object], Callable[[Any], Any]] = {models.DateTimeField: _moment, models.JSONField: _json}
"""What Django makes of these too, in a tenth of the time; there are twenty of them in a complaint."""


def plain(value: object) -> str:
    """What JSON does not know, as PostgreSQL reads it from a text."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
