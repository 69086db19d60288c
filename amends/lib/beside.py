"""What is kept beside a database connection: it lives as long, and is used by one thread at a time as the connection is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper

Kept = TypeVar("Kept")

_kept: WeakKeyDictionary[BaseDatabaseWrapper, dict[Callable[[], Any], Any]] = WeakKeyDictionary()


def beside(connection: BaseDatabaseWrapper, make: Callable[[], Kept]) -> Kept:
    """What MAKE made for this connection when it was first asked for.

    Threads borrow connections (`amends.config.gate`), so what belongs to a thread would be made by each of hundreds.
    CONNECTION is one of `connections`, not the word `connection`, which means another one in every thread.
    """
    of_connection = _kept.setdefault(connection, {})
    if make not in of_connection:
        of_connection[make] = make()
    return cast(Kept, of_connection[make])
