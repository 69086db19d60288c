"""The canonical bytes are known by heart, survive a JSON column, and refuse what has two spellings."""

import enum
import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.lib.canonical import GENESIS, NotCanonical, canonical, digest


class Colour(enum.StrEnum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


MOMENT = datetime(2026, 3, 1, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=3, minutes=30)))

KNOWN: list[tuple[str, object, bytes]] = [
    ("nothing", None, b"null"),
    ("truth is not one", {"a": True, "b": 1}, b'{"a":true,"b":1}'),
    ("keys sorted", {"b": 1, "a": 2, "B": 3}, b'{"B":3,"a":2,"b":1}'),
    ("nested keys sorted", {"x": [{"b": 1, "a": 2}]}, b'{"x":[{"a":2,"b":1}]}'),
    ("tuple is a list", (1, 2), b"[1,2]"),
    ("plain utf-8", {"слово": "واژه 词"}, '{"слово":"واژه 词"}'.encode()),
    ("not normalised", "e\u0301", '"e\u0301"'.encode()),
    ("escapes", 'a"\\\n\x00\x7f/', b'"a\\"\\\\\\n\\u0000\x7f/"'),
    ("moment in UTC", MOMENT, b'"2026-03-01T06:30:00.000005Z"'),
    ("whole second keeps microseconds", datetime(2026, 3, 1, tzinfo=UTC), b'"2026-03-01T00:00:00.000000Z"'),
    ("early year", datetime(1, 1, 1, tzinfo=UTC), b'"0001-01-01T00:00:00.000000Z"'),
    ("text choice", {Colour.RED: Colour.RED}, b'{"red":"red"}'),
    ("number choice", Level.HIGH, b"3"),
    ("large number", 2**70, b"1180591620717411303424"),
    ("empty", {"a": {}, "b": []}, b'{"a":{},"b":[]}'),
]


@pytest.mark.parametrize(("value", "expected"), [k[1:] for k in KNOWN], ids=[k[0] for k in KNOWN])
def test_known_bytes(value: object, expected: bytes) -> None:
    assert canonical(value) == expected


def _deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = [value]
    return value


REFUSED: list[tuple[str, object]] = [
    ("float", {"a": 1.0}),
    ("nan", float("nan")),
    ("decimal", Decimal("1.10")),
    ("bytes", b"a"),
    ("set", {1, 2}),
    ("naive moment", MOMENT.replace(tzinfo=None)),
    ("date", date(2026, 3, 1)),
    ("number as key", {1: "a"}),
    ("null as key", {None: "a"}),
    ("moment as key", {MOMENT: 1}),
    ("lone surrogate", "a\ud800b"),
    ("lone surrogate in a key", {"\udfff": 1}),
    ("too deep", _deep(65)),
    ("far too deep", _deep(100_000)),
    ("object", object()),
]


@pytest.mark.parametrize("value", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refuses_what_has_no_single_spelling(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_deepest_allowed() -> None:
    assert canonical(_deep(64)) == b"[" * 64 + b"1" + b"]" * 64


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_survives_a_json_column(value: object) -> None:
    once = canonical(value)
    assert canonical(json.loads(once)) == once


@given(st.dictionaries(TEXT, VALUES, max_size=6), st.randoms())
def test_order_of_keys_does_not_matter(value: dict[str, object], random: Random) -> None:
    keys = list(value)
    random.shuffle(keys)
    assert canonical({key: value[key] for key in keys}) == canonical(value)


def test_chain_is_reckoned_by_hand() -> None:
    first = digest(GENESIS, {"seq": 1})
    second = digest(first, {"seq": 2})
    assert first == hashlib.sha256(bytes(32) + b'{"seq":1}').digest()
    assert second == hashlib.sha256(first + b'{"seq":2}').digest()
    assert digest(GENESIS, {"seq": 2}) != second


@pytest.mark.parametrize("previous", [b"", b"short", bytes(33)])
def test_a_link_of_another_length_is_refused(previous: bytes) -> None:
    with pytest.raises(NotCanonical):
        digest(previous, {})
