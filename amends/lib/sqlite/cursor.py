"""A cursor that asks for its connection with each statement: inside a turn to write, that is the writer's."""

from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from django.db.backends.sqlite3.base import SQLiteCursorWrapper

if TYPE_CHECKING:
    from amends.lib.sqlite.base import DatabaseWrapper

WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def is_writing(query: str) -> bool:
    return query.lstrip()[:7].upper().startswith(WRITING)


class Cursor:
    """Sends lone writing statements through the queue of writers, so that they neither push in nor starve.

    One made before a transaction and used within it writes within it (Django's cache does so). Rows that it has not given
    out when a turn begins or ends are read to the end then: a connection with a statement under way keeps looking at the
    moment when that began, and the writer's is another thread's next.
    """

    def __init__(self, wrapper: "DatabaseWrapper") -> None:
        self._wrapper = wrapper
        self._sent: Any = self._fresh()
        self._returned: deque[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Self:
        if self._wrapper.in_atomic_block or not is_writing(query):
            self._send().execute(query, params)
            return self
        with self._wrapper.my_turn():
            self._send().execute(query, params)
            if self.description is not None:  # RETURNING: SQLite commits only when its last row was read
                self._returned = deque(self._sent.fetchall())
        return self

    def executemany(self, query: str, param_list: Any) -> Self:
        if self._wrapper.in_atomic_block:
            self._send().executemany(query, param_list)
            return self
        with self._wrapper.my_turn():
            self._send().executemany(query, param_list)
        return self

    def fetchone(self) -> Any:
        if self._returned is None:
            return self._sent.fetchone()
        return self._returned.popleft() if self._returned else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        if self._returned is None:
            return list(self._sent.fetchmany(size))
        return [self._returned.popleft() for _ in range(min(size or 1, len(self._returned)))]

    def fetchall(self) -> list[Any]:
        return list(self._sent.fetchall()) if self._returned is None else self.fetchmany(len(self._returned))

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        if (row := self.fetchone()) is None:
            raise StopIteration
        return row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._wrapper.cursors.discard(self)
        self._sent.close()

    def read_to_the_end(self) -> None:
        if self._returned is None and self._sent.description is not None:
            self._returned = deque(self._sent.fetchall())

    @property
    def description(self) -> Sequence[Any] | None:
        return self._sent.description  # type: ignore[no-any-return]

    @property
    def rowcount(self) -> int:
        return int(self._sent.rowcount)

    @property
    def lastrowid(self) -> int | None:
        return self._sent.lastrowid  # type: ignore[no-any-return]

    def _send(self) -> Any:
        self._returned = None
        self._sent = self._fresh()
        self._wrapper.cursors.add(self)
        return self._sent

    def _fresh(self) -> Any:
        return self._wrapper.connection.cursor(factory=SQLiteCursorWrapper)
