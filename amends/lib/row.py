"""The base of our tables: rows made and read as Django does it, in a fifth of the time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.base import ModelState


class Row(models.Model):
    """A row of any table of ours.

    Django sets each column by itself and announces every row to whoever listens; nobody listens here. A worklist reads
    three hundred rows, a new complaint makes fifteen: this was an eighth of all work (docs/decisions/0018).
    """

    class Meta:
        abstract = True

    if not TYPE_CHECKING:  # checkers shall see Django's own, whose arguments they know by the columns

        def __init__(self, *args: Any, **values: Any) -> None:
            blank = _blank(type(self))
            if args or not blank.knows(values):
                super().__init__(*args, **values)
                return
            self._state = ModelState()
            held = self.__dict__
            held.update(blank.constants)
            for name, make in blank.made:
                if name not in values:
                    held[name] = make()
            for name, value in values.items():
                if name in blank.columns:
                    held[name] = value
                elif blank.ids[name] in values:  # said twice: whatever Django makes of it
                    super().__init__(**values)
                    return
                else:
                    setattr(self, name, value)  # a row referred to: Django keeps it and its id

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """A row that was read; columns that were not asked for are read when they are needed."""
        row = cls.__new__(cls)
        row._state = state = ModelState()
        state.adding = False
        state.db = db
        if fetch_mode is not None:  # Django 6.1 and later
            state.fetch_mode = fetch_mode
        row.__dict__.update(zip(field_names, values, strict=True))
        return row


@dataclass(frozen=True, slots=True)
class _Blank:
    """What a row has before anything is said of it."""

    constants: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    """Columns whose value is made for each row anew."""
    columns: frozenset[str]
    ids: dict[str, str]
    """By a row referred to, the column that holds its id."""
    names: frozenset[str]
    """Columns, and the rows referred to."""

    def knows(self, values: dict[str, Any]) -> bool:
        return values.keys() <= self.names


@cache
def _blank(model: type[models.Model]) -> _Blank:
    if model._meta.abstract:
        raise TypeError("Abstract models cannot be instantiated.")
    fields = model._meta.concrete_fields
    made = {field.attname: field.get_default for field in fields if field.has_default() and callable(field.default)}
    columns = frozenset(field.attname for field in fields)
    return _Blank(
        constants={field.attname: field.get_default() for field in fields if field.attname not in made},
        made=tuple(made.items()),
        columns=columns,
        ids={field.name: field.attname for field in fields if field.name != field.attname},
        names=columns | {field.name for field in fields},
    )
