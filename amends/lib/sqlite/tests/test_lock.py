"""The queue of writers: who holds, who waits, and who lets go when something breaks."""

import gc
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db.utils import ConnectionHandler, IntegrityError, OperationalError
from pytest_django import DjangoDbBlocker

from amends.lib.sqlite.base import DatabaseWrapper
from amends.lib.sqlite.lock import WriteLock


@pytest.fixture
def opened(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], DatabaseWrapper]]:
    """Opens connections to one file, each as another thread would."""
    handlers = []

    def one() -> DatabaseWrapper:
        handler = ConnectionHandler(
            {
                "default": {
                    "ENGINE": "amends.lib.sqlite",
                    "NAME": str(tmp_path / "db.sqlite3"),
                    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0.1},
                }
            }
        )
        handlers.append(handler)
        wrapper = handler["default"]
        assert isinstance(wrapper, DatabaseWrapper)
        wrapper.inc_thread_sharing()
        return wrapper

    django_db_blocker.unblock()
    one().cursor().execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
    yield one
    for handler in handlers:
        handler.close_all()
    django_db_blocker.restore()


def _begin(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.in_atomic_block = True


def _end(connection: DatabaseWrapper, how: str) -> None:
    connection.in_atomic_block = False
    getattr(connection, how)()


def _held(connection: DatabaseWrapper) -> bool:
    assert connection.lock is not None
    return connection.lock.is_held


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_the_turn_ends_with_the_transaction(opened: Callable[[], DatabaseWrapper], how: str) -> None:
    connection = opened()
    _begin(connection)
    assert _held(connection)
    _end(connection, how)
    assert not _held(connection)
    other = opened()
    _begin(other)
    _end(other, "rollback")


def test_a_failed_begin_gives_the_turn_back(opened: Callable[[], DatabaseWrapper]) -> None:
    connection = opened()
    connection.ensure_connection()
    outsider = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    outsider.execute("BEGIN IMMEDIATE")  # somebody who knows no queue
    with pytest.raises(OperationalError, match="locked"):
        _begin(connection)
    assert not _held(connection)
    outsider.execute("ROLLBACK")
    outsider.close()


def test_a_lone_statement_takes_one_turn_even_when_it_fails(opened: Callable[[], DatabaseWrapper]) -> None:
    connection = opened()
    connection.cursor().execute("INSERT INTO note (text) VALUES (%s)", ["one"])
    assert not _held(connection)
    with pytest.raises(IntegrityError):
        connection.cursor().execute("INSERT INTO note (text) VALUES (%s)", ["one"])
    assert not _held(connection)


def test_reading_does_not_wait_for_a_writer(opened: Callable[[], DatabaseWrapper]) -> None:
    writer, reader = opened(), opened()
    _begin(writer)
    writer.cursor().execute("INSERT INTO note (text) VALUES ('unseen')")
    assert reader.cursor().execute("SELECT count(*) FROM note").fetchone() == (0,)
    _end(writer, "commit")
    assert reader.cursor().execute("SELECT count(*) FROM note").fetchone() == (1,)


BACKGROUND = """
import sys, time
from pathlib import Path
from amends.lib.sqlite import lock
lock.PATIENCE = float(sys.argv[2])
lock.work_in_background()
mine = lock.WriteLock(Path(sys.argv[1]))
print("ready", flush=True)
mine.take()
print("mine", flush=True)
"""


def _background(path: Path, patience: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", BACKGROUND, str(path), str(patience)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def test_whoever_works_in_the_background_lets_others_pass(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    first, second = WriteLock(path), WriteLock(path)
    first.take()
    waiting = threading.Thread(target=second.take)
    waiting.start()
    while not first._line._waiting:
        pass  # a second person stands in line
    background = _background(path, patience=60)
    first.let_go()
    waiting.join(60)
    assert second.is_held and background.poll() is None
    second.let_go()
    assert background.communicate(timeout=60)[0] == "mine\n"


def test_its_patience_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    gate = WriteLock(path)
    gate.take()
    background = _background(path, patience=0)  # it stands in the kernel's own line at once
    gate.let_go()
    assert background.communicate(timeout=60)[0] == "mine\n"


def test_threads_come_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    holder, order = WriteLock(path), []
    holder.take()

    def wait(name: int) -> None:
        lock = WriteLock(path)
        lock.take()
        order.append(name)
        lock.close()

    threads = []
    for name in range(5):
        threads.append(threading.Thread(target=wait, args=(name,)))
        threads[-1].start()
        while len(holder._line._waiting) <= name:
            pass
    holder.close()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_lock_that_is_forgotten_is_let_go(tmp_path: Path) -> None:
    forgotten = WriteLock(tmp_path / "x.lock")
    forgotten.take()
    del forgotten
    gc.collect()
    WriteLock(tmp_path / "x.lock").take()


def test_another_process_waits_and_its_death_frees_the_turn(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    code = (
        "import sys, pathlib; from amends.lib.sqlite.lock import WriteLock;"
        f"lock = WriteLock(pathlib.Path({str(path)!r})); lock.take(); print('mine', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"mine\n"
        got = threading.Event()
        waiter = threading.Thread(target=lambda: (WriteLock(path).take(), got.set()))
        waiter.start()
        assert not got.wait(0.2)
        other.kill()
        assert got.wait(60)
        waiter.join()


def test_many_writers_lose_nothing(opened: Callable[[], DatabaseWrapper]) -> None:
    def write(name: int) -> None:
        connection = opened()
        for index in range(20):
            _begin(connection)
            connection.cursor().execute("INSERT INTO note (text) VALUES (%s)", [f"{name}-{index}"])
            _end(connection, "commit")
            connection.cursor().execute("UPDATE note SET text = text || '.' WHERE text = %s", [f"{name}-{index}"])

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened().cursor().execute("SELECT count(*) FROM note WHERE text LIKE '%.'").fetchone() == (160,)
