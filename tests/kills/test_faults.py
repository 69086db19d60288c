"""The worker killed, two workers, a polite stop, a held database, a closed files folder."""

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from email import message_from_bytes

import pytest

from amends.channels.email.tests.smtp_server import Letterbox
from tests.kills import checks
from tests.serving import PATIENCE, Answer, House, until, with_group

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]
FILE = "/api/v1/public/complaints"
HOLD = 4.0


def _file(house: House, name: str, **more: str) -> Answer:
    """One complaint of this name, with an address of its own."""
    fields = {"text": f"This is {name}.", "email": f"{name}@mail.example"} | more
    return house.post_json(FILE, fields, Idempotency_Key=name)


def _letters(box: Letterbox, prefix: str) -> Counter[str]:
    taken = (receiver for _, receivers, _ in list(box.taken) for receiver in receivers)
    return Counter(receiver for receiver in taken if receiver.startswith(prefix))


def test_the_worker_alone_is_killed_and_comes_back_by_itself(house: House, box: Letterbox) -> None:
    before = house.children()["worker"]
    assert _file(house, "lone-0").status == 201
    os.kill(before, signal.SIGKILL)
    names = [f"lone-{number}" for number in range(1, 6)]
    assert {_file(house, name).status for name in names} == {201}
    until(lambda: house.children().get("worker", before) != before, PATIENCE, house.words)
    until(lambda: _delivers(house, box, "lone-", 6), PATIENCE, house.words)
    until(lambda: house.get("/readyz").status == 200, PATIENCE, house.words)
    until(lambda: _has_reacted(house), PATIENCE, house.words)
    letters = _letters(box, "lone-")
    assert sum(letters.values()) <= 6 + 1, f"one kill, more than one doubled letter: {letters}"


def _delivers(house: House, box: Letterbox, prefix: str, count: int) -> bool:
    house.change(
        "UPDATE core_message SET next_attempt_at = at WHERE delivery = 'waiting'"
    )  # a killed worker's lease ends
    return len(_letters(box, prefix)) == count


def _has_reacted(house: House) -> bool:
    house.change("UPDATE core_reaction SET due_at = '2000-01-01 00:00:00'")  # here too
    return house.rows("SELECT count(*) FROM core_reaction") == [(0,)]


def test_two_workers_by_mistake_do_everything_once(house: House, box: Letterbox) -> None:
    second = house.worker()
    try:
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda number: _file(house, f"twin-{number}"), range(30)))
        assert {answer.status for answer in answers} == {201}
        until(lambda: len(_letters(box, "twin-")) == 30, PATIENCE, house.words)
        until(lambda: house.rows("SELECT count(*) FROM core_reaction") == [(0,)], PATIENCE, house.words)
        assert second.poll() is None, house.words()
    finally:
        with_group(second.pid, signal.SIGTERM)
        second.wait(PATIENCE)
    assert set(_letters(box, "twin-").values()) == {1}
    ids = Counter(str(message_from_bytes(raw)["Message-ID"]) for _, _, raw in list(box.taken))
    assert max(ids.values()) <= 2  # two at most, and those only from the killed worker above
    doubled = house.rows(
        "SELECT complaint_id, kind, count(*) FROM core_event WHERE kind IN ('received', 'delivered')"
        " GROUP BY complaint_id, kind HAVING count(*) > 1"
    )
    assert not doubled


def test_a_held_database_makes_clients_wait_and_nothing_else(house: House) -> None:
    """SQLite has one writer: while somebody outside holds the file, the others wait their turn (R9)."""
    if house.database.startswith("postgres"):
        pytest.skip("PostgreSQL has no single writer")
    hold = 30.0 if os.environ.get("AMENDS_TEST_HARD") else HOLD
    with closing(sqlite3.connect(house.sqlite_path, timeout=30, isolation_level=None)) as stranger:
        stranger.execute("BEGIN IMMEDIATE")
        release = threading.Timer(hold, lambda: None)
        with ThreadPoolExecutor(6) as pool:  # fewer than there are threads inside: who waits for the writer holds one
            sent = [pool.submit(_file, house, f"queue-{number}") for number in range(12)]
            read = house.get("/promise")  # comes back before the file is let go, which nobody does until then
            are_waiting = not any(one.done() for one in sent)
            release.start()
            release.join()
            stranger.execute("ROLLBACK")
            answers = [one.result() for one in sent]
    assert (read.status, are_waiting) == (200, True), "who only reads waits for nobody"
    assert [answer.status for answer in answers] == [201] * 12, [answer.text for answer in answers]
    assert "locked" not in house.words()


def test_a_files_folder_that_cannot_be_written_keeps_the_sender_informed(house: House) -> None:
    """Never a 2xx for a file that is not there; without files all goes on (R6)."""
    filed = _file(house, "folder")
    number, code = filed.data["number"], filed.data["access_code"]
    files, aside = house.folder / "data" / "files", house.folder / "data" / "files-aside"
    if files.exists():
        files.rename(aside)
    files.write_text("a plain file stands where the folder was")
    try:
        refused = _send_file(house, number, code)
        assert refused.status in {503, 507}, refused.text
        assert "Traceback" not in refused.text and str(files) not in refused.text
        assert _file(house, "folder-words").status == 201
    finally:
        files.unlink()
        if aside.exists():
            aside.rename(files)
    assert _send_file(house, number, code).status == 201
    assert house.rows("SELECT count(*) FROM core_attachment") == [(1,)]


def _send_file(house: House, number: str, code: str) -> Answer:
    body = (
        b'--frontier\r\nContent-Disposition: form-data; name="file"; filename="lid.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\nthe lid was bent\r\n--frontier--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=frontier", "Access-Code": code}
    return house.ask("POST", f"{FILE}/{number}/files", body, headers)


def test_a_polite_stop_finishes_what_is_under_way(house: House) -> None:
    """SIGTERM while fifty clients send: each gets its answer or a broken line, within 30 seconds (R11)."""
    answered: dict[str, str] = {}

    def send(number: int) -> None:
        try:
            answer = _file(house, f"stop-{number}")
        except OSError:
            return
        except Exception as error:
            assert "RemoteDisconnected" in type(error).__name__ or "IncompleteRead" in type(error).__name__
            return
        if answer.status == 201:
            answered[f"This is stop-{number}."] = answer.data["number"]

    with ThreadPoolExecutor(16) as pool:
        futures = [pool.submit(send, number) for number in range(200)]
        until(lambda: len(answered) >= 20, PATIENCE, house.words)
        begun = time.monotonic()
        assert house.stop() == 0
        took = time.monotonic() - begun
        for future in futures:
            future.result()
    assert took <= 30
    stored = dict(house.rows("SELECT statement, number FROM core_complaint WHERE statement LIKE 'This is stop-%'"))
    assert answered.items() <= stored.items()
    checks.numbers_have_no_gap(house)
    checks.the_log_verifies(house)
