"""The backend itself: what Django calls a DatabaseWrapper. Name it as ENGINE "amends.lib.sqlite"."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from amends.lib.sqlite.cursor import Cursor, is_writing
from amends.lib.sqlite.durable import Log
from amends.lib.sqlite.lock import WriteLock
from amends.lib.sqlite.writer import Writer

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",  # an answer of 201 must outlive a power cut: `Log` sees to that, for many at once
    "cache_size = -16000",
    "mmap_size = 67108864",
    "temp_store = MEMORY",
    "journal_size_limit = 67108864",
)

if TYPE_CHECKING:

    class Parent(base.DatabaseWrapper):
        """What Django's wrapper has and its stubs leave out."""

        def _start_transaction_under_autocommit(self) -> None: ...
        def _commit(self) -> None: ...
        def _rollback(self) -> None: ...
        def _close(self) -> None: ...

else:
    Parent = base.DatabaseWrapper


class DatabaseWrapper(Parent):
    """Every transaction and every lone writing statement waits its turn, and then for the disk; reading never waits.

    While it is my turn `connection` is the writer's, which all threads of the process share; otherwise it is my own.
    """

    lock: WriteLock | None = None
    log: Log | None = None
    _writer: Writer | None = None
    _own: Any = None
    """My own connection, put aside while the writer's stands in its place."""
    _stands_apart = False
    _waits_later = False
    _owes_a_wait = False

    @cached_property
    def cursors(self) -> WeakSet[Cursor]:
        """Those that may have rows to give out."""
        return WeakSet()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            file = Path(self.settings_dict["NAME"])
            self.lock = WriteLock(file.with_name(f"{file.name}.lock"))
            self.log = Log.of(file)
            if self._writer is None:
                self._writer = Writer.join(file)
        return self._opened(conn_params)

    def create_cursor(self, name: str | None = None) -> Any:
        return Cursor(self)

    def disable_constraint_checking(self) -> bool:
        """Until it is enabled again I write through my own connection: the others' rows stay checked."""
        self._stands_apart = super().disable_constraint_checking()
        return self._stands_apart

    def enable_constraint_checking(self) -> None:
        super().enable_constraint_checking()
        self._stands_apart = False

    @contextmanager
    def my_turn(self) -> Iterator[None]:
        """Around a lone statement, which is safe on disk afterwards; inside a transaction it is my turn already."""
        if self.lock is None or self.lock.is_held:
            yield
            return
        self._read_to_the_end()
        self.lock.take()
        try:
            self._take_writer()
            yield
        finally:
            self._let_go()
        self._wait_for_the_disk()

    @contextmanager
    def safe_together(self) -> Iterator[None]:
        """Around transactions nobody is told of before the last has ended: they wait for the disk once, at the end."""
        if self._waits_later:
            yield
            return
        self._waits_later = True
        try:
            yield
        finally:
            self._waits_later = False
            if self._owes_a_wait:
                self._owes_a_wait = False
                self._wait_for_the_disk()

    def rows(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a statement in SQLite's own writing gives back; a lone one that writes has its turn like any other."""
        with self.wrap_database_errors, self.my_turn() if is_writing(statement) else nullcontext():
            return list(self.connection.execute(statement, values))

    def _start_transaction_under_autocommit(self) -> None:
        if self.lock is None:
            super()._start_transaction_under_autocommit()
            return
        with self.wrap_database_errors:
            self._read_to_the_end()
        self.lock.take()
        try:
            with self.wrap_database_errors:
                self._take_writer()
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._let_go()
            raise

    def _commit(self) -> None:
        super()._commit()
        self._let_go()
        self._wait_for_the_disk()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._let_go()

    def _close(self) -> None:
        self.cursors.clear()
        if self._own is not None and self._writer is not None:  # in the middle of a turn
            self.connection, self._own = self._own, None
            self._writer.drop()
        try:
            super()._close()
        finally:
            self._writer = None
            if self.lock is not None:
                self.lock.close()

    def _opened(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _read_to_the_end(self) -> None:
        if not self._stands_apart:
            for cursor in list(self.cursors):
                cursor.read_to_the_end()
            self.cursors.clear()

    def _take_writer(self) -> None:
        if self._writer is not None and self._own is None and not self._stands_apart:
            writer = self._writer.lend(lambda: self._opened(self.get_connection_params()))
            self._own, self.connection = self.connection, writer

    def _let_go(self) -> None:
        try:
            if self._own is not None and self._writer is not None:
                self._give_back(self._writer)
        finally:
            if self.lock is not None:
                self.lock.let_go()

    def _give_back(self, writer: Writer) -> None:
        try:
            self._read_to_the_end()
        except sqlite3.Error:  # an undone change of tables ends what was reading them; whoever reads on is told
            writer.drop()
        finally:
            self.connection, self._own = self._own, None
            writer.end()

    def _wait_for_the_disk(self) -> None:
        if self._waits_later:
            self._owes_a_wait = True
            return
        try:
            if self.log is not None:
                self.log.wait()
        except OSError as error:
            raise OperationalError(f"the disk did not take the log: {error}") from error
