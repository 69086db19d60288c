"""The backend itself: what Django calls a DatabaseWrapper. Name it as ENGINE "amends.lib.sqlite"."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from amends.lib.sqlite.durable import Log
from amends.lib.sqlite.lock import WriteLock

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = NORMAL",  # an answer of 201 must outlive a power cut: `Log` sees to that, for many at once
    "cache_size = -16000",
    "mmap_size = 268435456",
    "temp_store = MEMORY",
    "journal_size_limit = 67108864",
)
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")

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
    """Every transaction and every lone writing statement waits its turn, and then for the disk; reading never waits."""

    lock: WriteLock | None = None
    log: Log | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if not self.is_in_memory_db():
            self.lock = WriteLock(Path(f"{self.settings_dict['NAME']}.lock"))
            self.log = Log.of(Path(self.settings_dict["NAME"]))
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=lambda connection: _Cursor(connection, self))

    @contextmanager
    def my_turn(self) -> Iterator[None]:
        """Around a lone statement, which is safe on disk afterwards; inside a transaction it is my turn already."""
        if self.lock is None or self.lock.is_held:
            yield
            return
        self.lock.take()
        try:
            yield
        finally:
            self.lock.let_go()
        self._wait_for_the_disk()

    def _start_transaction_under_autocommit(self) -> None:
        if self.lock is None:
            super()._start_transaction_under_autocommit()
            return
        self.lock.take()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.lock.let_go()
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
        try:
            super()._close()
        finally:
            if self.lock is not None:
                self.lock.close()

    def _let_go(self) -> None:
        if self.lock is not None:
            self.lock.let_go()

    def _wait_for_the_disk(self) -> None:
        try:
            if self.log is not None:
                self.log.wait()
        except OSError as error:
            raise OperationalError(f"the disk did not take the log: {error}") from error


class _Cursor(base.SQLiteCursorWrapper):
    """Sends lone writing statements through the queue too, so that they neither push in nor starve."""

    def __init__(self, connection: Any, wrapper: DatabaseWrapper) -> None:
        super().__init__(connection)
        self._wrapper = wrapper
        self._returned: deque[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        self._returned = None
        if self._wrapper.in_atomic_block or not query.lstrip()[:7].upper().startswith(WRITING):
            return super().execute(query, params)
        with self._wrapper.my_turn():
            done = super().execute(query, params)
            if self.description is not None:  # RETURNING: SQLite commits only when its last row was read
                self._returned = deque(super().fetchall())
        return done

    def executemany(self, query: str, param_list: Any) -> Any:
        self._returned = None
        if self._wrapper.in_atomic_block:
            return super().executemany(query, param_list)
        with self._wrapper.my_turn():
            return super().executemany(query, param_list)

    def fetchone(self) -> Any:
        if self._returned is None:
            return super().fetchone()
        return self._returned.popleft() if self._returned else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        if self._returned is None:
            return super().fetchmany(size)
        return [self._returned.popleft() for _ in range(min(size or 1, len(self._returned)))]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._returned is None else self.fetchmany(len(self._returned))

    def __next__(self) -> Any:
        if self._returned is None:
            return super().__next__()
        if not self._returned:
            raise StopIteration
        return self._returned.popleft()
