"""Guessing a password ends after ten tries an account, counted in the database, so that every process counts together."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from amends.core import make

pytestmark = pytest.mark.django_db

PASSWORD = "a long and winding password"
REFUSED = "Too many failed login attempts"


def _sign_in(email: str, password: str, address: str) -> Any:
    with suppress(AttributeError):  # as another process, which has only what lies in the database
        del caches["default"]
    return Client(REMOTE_ADDR=address).post("/accounts/login/", {"login": email, "password": password})


def test_after_ten_wrong_passwords_the_account_is_locked_from_every_address() -> None:
    make.office()
    person = make.person("Boris", "operator", password=PASSWORD)
    for n in range(10):
        assert _sign_in(person.email, "wrong", f"192.0.2.{n}").status_code == 200
    locked = _sign_in(person.email, PASSWORD, "198.51.100.1")
    assert REFUSED in locked.content.decode() and "session" not in locked.cookies
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_one_address_may_not_try_a_hundred_accounts() -> None:
    make.office()
    answers = [_sign_in(f"nobody{n}@x.example", "wrong", "192.0.2.77") for n in range(12)]
    assert REFUSED not in answers[8].content.decode()
    assert REFUSED in answers[-1].content.decode()


def test_ten_wrong_ones_elsewhere_do_not_lock_others_out() -> None:
    make.office()
    person = make.person("Olga", "operator", password=PASSWORD)
    for n in range(10):
        _sign_in("nobody@x.example", "wrong", f"192.0.2.{n}")
    assert _sign_in(person.email, PASSWORD, "198.51.100.1").status_code == 302
