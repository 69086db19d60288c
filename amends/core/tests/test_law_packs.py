"""Rule packs: what ships is whole; a fault names file and line and loads nothing; a book has no gap and no overlap."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from amends.core.rules.law import reading
from amends.core.rules.law.book import NotInForce, RuleBook, UnknownRule
from amends.core.rules.law.penalty import NotAPenalty, penalty
from amends.core.rules.law.rule import Certainty, Rule, Unit, said
from amends.lib.data_files import DataFault

LANGUAGES = ("en", "ru", "fa", "zh")
PACK = """\
jurisdiction: RU
zone: Europe/Moscow
laws:
  zpp: {en: 'Law, art. {}'}
words:
  goods: {en: Goods}
rules:
  - id: A
    title: {en: Pay}
    scope: goods
    trigger: claim_presented
    length: 10
    unit: CD
    from: 2020-01-01
    law: zpp
    article: "22"
"""
SECOND = """\
  - id: A
    version: 2
    title: {en: Pay}
    trigger: claim_presented
    length: 12
    unit: CD
    from: 2026-02-01
    law: zpp
"""


def _read(tmp_path: Path, text: str) -> RuleBook:
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return reading.book_of([file])


def test_everything_that_ships_speaks_all_languages() -> None:
    for rule in reading.shipped():
        for words in filter(None, (rule.title, rule.scope, rule.article, rule.note, rule.consequence_words)):
            assert set(words) == set(LANGUAGES), rule.place
        assert rule.title and rule.article, rule.place
        assert all("{}" not in text for text in rule.article.values()), rule.place


def test_nothing_that_ships_pretends_to_be_reviewed() -> None:
    assert {rule.reviewed_by for rule in reading.shipped()} == {None}


def test_all_jurisdictions_are_there() -> None:
    assert {rule.jurisdiction for rule in reading.shipped()} == {
        "RU", "CN", "IR", "EU", "UK", "US", "IE", "AU", "IN", "BR", "*",
    }  # fmt: skip


def test_a_pack_becomes_rules(tmp_path: Path) -> None:
    (rule,) = _read(tmp_path, PACK)
    assert (rule.id, rule.length, rule.unit, rule.in_force_from) == ("A", 10, Unit.DAYS, date(2020, 1, 1))
    assert (rule.article, rule.scope, rule.certainty) == ({"en": "Law, art. 22"}, {"en": "Goods"}, Certainty.LOW)
    assert rule.place == "own.yaml:8"
    assert said(rule.title, "fa") == "Pay"


def test_a_pack_may_be_json(tmp_path: Path) -> None:
    rule = {"id": "A", "title": "Pay", "trigger": "event", "length": 10, "unit": "CD", "law": "own"}
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"jurisdiction": "*", "laws": {"own": "Own"}, "rules": [rule]}, indent=2))
    (read,) = reading.read_pack(file)
    assert (said(read.title, "fa"), said(read.article, "zh"), read.length) == ("Pay", "Own", 10)


FAULTS = {
    "unknown key": ("    length: 10", "    lenght: 10", "own.yaml:12: “lenght” is not known"),
    "unknown unit": ("unit: CD", "unit: days", "own.yaml:13: “days” is no unit"),
    "unknown trigger": ("trigger: claim_presented", "trigger: rain", "own.yaml:11: “rain” is no trigger"),
    "unknown law": ("law: zpp", "law: xyz", "own.yaml:15: “xyz” is not under “laws”"),
    "impossible day": ("from: 2020-01-01", "from: 2020-02-30", "own.yaml:14: “from” must be a day that exists"),
    "end before begin": (
        "    law: zpp",
        "    to: 2019-01-01\n    law: zpp",
        "own.yaml:15: the rule ends on 2019-01-01",
    ),
    "a length that is none": ("length: 10", "length: ten", "own.yaml:12: “length” must be a whole number"),
    "a unit without length": ("    length: 10\n", "", "own.yaml:12: a rule in CD needs a “length”"),
    "a length without unit": ("unit: CD", "unit: none", "own.yaml:12: a rule in none has no “length”"),
    "a shorter extension": ("length: 10", "length: 10\n    extended: 5", "own.yaml:13: “extended” is the whole length"),
    "a penalty from nothing": ("unit: CD", "unit: PCT_DAY", "own.yaml:13: a rule in PCT_DAY needs “money”"),
    "a flag that is none": ("unit: CD", "unit: CD\n    repeats: sometimes", "own.yaml:14: “repeats” must be true"),
    "an unknown fact": ("unit: CD", "unit: CD\n    binds: [{weather: [rain]}]", "own.yaml:14: “weather” is not known"),
    "an unknown mark": ("unit: CD", "unit: CD\n    binds: [{marks: [wet]}]", "own.yaml:14: “wet” is not known"),
    "an unknown channel": (
        "unit: CD",
        "unit: CD\n    binds: [{channel: [pigeon]}]",
        "own.yaml:14: “pigeon” is not known",
    ),
    "a claim to both": (
        "unit: CD",
        "unit: CD\n    binds: [{presented_to: [both]}]",
        "own.yaml:14: “both” is not known",
    ),
    "an unknown exception": ("unit: CD", "unit: CD\n    unless: [{kind: [moan]}]", "own.yaml:14: “moan” is not known"),
    "an unknown pause": ("unit: CD", "unit: CD\n    pauses: [tea]", "own.yaml:14: “tea” is not known"),
    "an unknown consequence": ("unit: CD", "unit: CD\n    consequence: B", "own.yaml:8: A names the rule B"),
    "an unknown zone": ("Europe/Moscow", "Europe/Atlantis", "own.yaml:2: there is no time zone"),
    "broken YAML": ("id: A", "id: [A", "own.yaml:9"),
    "a title missing": ("    title: {en: Pay}\n", "", "own.yaml:8: “title” must be a text"),
    "no rules": (PACK[PACK.index("rules:") :], "rules: []\n", "own.yaml:1: a pack must have “rules”"),
}


@pytest.mark.parametrize(("was", "becomes", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_file_and_line(tmp_path: Path, was: str, becomes: str, words: str) -> None:
    assert was in PACK
    with pytest.raises(DataFault) as refused:
        _read(tmp_path, PACK.replace(was, becomes, 1))
    assert words in str(refused.value)


VERSIONS = {
    "the same twice": (PACK + PACK[PACK.index("  - id") :], "version 1 is there twice; first at own.yaml:8"),
    "overlap": (PACK + SECOND, "own.yaml:17: A version 2 begins on 2026-02-01, while version 1 (own.yaml:8)"),
    "gap": (
        PACK.replace("    law:", "    to: 2026-01-30\n    law:") + SECOND,
        "own.yaml:18: A version 2 begins on 2026-02-01, but version 1 (own.yaml:8) ends on 2026-01-30: there is a gap",
    ),
    "numbers the wrong way round": (
        PACK.replace("    law:", "    version: 3\n    to: 2026-01-31\n    law:") + SECOND,
        "own.yaml:19: A version 2 begins after version 3",
    ),
}


@pytest.mark.parametrize(("text", "words"), VERSIONS.values(), ids=VERSIONS.keys())
def test_versions_of_a_rule_follow_one_another(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataFault) as refused:
        _read(tmp_path, text)
    assert words in str(refused.value)


def test_the_book_knows_the_version_of_a_day(tmp_path: Path) -> None:
    book = _read(tmp_path, PACK.replace("    law:", "    to: 2026-01-31\n    law:") + SECOND)
    assert book.rule("A", date(2026, 1, 31)).length == 10
    assert book.rule("A", date(2026, 2, 1)).length == 12
    assert book.version("A", 1).length == 10
    with pytest.raises(NotInForce, match="not in force on 2019-12-31; it is in force 2020-01-01"):
        book.rule("A", date(2019, 12, 31))
    with pytest.raises(UnknownRule, match="There is no rule B"):
        book.rule("B", date(2026, 2, 1))
    with pytest.raises(UnknownRule):
        book.version("A", 7)


def test_an_office_replaces_a_rule_from_its_own_first_day() -> None:
    own = replace(
        reading.shipped().rule("POL-ANSWER", date(2026, 1, 1)), version=2, length=7, in_force_from=date(2026, 7, 1)
    )
    book = reading.shipped().amended([own])
    assert book.rule("POL-ANSWER", date(2026, 6, 30)).length == 10
    assert book.rule("POL-ANSWER", date(2026, 7, 1)).length == 7
    assert reading.shipped().rule("POL-ANSWER", date(2026, 7, 1)).length == 10, "the book that ships is untouched"


def test_no_rule_holds_outside_its_dates() -> None:
    book = reading.shipped()
    assert book.in_force("CN-SAMR20-7", date(2026, 4, 14)) and not book.in_force("CN-SAMR20-7", date(2026, 4, 15))
    assert book.in_force("CN-SAMR121", date(2026, 4, 15)) and not book.in_force("CN-SAMR121", date(2026, 4, 14))
    assert book.rule("CN-FSL-148", date(2024, 8, 22)).version == 2


PENALTIES = {
    "ten days at one per cent": ("RU-ZPP-23", "2026-03-16", "2026-03-26", "1200", "120.00"),
    "not late": ("RU-ZPP-23", "2026-03-16", "2026-03-16", "1200", "0.00"),
    "150 days before the cap": ("RU-ZPP-23", "2025-06-01", "2025-10-29", "1200", "1800.00"),
    "150 days under the cap": ("RU-ZPP-23", "2026-03-16", "2026-08-13", "1200", "1200.00"),
    "the cap begins on the way": ("RU-ZPP-23", "2025-12-01", "2026-06-01", "1200", "1200.00"),
    "what had grown before the cap stays": ("RU-ZPP-23", "2025-10-01", "2026-03-01", "1200", "1464.00"),
    "half a per cent of a prepayment": ("RU-ZPP-23.1", "2026-03-16", "2026-03-26", "1000", "50.00"),
    "a prepayment has always been capped": ("RU-ZPP-23.1", "2024-01-01", "2025-01-01", "1000", "1000.00"),
    "three per cent of a service": ("RU-ZPP-28.5", "2026-03-16", "2026-03-17", "99.99", "3.00"),
    "half a kopeck is rounded up, once": ("RU-ZPP-23", "2026-03-16", "2026-03-17", "0.50", "0.01"),
}


@pytest.mark.parametrize(("rule", "missed", "until", "price", "amount"), PENALTIES.values(), ids=PENALTIES.keys())
def test_a_penalty_is_reckoned_day_by_day(rule: str, missed: str, until: str, price: str, amount: str) -> None:
    found = penalty(reading.shipped(), rule, date.fromisoformat(missed), date.fromisoformat(until), Decimal(price))
    assert f"{found.amount}" == amount


@pytest.mark.parametrize("until", [date(2026, 3, 16), date(2026, 3, 26)])
def test_what_is_no_penalty_is_refused(until: date) -> None:
    with pytest.raises(NotAPenalty):
        penalty(reading.shipped(), "RU-ZPP-22", date(2026, 3, 16), until, Decimal(1))


def _is_complete(rule: Rule) -> bool:
    return bool(rule.length is not None or rule.unit in {Unit.NONE, Unit.AT_ONCE} or rule.term != "fixed")


def test_every_clock_has_its_length() -> None:
    assert [rule.id for rule in reading.shipped() if not _is_complete(rule)] == []
