"""Numbers, money and sizes as each language writes them."""

import pytest

from amends.ui import numbers

NARROW, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"

MONEY = {
    "whole roubles have no kopecks": (8900, "RUB", "ru", f"89{WIDE}₽"),
    "kopecks are shown": (8950, "RUB", "ru", f"89,50{WIDE}₽"),
    "roubles in English": (249000, "RUB", "en", f"2,490{WIDE}₽"),
    "euro in English": (123456, "EUR", "en", "€1,234.56"),
    "a currency without minor units": (5000, "JPY", "en", "JP¥5,000"),
    "yuan at home": (8600, "CNY", "zh", "¥86"),
    "less than nothing": (-8900, "RUB", "ru", f"-89{WIDE}₽"),
}


@pytest.mark.parametrize("case", MONEY)
def test_money(case: str) -> None:
    minor, currency, language, expected = MONEY[case]
    assert numbers.money(minor, currency, language) == expected


def test_money_in_persian_has_persian_digits_only() -> None:
    written = numbers.money(500012, "RUB", "fa")
    assert "۵٬۰۰۰٫۱۲" in written
    assert not set("0123456789") & set(written)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "12,480"), ("ru", f"12{WIDE}480"), ("fa", "۱۲٬۴۸۰"), ("zh", "12,480")]
)
def test_numbers_are_grouped(language: str, expected: str) -> None:
    assert numbers.number(12480, language) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, "0 kB"), (1, "1 kB"), (640_000, "640 kB"), (2_400_000, "2.4 MB")])
def test_sizes(count: int, expected: str) -> None:
    assert numbers.size(count, "en") == expected


def test_only_persian_has_its_own_digits() -> None:
    assert numbers.digits("PX-2026", "fa") == "PX-۲۰۲۶"
    assert numbers.digits("PX-2026", "zh") == "PX-2026"


def test_an_unknown_language_reads_as_english() -> None:
    assert numbers.number(12480, "tlh") == "12,480"


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_between_two_facts_stands_nothing_that_reads_as_a_digit(language: str) -> None:
    assert (numbers.between(language) == " · ") == (language != "fa")
