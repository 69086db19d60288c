"""The port of a house that was killed: waited for while its last process lets go, refused in words when somebody keeps it."""

import socket
import time

import pytest

from amends.commands import CommandFailed, serve
from tests.ports import free_port


def test_a_port_about_to_be_let_go_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    old = socket.create_server(("127.0.0.1", port := free_port()))
    waited: list[float] = []

    def waits(seconds: float) -> None:
        waited.append(seconds)
        old.close()

    monkeypatch.setattr(time, "sleep", waits)
    serve.refuse_taken_port("127.0.0.1", port)
    assert len(waited) == 1


def test_a_port_that_somebody_keeps_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "RELEASE", 0.0)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    refused = pytest.raises(CommandFailed, match=r"cannot listen on 127.0.0.1:[0-9]+ .*--port")
    with socket.create_server(("127.0.0.1", port := free_port())), refused:
        serve.refuse_taken_port("127.0.0.1", port)
