"""Append-only in the database itself: triggers refuse to change or delete events, seals and the logs of reads and changes.

SQLite drops triggers silently when a migration rebuilds a table, so they are restored after every migration and checked.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("core_event", "core_seal", "core_readlog", "office_change")
ACTS = ("update", "delete")
EMPTYING = ("truncate",)
"""PostgreSQL alone can empty a table past the triggers that guard its rows."""


def _pairs(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    acts = ACTS + EMPTYING if connection.vendor == "postgresql" else ACTS
    return [(table, act) for table in TABLES for act in acts]


def _name(table: str, act: str) -> str:
    return f"{table}_no_{act}"


def restore(connection: BaseDatabaseWrapper) -> None:
    """Puts every trigger in place; does nothing to those that stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION amends_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
            )
        for table, act in missing_pairs(connection):
            name = _name(table, act)
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION amends_append_only()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def lift(connection: BaseDatabaseWrapper) -> None:
    """Takes every trigger away, inside the caller's transaction: only for a house that holds nothing yet."""
    with connection.cursor() as cursor:
        for table, act in _pairs(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, act)}{on}")


def missing_pairs(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Which (table, act) has no trigger; on PostgreSQL a switched-off trigger counts as missing."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [(table, act) for table, act in _pairs(connection) if _name(table, act) not in standing]


def missing(using: str = "default") -> list[str]:
    """Names of the triggers that do not stand, for /readyz and `amends doctor`."""
    return [_name(table, act) for table, act in missing_pairs(connections[using])]


def after_migration(using: str = "default", **_: Any) -> None:
    restore(connections[using])
