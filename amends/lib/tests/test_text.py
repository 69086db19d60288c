"""Words stay as typed; cuts, isolates and cells are safe for every script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.lib.text import csv_safe, isolate, one_line, tidy

WILD = st.text(st.characters())

TIDY = [
    ("a\r\nb\rc\n", "a\nb\nc\n"),
    ("a\0b", "a\ufffdb"),
    ("a\ud800b", "a\ufffdb"),
    ("\udc00", "\ufffd"),
    ("\ud83d\ude00", "😀"),
    ("e\u0301 ﬁ ي ك ①", "e\u0301 ﬁ ي ك ①"),
    ("  a\tb\x0b\u202e\u200c  ", "  a\tb\x0b\u202e\u200c  "),
    ("\ufeffa", "\ufeffa"),
]


@pytest.mark.parametrize(("typed", "stored"), TIDY)
def test_tidy(typed: str, stored: str) -> None:
    assert tidy(typed) == stored


@given(WILD)
def test_tidy_can_always_be_stored_and_changes_nothing_twice(typed: str) -> None:
    stored = tidy(typed)
    stored.encode()
    assert "\0" not in stored
    assert tidy(stored) == stored


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_tidy_keeps_every_word(typed: str) -> None:
    assert tidy(typed) == typed


LINES = [
    ("short", 10, "short"),
    ("exactly10!", 10, "exactly10!"),
    ("eleven sign", 10, "eleven si…"),
    ("two words here", 5, "two…"),
    ("a\n\n b\t\u2028c\x00\x1b", 10, "a b c\ufffd"),
    ("cafe\u0301s", 5, "caf…"),
    ("👨‍👩‍👧 family", 3, "…"),
    ("ab👍🏽cd", 4, "ab…"),
    ("🇷🇺🇮🇷🇨🇳", 4, "🇷🇺…"),
    ("می\u200cخواهم", 4, "می\u200c…"),
    ("e" + "\u0301" * 500, 10, "…"),
]


@pytest.mark.parametrize(("text", "limit", "expected"), LINES)
def test_one_line(text: str, limit: int, expected: str) -> None:
    assert one_line(text, limit) == expected


@given(WILD, st.integers(1, 40))
def test_one_line_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert "…" not in line[-1:] or len(line) == 1 or unicodedata.category(line[-2]) != "Cs"


def test_a_line_needs_room() -> None:
    with pytest.raises(ValueError):
        one_line("a", 0)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("abc", "abc"),
        ("a\u2069b", "ab"),
        ("a\u2067b", "a\u2067b\u2069"),
        ("\u2066a\u2069\u2069", "\u2066a\u2069"),
        ("", ""),
    ],
)
def test_isolate(text: str, inside: str) -> None:
    assert isolate(text) == f"\u2068{inside}\u2069"


@given(st.text(st.sampled_from("ab\u2066\u2067\u2068\u2069\u202e\u202c")))
def test_nothing_inside_ends_our_isolate(text: str) -> None:
    depth, depths = 0, []
    for sign in isolate(text):
        depth += (sign in "\u2066\u2067\u2068") - (sign == "\u2069")
        depths.append(depth)
    assert depths[-1] == 0
    assert all(depth > 0 for depth in depths[:-1])


@pytest.mark.parametrize(
    "cell", ["=1+1", "+7 900", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0+1", "＝1", "＠x", "\ufeff=1"]
)
def test_formulas_are_disarmed(cell: str) -> None:
    assert csv_safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "a", "a=b", "'=1", "5", "слово", "سلام", " a", "a\n=b"])
def test_honest_cells_stay(cell: str) -> None:
    assert csv_safe(cell) == cell
