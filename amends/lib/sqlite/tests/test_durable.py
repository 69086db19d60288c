"""Waiting for the disk: nobody is told "safe" by a pass that began before their commit, and many share one pass."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from amends.lib.sqlite import durable
from amends.lib.sqlite.base import DatabaseWrapper
from amends.lib.sqlite.durable import Log


class Disk:
    """Stands for the system call: each pass waits until it is let through, or fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = threading.Semaphore(0)
        self.through = threading.Semaphore(0)
        self.passes = 0
        self.fault: OSError | None = None
        monkeypatch.setattr(durable, "_write_through", self._pass)

    def _pass(self, handle: int) -> None:
        self.passes += 1
        self.begun.release()
        assert self.through.acquire(timeout=30)
        if self.fault:
            raise self.fault


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    (tmp_path / "db.sqlite3-wal").touch()
    return Log.of(tmp_path / "db.sqlite3")


class Waiting(threading.Thread):
    """One who committed and waits; `refused` is what they were told instead."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log
        self.refused: OSError | None = None
        self.start()

    def run(self) -> None:
        try:
            self._log.wait()
        except OSError as error:
            self.refused = error


def _stand(log: Log, count: int) -> None:
    """Returns when so many wait behind the pass under way."""
    while True:
        with log._changed:
            if len(log._changed._waiters) >= count:  # type: ignore[attr-defined]
                return


def test_those_who_come_during_a_pass_share_the_next(log: Log, disk: Disk) -> None:
    first = Waiting(log)
    assert disk.begun.acquire(timeout=30)
    others = [Waiting(log) for _ in range(7)]
    _stand(log, 7)
    disk.through.release()
    first.join(30)
    assert disk.begun.acquire(timeout=30)
    assert not first.is_alive() and all(one.is_alive() for one in others)  # theirs began after their commits
    disk.through.release()
    for one in others:
        one.join(30)
    assert disk.passes == 2 and not any(one.is_alive() for one in others)


def test_after_a_refusal_nothing_is_called_safe_again(log: Log, disk: Disk) -> None:
    first = Waiting(log)
    assert disk.begun.acquire(timeout=30)
    behind = Waiting(log)
    _stand(log, 1)
    disk.fault = OSError(5, "Input/output error")
    disk.through.release()
    for one in (first, behind):
        one.join(30)
        assert one.refused is not None and one.refused.errno == 5
    disk.fault = None
    with pytest.raises(OSError, match="Input/output error"):
        log.wait()
    assert disk.passes == 1


def test_a_log_that_sqlite_took_away_owes_nothing(tmp_path: Path, disk: Disk) -> None:
    Log.of(tmp_path / "other.sqlite3").wait()
    assert disk.passes == 0


# The connections that wait for it -------------------------------------------------------------------------------------


@pytest.fixture
def connection(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0.1}
    handler = ConnectionHandler(
        {"default": {"ENGINE": "amends.lib.sqlite", "NAME": str(tmp_path / "own.sqlite3"), "OPTIONS": options}}
    )
    django_db_blocker.unblock()
    wrapper = handler["default"]
    assert isinstance(wrapper, DatabaseWrapper)
    wrapper.cursor().execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)")
    yield wrapper
    handler.close_all()
    django_db_blocker.restore()


def _lone(connection: DatabaseWrapper) -> None:
    connection.cursor().execute("INSERT INTO note (text) VALUES ('lone')")


def _lone_with_an_answer(connection: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO note (text) VALUES ('a'), ('b'), ('c') RETURNING text")
        assert cursor.fetchone() == ("a",)
        assert cursor.fetchmany(1) == [("b",)]
        assert list(cursor) == [("c",)]
        assert cursor.fetchone() is None and cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM note")
        assert cursor.fetchall() == [(3,)]


def _many(connection: DatabaseWrapper) -> None:
    connection.cursor().executemany("INSERT INTO note (text) VALUES (%s)", [("x",), ("y",)])


def _transaction(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    connection.in_atomic_block = True
    connection.cursor().execute("INSERT INTO note (text) VALUES ('whole')")
    connection.in_atomic_block = False
    connection.commit()
    connection.set_autocommit(True)


WRITES = [_lone, _lone_with_an_answer, _many, _transaction]


@pytest.mark.parametrize("write", WRITES)
def test_what_was_written_is_on_disk_when_it_returns(
    connection: DatabaseWrapper, write: Callable[[DatabaseWrapper], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def looks(handle: int) -> None:
        """At the pass the rows are committed: another connection sees them, and the turn is over."""
        assert connection.lock is not None and not connection.lock.is_held
        other = sqlite3.connect(connection.settings_dict["NAME"])
        seen.append(other.execute("SELECT count(*) FROM note").fetchone()[0])
        other.close()

    connection.ensure_connection()
    monkeypatch.setattr(durable, "_write_through", looks)
    write(connection)
    assert seen and seen[-1] > 0


def test_a_disk_that_refuses_is_a_fault_of_the_database(
    connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(handle: int) -> None:
        raise OSError(5, "Input/output error")

    connection.ensure_connection()
    monkeypatch.setattr(durable, "_write_through", refuses)
    for write in (_lone, _transaction):
        with pytest.raises(OperationalError, match="Input/output error"):
            write(connection)
    assert transaction.get_autocommit()


@pytest.fixture
def passes(connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """At each pass of the disk, how many rows it made safe."""
    seen: list[int] = []

    def looks(handle: int) -> None:
        other = sqlite3.connect(connection.settings_dict["NAME"])
        seen.append(other.execute("SELECT count(*) FROM note").fetchone()[0])
        other.close()

    connection.ensure_connection()
    monkeypatch.setattr(durable, "_write_through", looks)
    return seen


def test_what_is_told_together_waits_for_the_disk_once_at_the_end(
    connection: DatabaseWrapper, passes: list[int]
) -> None:
    with connection.safe_together():
        _lone(connection)
        with connection.safe_together():
            _many(connection)
        _transaction(connection)
        assert passes == []
    assert passes == [4]
    connection.cursor().execute("INSERT INTO note (text) VALUES ('later')")
    assert passes == [4, 5]


def test_what_was_written_before_an_error_is_safe_when_the_error_is_told(
    connection: DatabaseWrapper, passes: list[int]
) -> None:
    with pytest.raises(ZeroDivisionError), connection.safe_together():
        _lone(connection)
        raise ZeroDivisionError
    assert passes == [1]


def test_where_nothing_was_written_nothing_waits(connection: DatabaseWrapper, passes: list[int]) -> None:
    with connection.safe_together():
        connection.cursor().execute("SELECT count(*) FROM note").fetchone()
    assert passes == []
