"""A POST to one server ends in time, follows nobody elsewhere, believes no wrong certificate, and asks no private address."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from amends.channels.email.tests.authority import Authority
from amends.lib import outbound
from amends.lib.tests.web_server import WebServer
from tests.ports import free_port


def post(url: str, *, timeout: float = 60.0, allow_private: bool = True) -> str:
    return outbound.post(url, b'{"to": "+7"}', {"X-Key": "k"}, allow_private=allow_private, timeout=timeout)


def test_body_headers_and_whole_address_arrive() -> None:
    with WebServer(says=b"taken as 12AB") as server:
        assert post(server.url) == "200 taken as 12AB"
    (asked,) = server.asked
    assert (asked.path, asked.body, asked.headers["X-Key"]) == ("/call?to=us", b'{"to": "+7"}', "k")
    assert asked.headers["Host"] == f"127.0.0.1:{server.port}"


NO = [
    ("500", 500, "it said no: 500 taken", False),
    ("429", 429, "it said no: 429", False),
    ("404", 404, "it said no: 404", True),
    ("401", 401, "it said no: 401", True),
    ("redirect", 302, "sent us elsewhere", True),
    ("308", 308, "sent us elsewhere", True),
]


@pytest.mark.parametrize(("name", "status", "words", "final"), NO, ids=[row[0] for row in NO])
def test_what_is_no_yes_is_told(name: str, status: int, words: str, final: bool) -> None:
    with WebServer() as elsewhere, WebServer(status=status, location=elsewhere.url) as server:
        with pytest.raises(outbound.Unreached, match=words) as refused:
            post(server.url)
        assert refused.value.final is final
        assert len(server.asked) == 1 and elsewhere.asked == []


@pytest.mark.parametrize("fault", [{"waits": 30.0}, {"says": b"x" * 200, "drips": 0.1}], ids=["silent", "drop by drop"])
def test_a_slow_server_holds_nobody(fault: dict[str, Any]) -> None:
    with WebServer(**fault) as server:
        begun = time.monotonic()
        with pytest.raises(outbound.Unreached, match=r"within 0\.6 seconds"):
            post(server.url, timeout=0.6)
        assert time.monotonic() - begun < 10, "the server would take twenty seconds and more"


def test_a_silent_server_is_called_silent_though_the_watch_comes_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line has a limit of its own, which on a busy machine may end it before the thread that watches has its turn."""
    monkeypatch.setattr(threading.Timer, "run", lambda timer: None)
    with WebServer(waits=30.0) as server, pytest.raises(outbound.Unreached, match=r"no answer within 0\.2 seconds"):
        post(server.url, timeout=0.2)


def test_nobody_there_and_a_cut_line_are_told() -> None:
    with pytest.raises(outbound.Unreached, match="cannot be reached: ConnectionRefusedError"):
        post(f"http://127.0.0.1:{free_port()}/")
    with WebServer(cuts=True) as server, pytest.raises(outbound.Unreached, match="cannot be reached"):
        post(server.url)


def test_the_certificate_must_be_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = Authority(tmp_path)
    with WebServer(context=authority.context("127.0.0.1")) as server:
        with pytest.raises(outbound.Unreached, match="certificate is not right"):
            post(server.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
        assert post(server.url) == "200 taken"
    with WebServer(context=authority.context("gateway.example")) as server:
        with pytest.raises(outbound.Unreached, match="certificate is not right"):
            post(server.url)
        assert server.asked == []


PRIVATE = [
    "http://127.0.0.1/",
    "http://10.1.2.3/x",
    "https://192.168.0.1/",
    "http://169.254.169.254/latest",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://0.0.0.0/",
    "http://localhost:9/",
    "http://100.64.0.1/",
    "http://[fd00::1]/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_the_house_itself_is_asked_only_when_allowed(url: str) -> None:
    with pytest.raises(outbound.PrivateAddress):
        outbound.place(url, allow_private=False)
    with pytest.raises(outbound.Unreached, match="inside the house") as refused:
        post(url, allow_private=False)
    assert refused.value.final
    assert outbound.place(url).host


def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked up once: the address that was looked at is the one that is asked (no second answer of a clever name server)."""
    with WebServer() as server:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))]
        lookups: list[str] = []
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: lookups.append(host) or found)
        url = f"http://gateway.example:{server.port}/"
        with pytest.raises(outbound.Unreached, match="its name leads inside the house"):
            post(url, allow_private=False)
        assert server.asked == []
        lookups.clear()
        assert post(url) == "200 taken"
        assert lookups[0] == "gateway.example" and server.asked[0].headers["Host"] == f"gateway.example:{server.port}"


BAD = ["", "gateway.example", "ftp://x.example/", "file:///etc/passwd", "http://", "http://user:pw@x.example/", "http://x/#a",
       "http://x.example:99999/", "http://x y.example/", "http://x.example/\r\nHost: z", "http://пример.рф/", "http://x\\@y/",
       "javascript:alert(1)", "http://" + "x" * 600]  # fmt: skip


@pytest.mark.parametrize("url", BAD)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(outbound.BadAddress):
        outbound.place(url)
