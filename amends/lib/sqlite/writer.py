"""The one connection of a process that writes a database file, lent to the thread whose turn it is.

SQLite throws a connection's page cache away as soon as another connection has written. With a connection for each thread
every transaction therefore began by reading again the pages that the last one had just written: a third of its time. A
file has one writer at a time anyway, so all threads of a process write through this one and find its cache warm; each
reads through its own, which never waits.
"""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from weakref import WeakValueDictionary


class Writer:
    """Opened with the first writer's turn, closed when the last of those who joined has let go of it or is gone.

    `lend` is for whoever holds the write lock, so that two threads never have it at once.
    """

    _writers: ClassVar[WeakValueDictionary[Path, "Writer"]] = WeakValueDictionary()
    _making = threading.Lock()

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    @classmethod
    def join(cls, database: Path) -> "Writer":
        """The writer of this file. A thread that ends without closing its connection leaves it too, once it is cleared away."""
        path = database.resolve()
        with cls._making:
            writer = cls._writers.get(path)
            if writer is None:
                writer = cls._writers[path] = cls()
            return writer

    def drop(self) -> None:
        """Closes the connection, with the transaction it may be in; the next one who has a turn gets a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.rollback()  # lest a statement under way keep it, and the lock of the file, alive
            connection.close()

    def end(self) -> None:
        """After a turn: the connection stays only if its transaction was ended."""
        if self._connection is not None and self._connection.in_transaction:
            self.drop()

    def lend(self, opened: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        """The connection, in no transaction; `opened` makes it the first time."""
        self.end()  # of a thread that died within its turn
        if self._connection is None:
            self._connection = opened()
            self._connection.isolation_level = None  # transactions are begun in so many words
        return self._connection

    def __del__(self) -> None:
        self.drop()
