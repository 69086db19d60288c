"""A real web server on loopback with switches for what servers do wrong."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class WebServer:
    """Keeps what it was asked in `asked`. Use as a context manager; `url` is its address."""

    status: int = 200
    says: bytes = b"taken"
    location: str = ""
    waits: float = 0.0
    drips: float = 0.0
    cuts: bool = False
    context: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    until: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self.port}/call?to=us"

    def __enter__(self) -> WebServer:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if self.context is not None:
            self._server.socket = self.context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.until.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        ours = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                ours.asked.append(Asked(self.path, dict(self.headers.items()), body))
                ours.until.wait(ours.waits)
                if ours.cuts:
                    self.connection.close()
                    return
                self.send_response(ours.status)
                if ours.location:
                    self.send_header("Location", ours.location)
                self.send_header("Content-Length", str(len(ours.says)))
                self.end_headers()
                for sign in ours.says:
                    self.wfile.write(bytes([sign]))
                    if ours.drips:
                        time.sleep(ours.drips)

            def log_message(self, form: str, *words: object) -> None:
                """A test is quiet."""

        return Handler
