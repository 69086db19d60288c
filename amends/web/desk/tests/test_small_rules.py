"""Amounts as typed, places in addresses, bytes as text."""

from datetime import UTC, datetime

import pytest

from amends.core.queries.worklists import Place
from amends.core.rules.deadlines import NEVER
from amends.web.desk import place
from amends.web.desk.amounts import BadAmount, to_minor, typed
from amends.web.desk.readable import readable

AMOUNTS = {
    ("", "RUB"): None,
    ("89", "RUB"): 8900,
    ("89.5", "RUB"): 8950,
    ("2 300,50", "RUB"): 230050,
    ("2,300", "RUB"): 230000,
    ("2,300.25", "USD"): 230025,
    ("۲٬۳۰۰", "EUR"): 230000,
    ("۱۲٫۵", "EUR"): 1250,
    ("500", "JPY"): 500,
    ("0", "EUR"): 0,
}


@pytest.mark.parametrize(("text", "currency"), AMOUNTS)
def test_an_amount_is_read_in_minor_units(text: str, currency: str) -> None:
    assert to_minor(text, currency) == AMOUNTS[text, currency]


@pytest.mark.parametrize("text", ["much", "-5", "1.234", "1e99", "NaN", "5€", "1.2.3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        to_minor(text, "RUB")


def test_an_amount_goes_back_into_its_box() -> None:
    assert [typed(8900, "RUB"), typed(8950, "RUB"), typed(500, "JPY"), typed(None, "RUB")] == ["89", "89.5", "500", ""]


@pytest.mark.parametrize("moment", [datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC), NEVER])
def test_a_place_survives_its_address(moment: datetime) -> None:
    assert place.read(place.written(Place(moment, 42))) == Place(moment, 42)


@pytest.mark.parametrize("word", ["", "x", "1-2-3", "-1-2", "1", "9" * 30 + "-1", "999999999999999999-1", "' or 1=1"])
def test_what_is_no_place_begins_at_the_beginning(word: str) -> None:
    assert place.read(word) is None


BYTES = {
    b"": "",
    b"just words": "just words",
    b'{"text": "from a form", "x": 1}': "from a form",
    b'{"broken': '{"broken',
    b"From: a@b.c\r\nSubject: s\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xe0\xf2\xe5": "ПЮРЕ",
    b"a\xff\x00b": "a\ufffd b",
    b"Content-Type: text/plain; charset=nonsense\n\nhello": "hello",
}


@pytest.mark.parametrize("body", BYTES)
def test_kept_bytes_are_readable(body: bytes) -> None:
    assert readable(body).text == BYTES[body]


def test_very_many_bytes_are_cut_and_said_so() -> None:
    seen = readable(b"x" * 300_000)
    assert seen.is_cut and len(seen.raw) == 200_000
