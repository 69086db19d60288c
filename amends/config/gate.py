"""Between the web server and Django: slow senders wait outside, where waiting costs nothing."""

import io
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
IN_MEMORY = 1024 * 1024
PORTION = 64 * 1024


class Gate:
    """Reads a request's body to its end in the server's own thread, of which there are many, and only then lets it in.

    Inside a few threads do the work, each with its one database connection, so two hundred phones on a bad line
    neither stop anybody else nor open two hundred connections.
    """

    def __init__(self, application: Application, *, threads: int, largest: int) -> None:
        self._application = application
        self._inside = ThreadPoolExecutor(threads, thread_name_prefix="inside")
        self._largest = largest

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = self._body(environ)
        said: list[Any] = []
        body = self._inside.submit(self._application, environ, lambda *words: said.append(words)).result()
        start_response(*said[0])
        return body

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
