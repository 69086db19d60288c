"""Both counters keep the same limits, lose no use under threads, and keep no address."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.lib import ratelimit
from amends.lib.ratelimit import CREATE_TABLE, Counters, Limit, Limiter, Memory, Table, Verdict

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
LOCK = Limit("wrong code", 10, QUARTER, lock=True)
PLAIN = Limit("upload", 3, timedelta(minutes=1))


def table(path: Path) -> Table:
    with sqlite3.connect(path) as opened:
        opened.execute("PRAGMA journal_mode=WAL")
        opened.execute(CREATE_TABLE)
    opened.close()

    def run(statement: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            return connection.execute(statement.replace("%s", "?"), values).fetchall()
        finally:
            connection.close()

    return Table(run)


@pytest.fixture(params=["memory", "table"])
def counters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counters]:
    yield Memory() if request.param == "memory" else table(tmp_path / "counters.sqlite3")


@pytest.fixture
def limiter(counters: Counters) -> Limiter:
    return Limiter(counters, "s" * 40)


def test_a_window_opens_with_the_first_use_and_closes_in_time(limiter: Limiter) -> None:
    assert [limiter.hit(PLAIN, "a", AT + timedelta(seconds=n * 10)).allowed for n in range(5)] == [True] * 3 + [
        False
    ] * 2
    assert limiter.hit(PLAIN, "a", AT + timedelta(seconds=59)) == Verdict(False, 1)
    assert limiter.hit(PLAIN, "a", AT + timedelta(seconds=60)) == Verdict(True)


def test_callers_and_limits_do_not_share(limiter: Limiter) -> None:
    for _ in range(4):
        limiter.hit(PLAIN, "a", AT)
    assert not limiter.hit(PLAIN, "a", AT).allowed
    assert limiter.hit(PLAIN, "b", AT).allowed
    assert limiter.hit(LOCK, "a", AT).allowed


def test_a_lock_holds_a_quarter_after_the_last_allowed_try(limiter: Limiter) -> None:
    for minute in range(10):
        assert limiter.hit(LOCK, "case", AT + timedelta(minutes=minute)).allowed
    assert limiter.hit(LOCK, "case", AT + timedelta(minutes=10)) == Verdict(False, 14 * 60)
    assert limiter.hit(LOCK, "case", AT + timedelta(minutes=20)) == Verdict(False, 4 * 60)
    assert limiter.hit(LOCK, "case", AT + timedelta(minutes=24)).allowed


def test_a_right_code_forgets_the_wrong_ones(limiter: Limiter) -> None:
    for _ in range(11):
        limiter.hit(LOCK, "case", AT)
    limiter.clear(LOCK, "case")
    assert limiter.hit(LOCK, "case", AT).allowed


@given(st.lists(st.integers(0, 600), max_size=120))
def test_no_quarter_ever_sees_more_than_ten(pauses: list[int]) -> None:
    limiter, at, allowed = Limiter(Memory(), "s" * 40), AT, []
    for pause in pauses:
        at += timedelta(seconds=pause)
        if limiter.hit(LOCK, "case", at).allowed:
            allowed.append(at)
    assert all(later - first >= QUARTER for first, later in zip(allowed, allowed[10:], strict=False))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from("ab"), st.booleans()), max_size=30))
def test_both_counters_agree(tmp_path_factory: pytest.TempPathFactory, uses: list[tuple[int, str, bool]]) -> None:
    small = Limit("x", 3, timedelta(minutes=1), lock=True)
    pair = [Limiter(c, "s" * 40) for c in (Memory(), table(tmp_path_factory.mktemp("t") / "c.sqlite3"))]
    at = AT
    for pause, key, locking in uses:
        at += timedelta(seconds=pause)
        one, two = (limiter.hit(small if locking else PLAIN, key, at) for limiter in pair)
        assert one == two


def test_a_right_use_is_given_back_and_wrong_ones_stay(counters: Counters) -> None:
    limiter = Limiter(counters, "s" * 40)
    for _ in range(3):
        limiter.hit(LOCK, "caller", AT)
    for _ in range(30):
        assert limiter.hit(LOCK, "caller", AT).allowed
        limiter.give_back(LOCK, "caller")
    allowed = [limiter.hit(LOCK, "caller", AT).allowed for _ in range(8)]
    assert allowed == [True] * 7 + [False]
    limiter.give_back(LOCK, "nobody")


def test_no_use_is_lost_between_threads(limiter: Limiter) -> None:
    allowed: list[bool] = []

    def guess() -> None:
        for _ in range(5):
            allowed.append(limiter.hit(LOCK, "case", AT).allowed)

    threads = [threading.Thread(target=guess) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(allowed) == 10
    assert len(allowed) == 50


def test_no_address_is_kept_and_nothing_outlives_its_window(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    limiter = Limiter(table(path), "s" * 40)
    limiter.hit(PLAIN, "203.0.113.7", AT)
    with sqlite3.connect(path) as connection:
        assert "203.0.113.7" not in str(connection.execute("SELECT * FROM amends_counter").fetchall())
        limiter.sweep(AT + timedelta(seconds=59))
        assert connection.execute("SELECT count(*) FROM amends_counter").fetchone() == (1,)
        limiter.sweep(AT + timedelta(seconds=60))
        assert connection.execute("SELECT count(*) FROM amends_counter").fetchone() == (0,)
    connection.close()


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratelimit, "_MOST_KEYS", 100)
    memory = Memory()
    for number in range(1000):
        memory.count(str(number), PLAIN, 0)
    assert len(memory._kept) <= 100
    memory.sweep(60)
    assert memory._kept == {}


def test_switched_off_counts_nothing(counters: Counters) -> None:
    limiter = Limiter(counters, "s" * 40, on=False)
    assert all(limiter.hit(PLAIN, "a", AT).allowed for _ in range(20))
    limiter.clear(PLAIN, "a")
