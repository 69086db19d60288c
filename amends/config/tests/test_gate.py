"""Few places inside, each with its one connection; slow senders wait outside."""

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from amends.config.gate import Gate

Inside = Callable[[dict[str, Any]], bytes]


class Server:
    """As the web server does: each request comes in a thread of its own."""

    def __init__(self, inside: Inside, *, places: int = 2, largest: int = 100) -> None:
        self._gate = Gate(lambda environ, start_response: [inside(environ)], places=places, largest=largest)
        self.threads: list[threading.Thread] = []
        self.answers: list[bytes | BaseException] = []

    def send(self, body: Any = None, length: str = "0", number: int = 0) -> threading.Thread:
        environ = {"CONTENT_LENGTH": length, "wsgi.input": body or io.BytesIO(), "number": number}
        thread = threading.Thread(target=self._request, args=(environ,))
        self.threads.append(thread)
        thread.start()
        return thread

    def wait(self) -> list[bytes | BaseException]:
        for thread in self.threads:
            thread.join(30)
        return self.answers

    def _request(self, environ: dict[str, Any]) -> None:
        try:
            answer: Iterable[bytes] = self._gate(environ, lambda *words: None)
            self.answers.append(b"".join(answer))
        except ZeroDivisionError as error:
            self.answers.append(error)


def body_of(environ: dict[str, Any]) -> bytes:
    with environ["wsgi.input"] as body:
        return bytes(body.read())


def mine() -> bytes:
    """Which connection this thread has."""
    return str(id(connections[DEFAULT_DB_ALIAS])).encode()


def test_one_after_the_other_use_one_connection_though_there_are_more_places() -> None:
    server = Server(lambda environ: mine(), places=8)
    for _ in range(5):
        server.send().join(30)
    assert len(set(server.answers)) == 1


def test_no_more_are_inside_than_there_are_places_and_each_has_a_connection_of_its_own() -> None:
    inside: set[bytes] = set()
    arrived, leave, lock, most = threading.Semaphore(0), threading.Event(), threading.Lock(), [0]

    def work(environ: dict[str, Any]) -> bytes:
        with lock:
            assert mine() not in inside
            inside.add(mine())
            most[0] = max(most[0], len(inside))
        arrived.release()
        leave.wait(30)
        with lock:
            inside.remove(mine())
        return b"done"

    server = Server(work, places=2)
    for _ in range(6):
        server.send()
    assert arrived.acquire(timeout=30) and arrived.acquire(timeout=30)
    assert not arrived.acquire(blocking=False)
    leave.set()
    assert server.wait() == [b"done"] * 6
    assert most == [2]


def test_whoever_waits_is_served_in_the_order_of_coming_and_nobody_passes() -> None:
    order: list[int] = []
    entered, leave, free = threading.Semaphore(0), threading.Semaphore(0), threading.Semaphore(0)

    def work(environ: dict[str, Any]) -> bytes:
        order.append(environ["number"])
        entered.release()
        leave.acquire(timeout=30)
        return b""

    server = Server(work, places=1)
    line = server._gate._places._line
    for number in range(5):
        server.send(number=number)
        if number:
            while len(line) < number:
                free.acquire(timeout=0.001)
        else:
            assert entered.acquire(timeout=30)
    for _ in range(5):
        leave.release()
    server.wait()
    assert order == [0, 1, 2, 3, 4]


def test_a_fault_inside_gives_the_place_back_and_leaves_no_connection_behind() -> None:
    left: list[bool] = []

    def fails(environ: dict[str, Any]) -> bytes:
        mine()
        raise ZeroDivisionError

    server = Server(fails, places=1)

    def request(environ: dict[str, Any], before: Callable[[dict[str, Any]], None] = server._request) -> None:
        before(environ)
        left.append(hasattr(connections._connections, DEFAULT_DB_ALIAS))

    server._request = request  # type: ignore[method-assign]
    for _ in range(3):
        server.send()
    assert [type(answer) for answer in server.wait()] == [ZeroDivisionError] * 3
    assert left == [False] * 3


class SlowBody(io.BytesIO):
    """A sender on a bad line: the second half comes when it is let through."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.reading, self.through = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            self.reading.set()
            assert self.through.wait(30)
        return super().read(5 if not self.tell() else size)


def test_a_slow_sender_takes_no_place_until_all_has_come() -> None:
    server = Server(body_of, places=1)
    slow = SlowBody(b"half and half")
    server.send(slow, "13")
    assert slow.reading.wait(30)
    server.send(io.BytesIO(b"quick"), "5").join(30)
    assert server.answers == [b"quick"]
    slow.through.set()
    assert server.wait() == [b"quick", b"half and half"]


@pytest.mark.parametrize(
    ("length", "arrives"),
    [("5", b"quick"), ("3", b"qui"), ("0", b""), ("", b""), ("-1", b""), ("x", b""), ("101", b"")],
    ids=["all", "as much as was said", "nothing", "not said", "negative", "no number", "larger than anything we take"],
)
def test_what_of_a_body_comes_in(length: str, arrives: bytes) -> None:
    server = Server(body_of, largest=100)
    server.send(io.BytesIO(b"quick"), length)
    assert server.wait() == [arrives]
