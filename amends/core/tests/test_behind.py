"""The office's own rules whose shipped text has become newer: noticed by what they were made from, said by `amends doctor`."""

from dataclasses import replace
from datetime import date

import pytest

from amends.__main__ import main
from amends.core import catalogue, make
from amends.core.models import Rule
from amends.core.queries.own_rules import behind
from amends.core.rules.law import reading
from amends.core.rules.law.imprint import imprint
from amends.core.rules.law.rule import Certainty, Unit
from amends.core.rules.law.rule import Rule as LawRule
from amends.office.models import Person

OWN = """
jurisdiction: "*"
laws: {house: {en: House rules}}
rules:
  - {id: %s, version: %s, title: {en: Answer}, trigger: complaint_received, obligation: answer, length: 7, unit: CD,
     from: 2026-06-01, law: house, certainty: policy, binds: always}
"""
ANSWER = reading.shipped().version("POL-ANSWER", 1)


@pytest.fixture
def ada(db: None) -> Person:
    make.office()
    return make.person("Ada", "admin")


def ships(monkeypatch: pytest.MonkeyPatch, *rules: LawRule) -> None:
    """From now on the packs have these rules too, as after an upgrade."""
    book = reading.shipped().amended(rules, take_numbers=True)
    monkeypatch.setattr(reading, "shipped", lambda: book)


NEWER = {
    "a later version": (replace(ANSWER, version=3, length=9, in_force_from=date(2027, 1, 1)), True),
    "a later version that began before the office's own": (
        replace(ANSWER, version=3, length=9, in_force_from=date(2026, 3, 1)),
        True,
    ),
    "the same version corrected": (replace(ANSWER, length=9), True),
    "a corrected condition": (replace(ANSWER, binds=({"kind": frozenset({"question"})},)), True),
    "another article": (replace(ANSWER, article={"en": "ISO 10002:2018, 9.9"}), True),
    "another translation": (replace(ANSWER, title=dict(ANSWER.title) | {"zh": "回复"}), False),
    "a lawyer's review": (replace(ANSWER, reviewed_by="Lidia Orlova", reviewed_on=date(2026, 1, 1)), False),
    "another rule": (replace(reading.shipped().version("POL-ACK", 1), length=9), False),
}


@pytest.mark.parametrize("name", NEWER)
def test_a_text_that_became_newer_is_noticed(name: str, ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    rule, is_behind = NEWER[name]
    catalogue.keep_rules(OWN % ("POL-ANSWER", 2), name="own", by=ada, at=make.MONDAY)
    assert behind() == {}
    ships(monkeypatch, rule)
    assert behind() == ({"POL-ANSWER": 2} if is_behind else {})


def test_a_version_made_after_the_newer_text_has_seen_it(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.keep_rules(OWN % ("POL-ANSWER", 2), name="own", by=ada, at=make.MONDAY)
    ships(monkeypatch, replace(ANSWER, version=3, length=9, in_force_from=date(2027, 1, 1)))
    catalogue.keep_rules(OWN % ("POL-ANSWER", 4), name="own", by=ada, at=make.MONDAY)
    assert behind() == {}


def test_a_rule_of_the_offices_own_that_comes_to_ship_is_noticed(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.keep_rules(OWN % ("OWN-CALL", 1), name="own", by=ada, at=make.MONDAY)
    assert behind() == {}
    ships(monkeypatch, replace(ANSWER, id="OWN-CALL"))
    assert behind() == {"OWN-CALL": 1}


def test_of_a_rule_kept_before_this_was_noted_its_first_day_decides(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.keep_rules(OWN % ("POL-ANSWER", 2), name="own", by=ada, at=make.MONDAY)
    Rule.objects.update(made_from="")
    assert behind() == {}
    ships(monkeypatch, replace(ANSWER, version=3, length=9, in_force_from=date(2027, 1, 1)))
    assert behind() == {"POL-ANSWER": 2}


def test_the_doctor_says_where_to_look_again(
    ada: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue.keep_rules(OWN % ("POL-ANSWER", 2), name="own", by=ada, at=make.MONDAY)
    main(["doctor"])
    assert "POL-ANSWER" not in capsys.readouterr().out
    ships(monkeypatch, replace(ANSWER, length=9))
    main(["doctor"])
    assert "POL-ANSWER ships than the office made its version 2 from" in capsys.readouterr().out


def test_an_imprint_does_not_change_from_one_release_to_the_next() -> None:
    rule = LawRule("X", 1, "*", {"en": "X"}, "closed", ANSWER.obligation, Unit.DAYS, length=3, certainty=Certainty.POLICY,
                   binds=({"kind": frozenset({"b", "a"})},))  # fmt: skip
    assert imprint([rule]) == "337faf412758992fb859f3da45201622956b73dbcad14cbd59a1fd9c7c11882e"
