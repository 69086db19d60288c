"""Statements that are sent again and again: PostgreSQL thinks about each of them once a connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError, connections
from psycopg import Cursor

from amends.lib.postgres import base as postgres
from amends.lib.sqlite import base as sqlite


@contextmanager
def remembered() -> Iterator[None]:
    """Inside, PostgreSQL remembers what Django asks too: for a page that asks the same of another case each time.

    Not for lists that people filter: a plan that fits every value is a bad one for a rare value.
    """
    connection = connections["default"]
    if not isinstance(connection, postgres.DatabaseWrapper):
        yield
        return
    before, connection.remembers = connection.remembers, True
    try:
        yield
    except NotSupportedError:  # a column was altered since the server planned: the next request plans anew
        connection.close()
        raise
    finally:
        connection.remembers = before


def rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a statement with `%s` marks gives back, if anything, in the transaction that is open or in one of its own.

    Django writes the values into the text it sends, so that to PostgreSQL each is a new one, whose planning takes longer
    than doing it. Here they travel apart, and psycopg lets the server remember the statement (`prepare_threshold`).
    Whoever counts Django's queries counts these too.
    """
    connection = connections["default"]
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    if isinstance(connection, sqlite.DatabaseWrapper):
        return connection.rows(statement.replace("%s", "?"), values)
    with connection.wrap_database_errors, Cursor(connection.connection) as sent:
        sent.execute(statement, values)
        return sent.fetchall() if sent.description else []
