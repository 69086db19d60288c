"""The database is gone for a while, the disk is full: nobody is told a lie, and all goes on by itself."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import postgres
from tests.kills import checks
from tests.serving import PATIENCE, Answer, House, office, until

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("away")]
FILE = "/api/v1/public/complaints"


def _file(house: House, name: str, text: str = "") -> Answer:
    return house.post_json(FILE, {"text": text or f"This is {name}."}, Idempotency_Key=name)


def test_the_database_is_gone_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.environ["AMENDS_DATABASE_URL"].startswith("postgres"):
        pytest.skip("SQLite is a file of the house itself")
    server = postgres.PrivateServer(durable=True)
    monkeypatch.setenv("AMENDS_DATABASE_URL", server.start())
    try:
        with office(tmp_path) as house:
            house.start("--workers", "1")
            house.wait_ready("/readyz")
            assert _file(house, "before").status == 201
            server.crash()
            until(lambda: house.get("/readyz").status == 503, PATIENCE, house.words)
            assert house.get("/healthz").status == 200
            page, answer = house.get("/complain"), _file(house, "meanwhile")
            assert (page.status, answer.status) == (503, 503), (page.text[:500], answer.text)
            for shown in (page.text, answer.text):
                assert not any(word in shown for word in ("Traceback", "psycopg", str(server.folder)))
            assert answer.headers["Content-Type"] == "application/problem+json"
            server.resume()
            until(lambda: house.get("/readyz").status == 200, PATIENCE, house.words)
            assert [_file(house, name).status for name in ("before", "meanwhile", "after")] == [201] * 3
            assert house.rows("SELECT count(*) FROM core_complaint") == [(3,)]
            checks.numbers_have_no_gap(house)
            assert house.stop() == 0
            checks.the_log_verifies(house)
    finally:
        server.stop()


@contextmanager
def _small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("a small disk of its own can only be mounted by root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_never_earns_a_thank_you(tmp_path: Path) -> None:
    """What was answered with 2xx is stored, what was not stored was refused in words; with room again all goes on (R5)."""
    with _small_disk(tmp_path / "disk", 40) as disk, office(disk) as house:
        house.log = tmp_path / "house.log"
        house.start()
        house.wait_ready("/readyz")
        first = _file(house, "first")
        number, code = first.data["number"], first.data["access_code"]
        ballast = disk / "ballast"
        with open(ballast, "wb", buffering=0) as file:
            _fill(file.fileno())
        answers = {name: _file(house, name, f"{name} " + "а" * 200_000) for name in ("one", "two", "three")}
        refused = _send_file(house, number, code)
        assert refused.status in {503, 507}, refused.text
        ballast.unlink()
        until(lambda: _file(house, "after").status == 201, PATIENCE, house.words)
        stored = {text.partition(" ")[0] for (text,) in house.rows("SELECT statement FROM core_complaint")}
        for name, answer in answers.items():
            assert answer.status in {201, 503, 507}, (answer.status, answer.text)
            assert answer.status != 201 or name in stored, f"{name} was thanked for and is not there"
        if not house.database.startswith("postgres"):
            assert {answer.status for answer in answers.values()} & {503, 507}, "the disk was not full"
        assert _send_file(house, number, code).status == 201
        assert house.stop() == 0
        checks.numbers_have_no_gap(house)
        checks.the_log_verifies(house)


def _fill(handle: int) -> None:
    for size in (1 << 20, 1 << 12):
        try:
            while True:
                os.write(handle, b"\0" * size)
        except OSError:
            continue


def _send_file(house: House, number: str, code: str) -> Answer:
    body = (
        b'--frontier\r\nContent-Disposition: form-data; name="file"; filename="lid.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + b"x" * 3_000_000 + b"\r\n--frontier--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=frontier", "Access-Code": code}
    return house.ask("POST", f"{FILE}/{number}/files", body, headers)
