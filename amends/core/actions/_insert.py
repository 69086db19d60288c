"""Writes a drafted complaint in one transaction, by the fastest way of the database at hand."""

from __future__ import annotations

from contextlib import nullcontext

from django.db import connection, transaction

from amends.core.actions import _insert_at_once, _insert_plainly, _insert_raw
from amends.core.actions._drafted import Draft
from amends.core.rules import numbers


def insert(draft: Draft) -> None:
    """All rows of the complaint, its event, its number; its acknowledgement waits in the outbox.

    A form of number that no statement can fill is written the plain way. Raises IntegrityError when the receipt became
    a complaint already; then nothing is written.
    """
    office = draft.office.office
    frame = numbers.frame(office.number_form, prefix=office.prefix, year=draft.year)
    if connection.vendor == "postgresql" and frame is not None:
        # One statement is a transaction of its own, which spares two ways to the server.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            _insert_at_once.insert(draft, frame)
    else:
        with transaction.atomic(), connection.wrap_database_errors:
            (_insert_raw if connection.vendor == "sqlite" else _insert_plainly).insert(draft)
