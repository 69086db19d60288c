"""Statements that are sent again and again: PostgreSQL thinks about each of them once a connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from psycopg import Cursor

from amends.lib.sqlite import base as sqlite


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
