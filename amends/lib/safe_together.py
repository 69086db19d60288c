"""One wait for the disk instead of one for each transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from amends.lib.sqlite import base as sqlite


@contextmanager
def safe_together() -> Iterator[None]:
    """Around transactions of which nobody is told before the last one has ended.

    When this ends, with an error or without, all of them would outlive a power cut; in what order they were made is kept
    in any case. PostgreSQL gathers the waits of its writers by itself.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if isinstance(connection, sqlite.DatabaseWrapper):
        with connection.safe_together():
            yield
    else:
        yield
