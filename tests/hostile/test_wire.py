"""Sizes, bombs, slow and broken senders against the real server."""

import gzip
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.access.test_matrix import SPILLS
from tests.serving import PATIENCE, SOON, Answer, House, office, urlencoded

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wire")]
FILE = "/api/v1/public/complaints"
MB = 1024 * 1024
JSON = {"Content-Type": "application/json"}


HERE = b"Host: 127.0.0.1\r\n"
ODD = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"BREW / HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET /%00 HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET /\xff HTTP/1.1\r\n" + HERE + b"\r\n",
    b"GET / HTTP/9.9\r\n" + HERE + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HERE + b"X: " + b"a" * MB + b"\r\n\r\n",
    b"POST /complain HTTP/1.1\r\n" + HERE + b"Content-Length: -5\r\n\r\n",
    b"POST /complain HTTP/1.1\r\n" + HERE + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"\x16\x03\x01\x02\x00",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with office(tmp_path_factory.mktemp("wire")) as made:
        made.start()
        made.wait_ready()
        yield made


def _post(house: House, body: bytes, **headers: str) -> Answer:
    given = JSON | {name.replace("_", "-"): value for name, value in headers.items()}
    answer = house.ask("POST", FILE, body, given)
    assert answer.status < 500 and not SPILLS.search(answer.text), (answer.status, answer.text[:500])
    return answer


def test_texts_of_every_size_are_kept_exactly(house: House) -> None:
    for size in (1, 64, 1024, 100 * 1024, MB, 9 * MB):
        text = ("слово " * (size // 6 + 1))[:size] if size > 64 else "x" * size
        answer = _post(house, json.dumps({"text": text}, ensure_ascii=False).encode())
        if len(text.encode()) > 11 * MB:
            assert answer.status == 413
            continue
        assert answer.status == 201, (size, answer.text)
        assert house.rows("SELECT statement FROM core_complaint WHERE number = ?", [answer.data["number"]]) == [(text,)]


def test_what_is_too_large_is_refused_in_words(house: House) -> None:
    for size in (13 * MB, 60 * MB):
        begun = time.monotonic()
        answer = _post(house, b'{"text": "' + b"x" * size + b'"}')
        assert answer.status in {413, 422}, answer.status
        assert answer.data["detail"] and time.monotonic() - begun < SOON


def test_bombs_are_refused_or_read_as_text(house: House) -> None:
    zipped = gzip.compress(b"{" + b" " * (50 * MB) + b"}")
    assert _post(house, zipped, Content_Encoding="gzip").status in {400, 415}
    assert _post(house, zipped).status == 400
    assert _post(house, b"[" * 100_000 + b"]" * 100_000).status in {400, 422}
    assert _post(house, b'{"a":' * 100_000 + b"1" + b"}" * 100_000).status in {400, 422}
    assert _post(house, b'{"text": ' + b"9" * 100_000 + b"}").status in {400, 422}
    assert _post(house, json.dumps({f"f{number}": 1 for number in range(50_000)}).encode()).status == 422
    fields = urlencoded([(f"f{number}", "1") for number in range(50_000)])
    page = house.ask("POST", "/complain", fields, {"Content-Type": "application/x-www-form-urlencoded"})
    assert page.status in {400, 403, 413}, page.status
    assert not SPILLS.search(page.text)
    for broken in (
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"x"',
        b'{"text": NaN}',
        b'{"text": "a"',
        b'{"text":"\\ud800"}',
    ):
        assert _post(house, broken).status in {400, 422}, broken


def _multipart(content: bytes, name: bytes = b"big.bin") -> tuple[bytes, dict[str, str]]:
    head = b'--frontier\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    return head + content + b"\r\n--frontier--\r\n", {"Content-Type": "multipart/form-data; boundary=frontier"}


def test_files_up_to_the_limit_and_not_a_byte_more(house: House) -> None:
    case = _post(house, b'{"text": "With files."}').data
    where = f"{FILE}/{case['number']}/files"
    for size, expected in ((0, 201), (1, 201), (10 * MB, 201), (25 * MB, 201), (25 * MB + 1, 413), (120 * MB, 413)):
        body, headers = _multipart(b"z" * size)
        try:
            answer = house.ask("POST", where, body, {**headers, "Access-Code": case["access_code"]})
        except (BrokenPipeError, ConnectionResetError):
            assert size > 100 * MB, "only what is larger than any request may be cut off"
            continue
        assert answer.status == expected, (size, answer.status, answer.text[:300])
        assert answer.status == 201 or answer.data["detail"]
    sizes = sorted(size for (size,) in house.rows("SELECT size FROM core_attachment"))
    assert sizes == [0, 1, 10 * MB, 25 * MB]


def _head(house: House, length: int) -> str:
    kind = "Content-Type: application/json"
    return f"POST {FILE} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\n{kind}\r\nContent-Length: {length}\r\n\r\n"


def test_a_broken_upload_leaves_nothing(house: House) -> None:
    """Cut at half its length: no case, no answer that says otherwise."""
    before = house.rows("SELECT count(*) FROM core_complaint")
    body = json.dumps({"text": "x" * 100_000}).encode()
    head = _head(house, len(body))
    with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) as line:
        line.sendall(head.encode() + body[: len(body) // 2])
        line.shutdown(socket.SHUT_WR)
        line.settimeout(PATIENCE)
        assert b" 201 " not in line.recv(4096)[:20]
    assert house.rows("SELECT count(*) FROM core_complaint") == before


def test_slow_senders_stop_nobody(house: House) -> None:
    """Two hundred phones on a bad line send a byte now and then; the others are answered within two seconds.

    Where a quiet house takes long, too, the machine is slow: then it may be five times as long as that.
    """
    quiet = _slow_ones(house, [])
    head = _head(house, 5000) + "{"
    lines = [socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) for _ in range(200)]
    try:
        for line in lines:
            line.sendall(head.encode())
        assert _slow_ones(house, lines) <= max(2.0, 5 * quiet), quiet
    finally:
        for line in lines:
            line.close()


def _slow_ones(house: House, lines: list[socket.socket]) -> float:
    """Seconds within which all but two of forty complaints are answered, while the lines go on sending."""

    def timed(number: int) -> float:
        for line in lines[number::40]:
            line.sendall(b" ")
        begun = time.monotonic()
        assert _post(house, json.dumps({"text": f"quick {number}"}).encode()).status == 201
        return time.monotonic() - begun

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(timed, range(40)))[37]


def test_odd_requests_are_answered_in_words(house: House) -> None:
    """No host, two lengths, a strange method, a header of a megabyte: refused, and the house stands."""
    for request in ODD:
        with socket.create_connection(("127.0.0.1", house.port), timeout=PATIENCE) as line:
            try:
                line.sendall(request)
                line.shutdown(socket.SHUT_WR)
                answer = line.recv(65536)
            except OSError:
                continue
        assert b" 500 " not in answer[:20], request[:80]
        assert not SPILLS.search(answer.decode("latin-1")), request[:80]
    assert house.get("/healthz").status == 200
