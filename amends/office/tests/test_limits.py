"""Wrong codes are counted for caller and case, by all processes together; right ones are free; no address is kept."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from amends.office import limits

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HERE, THERE = "198.51.100.7", "203.0.113.9"


def _tries(address: str, number: str, times: int, at: datetime = NOW) -> list[bool]:
    return [limits.code_tried(address, number, at=at).allowed for _ in range(times)]


@pytest.mark.django_db
def test_ten_wrong_codes_a_quarter_from_one_caller() -> None:
    assert _tries(HERE, "PX-2026-000001", 5) + _tries(HERE, "PX-2026-000002", 6) == [True] * 10 + [False]
    refused = limits.code_tried(HERE, "PX-2026-000003", at=NOW)
    assert refused.retry_after == 900
    assert limits.code_tried(THERE, "PX-2026-000003", at=NOW).allowed
    assert limits.code_tried(HERE, "PX-2026-000003", at=NOW + timedelta(minutes=15)).allowed


@pytest.mark.django_db
def test_ten_wrong_codes_a_quarter_for_one_case_however_its_number_is_typed() -> None:
    allowed = [limits.code_tried(f"192.0.2.{n}", " px-2026-000001", at=NOW).allowed for n in range(10)]
    assert all(allowed)
    assert not limits.code_tried(THERE, "PX-2026-000001", at=NOW).allowed


@pytest.mark.django_db
def test_who_is_kept_out_cannot_wear_out_a_case() -> None:
    _tries(HERE, "PX-2026-000009", 10)
    _tries(HERE, "PX-2026-000001", 50)
    assert limits.code_tried(THERE, "PX-2026-000001", at=NOW).allowed


@pytest.mark.django_db
def test_right_codes_are_free_and_give_no_new_guesses_elsewhere() -> None:
    assert _tries(HERE, "PX-2026-000001", 9) == [True] * 9
    for _ in range(40):
        assert limits.code_tried(HERE, "PX-2026-000005", at=NOW).allowed
        limits.code_right(HERE, "px-2026-000005")
    assert _tries(HERE, "PX-2026-000002", 2) == [True, False]


@pytest.mark.django_db
def test_no_address_and_no_number_is_kept_and_the_sweep_forgets() -> None:
    _tries(HERE, "PX-2026-000001", 3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM amends_counter")
        kept = str(cursor.fetchall())
        assert HERE not in kept and "PX-2026" not in kept
        limits.sweep(NOW + timedelta(minutes=15))
        cursor.execute("SELECT count(*) FROM amends_counter")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_guesses_in_parallel_are_all_counted() -> None:
    allowed: list[bool] = []

    def guess(name: int) -> None:
        try:
            for n in range(5):
                allowed.append(limits.code_tried(f"192.0.2.{name}{n}", "PX-2026-000001", at=NOW).allowed)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 30
    assert sum(allowed) == 10


@override_settings(RATE_LIMITS=False)
def test_switched_off_nothing_is_counted_and_no_database_asked() -> None:
    assert all(_tries(HERE, "PX-2026-000001", 20))
    limits.code_right(HERE, "PX-2026-000001")
    assert all(limits.intake(HERE, at=NOW).allowed for _ in range(1000))


def test_intake_is_generous() -> None:
    allowed = [limits.intake(HERE, at=NOW).allowed for _ in range(601)]
    assert allowed == [True] * 600 + [False]
    assert limits.intake(HERE, at=NOW + timedelta(minutes=1)).allowed


def test_a_caller_of_ipv6_is_the_whole_house() -> None:
    assert limits.caller({"REMOTE_ADDR": "2001:db8:1:2:3::4"}) == limits.caller({"REMOTE_ADDR": "2001:db8:1:2:9::1"})
