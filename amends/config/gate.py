"""Between the web server and Django: slow senders wait outside, where waiting costs nothing."""

import io
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
IN_MEMORY = 1024 * 1024
PORTION = 64 * 1024


class Gate:
    """Reads a request's body to its end in the server's own thread, of which there are many, and only then lets it in.

    Inside are few places, each with its one database connection, so two hundred phones on a bad line neither stop
    anybody else nor open two hundred connections. The thread itself goes in and takes the place that was left last: its
    connection has its statements and pages still at hand.
    """

    def __init__(self, application: Application, *, places: int, largest: int) -> None:
        self._application = application
        self._largest = largest
        self._places = _Places([_connection() for _ in range(places)])

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = self._body(environ)
        with self._place():
            return self._application(environ, start_response)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """In which the connection of the place is the thread's own; waits until one is free."""
        lent = self._places.take()
        try:
            connections[DEFAULT_DB_ALIAS] = lent
            yield
        finally:
            with suppress(AttributeError):  # of whoever inside took it away already
                del connections[DEFAULT_DB_ALIAS]
            self._places.give_back(lent)

    def _body(self, environ: Environ) -> Any:
        """The whole body; what is longer than anything we take is left unread, for NotTooMuch to refuse."""
        length = environ.get("CONTENT_LENGTH") or "0"
        left = int(length) if length.isdigit() else 0
        if not 0 < left <= self._largest:
            return io.BytesIO()
        body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- closed with the request
        while left and (portion := environ["wsgi.input"].read(min(left, PORTION))):
            body.write(portion)
            left -= len(portion)
        body.seek(0)
        return body


class _Places:
    """The place that was left last is taken first; whoever waits, waits in line, and nobody who comes later passes."""

    def __init__(self, free: list[BaseDatabaseWrapper]) -> None:
        self._free = free
        self._line: deque[SimpleQueue[BaseDatabaseWrapper]] = deque()
        self._turn = Lock()

    def take(self) -> BaseDatabaseWrapper:
        with self._turn:
            if self._free:
                return self._free.pop()
            mine: SimpleQueue[BaseDatabaseWrapper] = SimpleQueue()
            self._line.append(mine)
        return mine.get()

    def give_back(self, place: BaseDatabaseWrapper) -> None:
        with self._turn:
            if self._line:
                self._line.popleft().put(place)
            else:
                self._free.append(place)


def _connection() -> BaseDatabaseWrapper:
    """One for many threads, in turn; it opens when it is first used."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    connection.inc_thread_sharing()
    return connection
