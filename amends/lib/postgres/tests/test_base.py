"""Our PostgreSQL backend reads what Django's reads, and sees a server that has gone without asking it."""

import select
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, NotSupportedError, close_old_connections, connection
from django.db.backends.postgresql.base import DatabaseWrapper as Django

from amends.lib import prepared

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="about PostgreSQL alone"),
]
MOMENTS = (
    "2026-11-29 10:11:12.131415+00",
    "2026-11-29 10:11:12+03:30",
    "1970-01-01 00:00:00+00",
    "0001-01-01 00:00:00+00",
    "9999-12-31 23:59:59.999999+00",
    None,
)


@pytest.fixture
def others() -> Iterator[Any]:
    """Django's own way to the same database."""
    other = Django(connection.settings_dict | {"ENGINE": "django.db.backends.postgresql"}, "other")
    yield other
    other.close()


def test_moments_are_read_as_django_reads_them(others: Any) -> None:
    question = "SELECT unnest(%s::timestamptz[])"
    with connection.cursor() as ours, others.cursor() as theirs:
        for cursor in (ours, theirs):
            cursor.execute(question, [list(MOMENTS)])
        found = [moment for (moment,) in ours.fetchall()]
        assert found == [moment for (moment,) in theirs.fetchall()]
    assert found[0] == datetime(2026, 11, 29, 10, 11, 12, 131415, UTC)
    assert all(moment.tzinfo is UTC for moment in found if moment)


def test_a_long_answer_is_read_in_portions_as_django_reads_it() -> None:
    connection.ensure_connection()
    with connection.create_cursor(name="portions") as cursor:
        cursor.execute("SELECT generate_series('2026-01-01'::timestamptz, '2026-01-02', '1 hour')")
        assert len(cursor.fetchall()) == 25


def test_inside_remembered_the_server_plans_a_statement_of_django_s_once() -> None:
    with prepared.remembered():
        for number in range(8):
            with prepared.remembered(), connection.cursor() as cursor:
                cursor.execute("SELECT %s::int + 1", [number])
                assert cursor.fetchall() == [(number + 1,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%+ 1"])
        assert cursor.fetchall() == [("SELECT $1::int + 1",)]
        cursor.execute("SELECT %s + 1", [2])  # afterwards as ever: the value stands in the text
        assert cursor.fetchall() == [(3,)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """How often the server itself was asked whether it is there."""
    times: list[bool] = []
    by_asking = Django.is_usable

    def counting(self: Any) -> bool:
        times.append(by_asking(self))
        return times[-1]

    monkeypatch.setattr(Django, "is_usable", counting)
    return times


def test_a_silent_server_is_not_asked_whether_it_is_there(asked: list[bool]) -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    assert not asked


def test_a_server_that_said_something_is_asked(asked: list[bool]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("LISTEN here")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("NOTIFY here")
    other.close()
    assert select.select([connection.connection.fileno()], [], [], 60)[0], "the server's word comes by itself"
    assert connection.is_usable()
    assert asked == [True]


def test_a_server_that_hung_up_is_found_out_and_the_next_request_connects_anew(asked: list[bool]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ((lost,),) = cursor.fetchall()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 60000)", [lost])
    other.close()
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert asked == [False]


def test_a_transaction_that_failed_and_was_left_open_ends_with_the_request() -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        with pytest.raises(DataError):
            cursor.execute("SELECT 1/0")
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 2")
        assert cursor.fetchall() == [(2,)]


def test_a_column_that_was_altered_costs_one_request_and_no_more() -> None:
    def ask() -> None:
        close_old_connections()
        with prepared.remembered(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM altered WHERE word = %s", ["a"])

    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE altered (word varchar(8))")
        try:
            for _ in range(8):
                ask()
            cursor.execute("ALTER TABLE altered ALTER word TYPE varchar(77)")
            with pytest.raises(NotSupportedError, match="cached plan"):
                ask()
            ask()
        finally:
            cursor.execute("DROP TABLE altered")
    other.close()
