"""All threads of a process write through one connection, each reads through its own, and nobody notices."""

import gc
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from amends.lib.sqlite.base import DatabaseWrapper
from amends.lib.sqlite.writer import Writer

Open = Callable[[], DatabaseWrapper]


@pytest.fixture
def opened(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Open]:
    """Connections to one file, as so many threads would have them."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0.1}
    settings = {"ENGINE": "amends.lib.sqlite", "NAME": str(tmp_path / "one.sqlite3"), "OPTIONS": options}
    handlers = []

    def open_one() -> DatabaseWrapper:
        handlers.append(ConnectionHandler({"default": settings}))
        wrapper = handlers[-1]["default"]
        assert isinstance(wrapper, DatabaseWrapper)
        wrapper.inc_thread_sharing()
        return wrapper

    django_db_blocker.unblock()
    with open_one().cursor() as cursor:
        cursor.execute("CREATE TABLE team (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT, team INTEGER REFERENCES team)")
    yield open_one
    for handler in handlers:
        handler.close_all()
    django_db_blocker.restore()


class Turn:
    """What `atomic` does, for a connection that Django does not know by name."""

    def __init__(self, wrapper: DatabaseWrapper) -> None:
        self._wrapper = wrapper

    def __enter__(self) -> None:
        self._wrapper.ensure_connection()
        self._wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        self._wrapper.in_atomic_block = True

    def __exit__(self, *fault: object) -> None:
        self._wrapper.in_atomic_block = False
        if fault[0] is None:
            self._wrapper.commit()
        else:
            self._wrapper.rollback()
        self._wrapper.set_autocommit(True)


def _note(wrapper: DatabaseWrapper, text: str) -> None:
    with wrapper.cursor() as cursor:
        cursor.execute("INSERT INTO note (text) VALUES (%s)", [text])


def _notes(wrapper: DatabaseWrapper) -> list[str]:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT text FROM note ORDER BY id")
        return [text for (text,) in cursor]


def test_all_write_through_one_connection_and_read_through_their_own(opened: Open) -> None:
    one, other = opened(), opened()
    one.ensure_connection(), other.ensure_connection()
    own = one.connection, other.connection
    with Turn(one):
        writer = one.connection
        _note(one, "first")
        assert _notes(one) == ["first"] and _notes(other) == []
    with Turn(other):
        assert other.connection is writer
        _note(other, "second")
    assert (one.connection, other.connection) == own and writer not in own
    assert _notes(one) == _notes(other) == ["first", "second"]


def test_a_lone_statement_leaves_no_transaction_behind(opened: Open) -> None:
    one, other = opened(), opened()
    _note(one, "lone")
    assert _notes(other) == ["lone"]
    with one.cursor() as cursor:
        cursor.execute("UPDATE note SET text = 'changed'")
        assert cursor.rowcount == 1
        cursor.execute("INSERT INTO note (text) VALUES ('next')")
        assert cursor.lastrowid == 2
    assert _notes(other) == ["changed", "next"]


def test_a_cursor_made_before_the_transaction_writes_within_it(opened: Open) -> None:
    one = opened()
    with one.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM note")
        assert cursor.fetchone() == (0,)
        with pytest.raises(ZeroDivisionError), Turn(one):
            cursor.execute("INSERT INTO note (text) VALUES ('never')")
            raise ZeroDivisionError
        cursor.execute("SELECT count(*) FROM note")
        assert cursor.fetchone() == (0,)


def test_rows_read_before_the_transaction_are_read_on_within_it(opened: Open) -> None:
    one = opened()
    for text in ("a", "b", "c"):
        _note(one, text)
    with one.cursor() as reading:
        reading.execute("SELECT text FROM note ORDER BY id")
        assert reading.fetchone() == ("a",)
        with Turn(one):
            _note(one, "d")
            assert reading.fetchmany(1) == [("b",)]
        assert reading.fetchall() == [("c",)]


def test_what_was_written_is_seen_although_rows_are_still_unread(opened: Open) -> None:
    one = opened()
    _note(one, "a"), _note(one, "b")
    with one.cursor() as reading:
        reading.execute("SELECT text FROM note ORDER BY id")
        assert reading.fetchone() == ("a",)
        _note(one, "c")
        assert _notes(one) == ["a", "b", "c"]
        with Turn(one):
            _note(one, "d")
        assert _notes(one) == ["a", "b", "c", "d"]
        assert [*reading] == [("b",)]


def test_rows_unread_at_the_end_of_a_turn_bind_nobody_and_are_those_of_the_turn(opened: Open) -> None:
    one, other = opened(), opened()
    _note(one, "a"), _note(one, "b")
    with one.cursor() as reading:
        with Turn(one):
            reading.execute("SELECT text FROM note ORDER BY id")
            assert reading.fetchone() == ("a",)
        outsider = sqlite3.connect(one.settings_dict["NAME"], isolation_level=None)
        outsider.execute("INSERT INTO note (text) VALUES ('of another process')")
        outsider.close()
        with pytest.raises(ZeroDivisionError), Turn(other):
            _note(other, "never")
            assert reading.fetchall() == [("b",)]
            raise ZeroDivisionError
    assert _notes(one) == ["a", "b", "of another process"]


def test_rows_unread_when_the_connection_was_closed_trouble_nobody(opened: Open) -> None:
    one, other = opened(), opened()
    other.ensure_connection()
    _note(one, "a"), _note(one, "b")
    Turn(one).__enter__()
    _note(one, "half")
    reading = one.cursor()
    reading.execute("SELECT text FROM note ORDER BY id")
    assert reading.fetchone() == ("a",)
    one.close()
    _note(other, "c")
    one.connection, one.closed_in_transaction = None, False  # as the end of `atomic` leaves it
    _note(one, "d")
    assert _notes(one) == ["a", "b", "c", "d"]


class Stubborn(sqlite3.Connection):
    """Undoes nothing."""

    def rollback(self) -> None:
        raise sqlite3.OperationalError("disk I/O error")


def test_a_writer_that_cannot_undo_is_replaced(opened: Open) -> None:
    one, other = opened(), opened()
    other.ensure_connection()
    one.settings_dict["OPTIONS"] = {**one.settings_dict["OPTIONS"], "factory": Stubborn}
    with pytest.raises(OperationalError), Turn(one):
        _note(one, "half")
        raise ZeroDivisionError
    _note(other, "whole")
    assert _notes(other) == ["whole"]


def test_a_writer_that_cannot_be_opened_is_an_error_of_the_database(opened: Open) -> None:
    one = opened()
    one.ensure_connection()
    one.settings_dict["NAME"] += "/no-folder"
    for _ in range(2):
        with pytest.raises(OperationalError), Turn(one):
            pass
    assert not _notes(one)


def test_what_fails_leaves_the_next_one_a_clean_writer(opened: Open) -> None:
    one, other = opened(), opened()
    with pytest.raises(IntegrityError), Turn(one):
        one.cursor().execute("INSERT INTO note (text, team) VALUES ('of no team', 7)")
        one.cursor().execute("INSERT INTO team (id) VALUES (1), (1)")
    _note(other, "kept")
    assert _notes(one) == ["kept"]


@pytest.mark.parametrize("end", ["closed", "dead"])
def test_a_turn_that_was_never_ended_is_undone(opened: Open, end: str) -> None:
    other = opened()
    gone: list[DatabaseWrapper] = []

    def die() -> None:
        one = DatabaseWrapper(other.settings_dict)
        Turn(one).__enter__()
        _note(one, "half")
        if end == "closed":
            gone.append(one)
            one.inc_thread_sharing()

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    for one in gone:
        one.close()
    gc.collect()
    with Turn(other):
        _note(other, "whole")
    assert _notes(other) == ["whole"]


def test_who_puts_the_checks_aside_stands_apart(opened: Open) -> None:
    """As a migration that builds a table anew: only its own transaction goes unchecked."""
    one, other = opened(), opened()
    assert one.disable_constraint_checking()
    with Turn(one):
        one.cursor().execute("INSERT INTO note (text, team) VALUES ('of no team', 7)")
    with pytest.raises(IntegrityError):
        other.cursor().execute("INSERT INTO note (text, team) VALUES ('of no team', 8)")
    one.enable_constraint_checking()
    with pytest.raises(IntegrityError):
        one.cursor().execute("INSERT INTO note (text, team) VALUES ('of no team', 9)")
    assert _notes(other) == ["of no team"]


def test_the_last_one_to_leave_closes_it(opened: Open) -> None:
    one, other = opened(), opened()
    _note(one, "a")
    _note(other, "b")
    path = Path(one.settings_dict["NAME"]).resolve()
    one.close()
    assert path in Writer._writers
    _note(one, "c")  # opened again
    assert _notes(other) == ["a", "b", "c"]


def test_a_thread_that_ended_without_closing_keeps_no_file_open_that_is_gone(opened: Open, tmp_path: Path) -> None:
    path = tmp_path / "two.sqlite3"
    settings = {**opened().settings_dict, "NAME": str(path)}
    one = DatabaseWrapper(settings)
    make = "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"
    one.cursor().execute(make)

    def come_and_go() -> None:
        _note(DatabaseWrapper(settings), "a")

    thread = threading.Thread(target=come_and_go)
    thread.start()
    thread.join()
    gc.collect()
    one.close()
    for file in tmp_path.glob("two.*"):
        file.unlink()
    one.cursor().execute(make)
    _note(one, "in the new file")
    assert _notes(one) == ["in the new file"]
    one.close()


def test_many_threads_write_and_read_at_once(opened: Open) -> None:
    faults: list[BaseException] = []

    def work(number: int, wrapper: DatabaseWrapper) -> None:
        try:
            for turn in range(25):
                with Turn(wrapper):
                    _note(wrapper, f"{number}-{turn}")
                assert f"{number}-{turn}" in _notes(wrapper)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number, opened())) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not faults
    assert len(_notes(opened())) == 150
