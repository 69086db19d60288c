"""Days and amounts are read as people write them, or refused in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from amends.channels.web_form.fields import Amount, Day, Words


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("02.03.2026", date(2026, 3, 2)),
        ("2/3/2026", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        ("1404/12/11", date(2026, 3, 2)),
        ("۱۴۰۴/۱۲/۱۱", date(2026, 3, 2)),
        ("۱۱/۱۲/۱۴۰۴", date(2026, 3, 2)),
        (" ", None),
        (None, None),
    ],
)
def test_a_day(typed: str | None, day: date | None) -> None:
    assert Day().clean(typed) == day


@pytest.mark.parametrize(
    "typed", ["yesterday", "2026-02-30", "1404/13/01", "02.03.26", "0000-01-01", "=1+1", "9" * 400]
)
def test_no_day(typed: str) -> None:
    with pytest.raises(ValidationError):
        Day().clean(typed)


@pytest.mark.parametrize(
    ("typed", "places", "minor"),
    [
        ("89", 2, 8900),
        ("89.5", 2, 8950),
        ("89,50", 2, 8950),
        ("1 234,50", 2, 123450),
        ("1,234.50", 2, 123450),
        ("1.234,50", 2, 123450),
        ("1,234", 2, 123400),
        ("1,234,567", 2, 123456700),
        ("1'234.50", 2, 123450),
        ("۱۲۳۴٫۵۰", 2, 123450),
        ("۱٬۲۳۴", 2, 123400),
        ("１２３４", 2, 123400),
        ("89 ₽", 2, 8900),
        ("1000", 0, 1000),
        ("1.234", 3, 1234),
        ("", 2, None),
    ],
)
def test_an_amount(typed: str, places: int, minor: int | None) -> None:
    assert Amount(places=places).clean(typed) == minor


@pytest.mark.parametrize("typed", ["much", "0", "-5", "1.5.5,5", "1e9", "0.001", "9" * 40, "..", "NaN", "½"])
def test_no_amount(typed: str) -> None:
    with pytest.raises(ValidationError):
        Amount(places=2).clean(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\r\nb\t", "  a\nb\t"),
        ("a\0b", "a�b"),
        ("\ud800", "�"),
        ("\u202eevil", "\u202eevil"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
    ],
)
def test_words_are_kept_as_typed(typed: str, kept: str) -> None:
    assert Words().clean(typed) == kept
