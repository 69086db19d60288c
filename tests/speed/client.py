"""Sends prepared requests over kept connections and times them: `python -m tests.speed.client`, in a process of its own.

Reads one JSON object a line from standard input: {"port", "clients", "requests": [[method, path, headers, body], ...]};
answers with one JSON object: {"seconds", "times": [milliseconds, ...], "statuses": {...}, "last": body}.
"""

import json
import socket
import sys
import threading
import time
from collections import Counter
from itertools import islice
from typing import Any


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(_run(**json.loads(line))), flush=True)


def _run(port: int, clients: int, requests: list[tuple[str, str, dict[str, str], str]]) -> dict[str, Any]:
    ready = [_bytes(port, *request) for request in requests]
    shares = [list(islice(ready, first, None, clients)) for first in range(clients)]
    senders = [_Sender(port, share) for share in shares]
    began = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    seconds = time.perf_counter() - began
    statuses = Counter(status for sender in senders for status in sender.statuses)
    times = [each for sender in senders for each in sender.times]
    return {"seconds": seconds, "times": times, "statuses": statuses, "last": senders[0].last}


def _bytes(port: int, method: str, path: str, headers: dict[str, str], body: str) -> bytes:
    sent = body.encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}", f"Content-Length: {len(sent)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + sent


class _Sender(threading.Thread):
    """One client: the next request leaves when the answer to the last one is there."""

    def __init__(self, port: int, requests: list[bytes]) -> None:
        super().__init__()
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = requests
        self.times: list[float] = []
        self.statuses: list[int] = []
        self.last = ""

    def run(self) -> None:
        body = b""
        for request in self._requests:
            began = time.perf_counter()
            self._socket.sendall(request)
            status, body = self._answer()
            self.times.append((time.perf_counter() - began) * 1000)
            self.statuses.append(status)
        self.last = body.decode("utf-8", "replace")[:200_000]
        self._socket.close()

    def _answer(self) -> tuple[int, bytes]:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _, body = got.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if fields.get(b"transfer-encoding") == b"chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        while len(body) < int(fields.get(b"content-length", 0)):
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


if __name__ == "__main__":
    main()
