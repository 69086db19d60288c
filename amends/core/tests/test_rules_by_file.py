"""Rules and calendars as files that read back the same, kept by command or not at all; and the worker that lets cases follow."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from amends.__main__ import main
from amends.core import actions, catalogue, make, reckoner
from amends.core.models import Calendar, Complaint, Deadline, Following, Rule, RuleReview
from amends.core.queries import calendars as ready
from amends.core.queries.books import read_library
from amends.core.queries.office_book import office_book
from amends.core.queries.office_facts import forget_office_facts
from amends.core.queries.own_rules import fresh
from amends.core.recompute import Tally, differences
from amends.core.rules import calendar_data, calendar_file
from amends.core.rules.law import reading, writing
from amends.core.rules.law.book import RuleBook
from amends.core.tests.test_clocks_moved import OWN_RULE
from amends.lib.data_files import DataFault
from amends.office.models import Office, Person
from amends.office.refused import NotAllowed, OfficeRefused

AT = make.MONDAY
SOONER = """
jurisdiction: "*"
laws: {house: {en: House rules}}
rules:
  - {id: POL-ANSWER, version: 2, title: {en: Answer}, trigger: complaint_received, obligation: answer, length: 7, unit: CD,
     from: 2026-01-01, law: house, certainty: policy, binds: always}
"""


@pytest.mark.parametrize("name", sorted({rule.jurisdiction for rule in reading.shipped()}))
def test_every_rule_that_ships_reads_back_the_same(name: str) -> None:
    rules = tuple(rule for rule in reading.shipped() if rule.jurisdiction == name)
    assert reading.read_pack_in(writing.text_of(writing.pack_of(rules)), name) == rules


@pytest.mark.parametrize("code", ready.PLACES)
def test_every_ready_calendar_reads_back_the_same(code: str) -> None:
    calendar = ready.ready(code, 2025, 2027)
    written = calendar_file.read(calendar_file.text_of(calendar, date(2026, 1, 1)), code)
    assert (written.code, written.valid_from) == (code, date(2026, 1, 1))
    assert written.definition == calendar_data.to_plain(calendar)


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("09:00-13:00, 14:00-18:00", ((540, 780), (840, 1080))),
        ("22:00–06:00", ((1320, 1800),)),
        ("0:00-24:00", ((0, 1440),)),
        ("۰۹:۰۰-۱۳:۰۰، ۱۴:۰۰-۱۸:۰۰", ((540, 780), (840, 1080))),
        ("-", ()),
        ("", ()),
        ("9-17", None),
        ("09:60-10:00", None),
        ("25:00-26:00", None),
        ("09:00-09:00", None),
    ],
)
def test_hours_are_read_as_they_are_typed(typed: str, spans: Any) -> None:
    assert calendar_file.hours_typed(typed) == spans
    if spans:
        assert calendar_file.hours_typed(calendar_file.hours_in_words(spans)) == spans


HOSTILE = {
    "deep": "[" * 3000,
    "a number without end": "rules: [{length: " + "9" * 5000 + "}]",
    "a bomb of aliases": "a: &a [x,x]\nb: &b [*a,*a]\nrules: *b",
    "half a pair": 'rules: [{id: "\\ud800"}]',
    "a control sign": "rules: \x01",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_fault_with_its_place(name: str) -> None:
    with pytest.raises(DataFault, match=r"^own:\d+: "):
        reading.read_pack_in(HOSTILE[name], "own")


@pytest.mark.django_db
def test_what_is_kept_word_for_word_is_passed_over_and_other_words_are_refused(vera: Person) -> None:
    catalogue.keep_rules(OWN_RULE, name="own", by=vera, at=AT)
    with pytest.raises(DataFault, match="kept already"):
        fresh(OWN_RULE, "own")
    with pytest.raises(OfficeRefused, match="own:6: version 2 of RU-ZPP-22 is there already"):
        catalogue.keep_rules(OWN_RULE.replace("length: 5", "length: 6"), name="own", by=vera, at=AT)
    with pytest.raises(OfficeRefused, match="no calendar of “FR” is known"):
        catalogue.keep_rules(OWN_RULE.replace("jurisdiction: RU", "jurisdiction: FR"), name="own", by=vera, at=AT)
    assert Rule.objects.count() == 1


@pytest.mark.django_db
def test_a_review_belongs_to_one_version_and_the_newest_counts(vera: Person, boris: Person) -> None:
    given: dict[str, Any] = {"reviewed_by": " Lidia  Orlova ", "reviewed_on": date(2026, 1, 15), "by": vera, "at": AT}
    catalogue.review_rule("RU-ZPP-22", 1, **given)
    rule = read_library().rule("RU-ZPP-22", 1)
    assert (rule.reviewed_by, rule.reviewed_on) == ("Lidia Orlova", date(2026, 1, 15))
    catalogue.keep_rules(OWN_RULE, name="own", by=vera, at=AT)
    assert read_library().rule("RU-ZPP-22", 2).reviewed_by is None
    catalogue.review_rule("RU-ZPP-22", 1, **given | {"reviewed_by": ""})
    assert read_library().rule("RU-ZPP-22", 1).reviewed_by is None
    for change, refused in (
        ({"by": boris}, NotAllowed),
        ({"reviewed_on": None}, OfficeRefused),
        ({"reviewed_on": date(2026, 12, 1)}, OfficeRefused),
        ({"reviewed_by": "x" * 201}, OfficeRefused),
    ):
        with pytest.raises(refused):
            catalogue.review_rule("RU-ZPP-22", 1, **given | change)
    with pytest.raises(OfficeRefused, match="no rule"):
        catalogue.review_rule("RU-ZPP-22", 9, **given)
    assert RuleReview.objects.count() == 2


@pytest.mark.django_db
def test_a_review_moves_nothing_and_the_log_still_tells_the_same(office: Office, vera: Person) -> None:
    make.complaint()
    catalogue.review_rule("POL-ANSWER", 1, reviewed_by="L. O.", reviewed_on=date(2026, 1, 1), by=vera, at=AT)
    make.complaint()
    assert not list(differences(Tally(), at=AT))


@pytest.mark.django_db
def test_the_offices_number_gives_way_to_its_own_rule_from_its_day_on(office: Office, vera: Person) -> None:
    catalogue.keep_rules(SOONER, name="own", by=vera, at=AT)
    book = office_book(AT)
    assert [rule.length for rule in book.versions("POL-ANSWER")] == [10, 7]
    assert book.rule("POL-ANSWER", date(2025, 12, 31)).length == 10


def test_the_higher_number_has_the_later_word_whatever_the_order() -> None:
    (seven,) = reading.read_pack_in(SOONER, "own")
    later, sooner = replace(seven, in_force_from=date(2027, 5, 1)), replace(seven, version=3, length=5)
    for order in ([later, sooner], [sooner, later]):
        book = reading.shipped().amended(order)
        assert [rule.version for rule in book.versions("POL-ANSWER")] == [1, 3]
        assert book.rule("POL-ANSWER", date(2028, 1, 1)).length == 5
    grown = replace(sooner, in_force_from=date(2028, 1, 1))
    assert [rule.version for rule in reading.shipped().amended([grown, seven]).versions("POL-ANSWER")] == [1, 2, 3]


def test_a_number_that_an_upgrade_ships_too_leaves_the_offices_own_in_force() -> None:
    (own,) = reading.read_pack_in(SOONER, "own")
    first = reading.shipped().version("POL-ANSWER", 1)
    shipped = replace(first, version=2, length=9, in_force_from=date(2025, 6, 1))
    upgraded = RuleBook(
        [*(rule for rule in reading.shipped() if rule != first), replace(first, in_force_to=date(2025, 5, 31)), shipped]
    )
    book = upgraded.amended([own], take_numbers=True)
    assert book.rule("POL-ANSWER", date(2026, 3, 1)).length == 7
    assert book.version("POL-ANSWER", 2).length == 7


@pytest.mark.django_db
def test_the_worker_moves_what_was_let_in_portions_and_a_bad_case_stops_no_other(
    office: Office, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [make.complaint() for _ in range(5)]
    catalogue.keep_rules(SOONER, name="own", by=vera, at=AT, then_follow=True)
    monkeypatch.setattr(reckoner, "PORTION", 2)
    spoiled = actions.reckon

    def reckon(case: Complaint, **given: Any) -> Any:
        if case.pk == cases[1].pk:
            raise ValueError("spoiled")
        return spoiled(case, **given)

    monkeypatch.setattr(actions, "reckon", reckon)
    assert [reckoner.follow(AT) for _ in range(5)] == [2, 2, 1, 0, 0]
    asked = Following.objects.get()
    assert (asked.moved, asked.done_at, asked.last) == (4, AT, cases[-1].pk)
    answers = Deadline.objects.filter(rule="POL-ANSWER").order_by("complaint_id")
    assert [row.rule_version for row in answers] == [2, 1, 2, 2, 2]
    monkeypatch.setattr(actions, "reckon", spoiled)
    catalogue.let_follow(by=vera, at=AT)
    while reckoner.follow(AT):
        pass
    assert Following.objects.order_by("pk").last().moved == 1  # type: ignore[union-attr]
    assert not list(differences(Tally(), at=AT))


@pytest.mark.django_db
def test_only_those_who_set_up_the_office_let_cases_follow(boris: Person) -> None:
    with pytest.raises(NotAllowed):
        catalogue.let_follow(by=boris, at=AT)


@pytest.mark.django_db
def test_a_file_is_checked_and_kept_by_command(office: Office, tmp_path: Path, capsys: Any) -> None:
    make.person("Vera", "head", email="vera@x.example")
    make.person("Olga", "operator", email="olga@x.example")
    case = make.complaint()
    forget_office_facts()
    file = tmp_path / "own.yaml"
    file.write_text(SOONER, "utf-8")
    assert main(["rules", "check", str(file)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith(f"{case.number}\tPOL-ANSWER\t") and "Term: 10 days -> 7 days" in told.err
    assert not Rule.objects.exists()
    assert main(["rules", "keep", str(file), "--by", "olga@x.example"]) == 1
    assert main(["rules", "keep", str(file), "--by", "nobody@x.example"]) == 1
    assert main(["rules", "keep", str(file), "--by", "vera@x.example", "--follow"]) == 0
    assert Rule.objects.get().rule == "POL-ANSWER" and Following.objects.count() == 1
    capsys.readouterr()
    assert main(["rules", "show"]) == 0
    assert reading.read_pack_in(capsys.readouterr().out, "x") == reading.read_pack_in(SOONER, "x")
    file.write_text(SOONER.replace("unit: CD", "unit: DAYS").replace("version: 2", "version: 3"), "utf-8")
    for word in (["check"], ["keep", "--by", "vera@x.example"]):
        assert main(["rules", word[0], str(file), *word[1:]]) == 1
        assert "own.yaml:5: “DAYS” is no unit" in capsys.readouterr().err
    assert main(["rules", "check", str(tmp_path / "none.yaml")]) == 1


@pytest.mark.django_db
def test_a_calendar_is_checked_and_kept_by_command(office: Office, tmp_path: Path, capsys: Any) -> None:
    make.person("Vera", "head", email="vera@x.example")
    case = make.complaint()
    forget_office_facts()
    file = tmp_path / "office.yaml"
    text = """calendar: office
from: 2026-01-01
zone: Europe/Moscow
weekend: [sat, sun]
hours: {mon: "09:00-18:00", tue: "09:00-18:00"}
"""
    file.write_text(text, "utf-8")
    assert main(["calendar", "check", str(file)]) == 0
    assert case.number in capsys.readouterr().out and not Calendar.objects.exists()
    assert main(["calendar", "keep", str(file), "--by", "vera@x.example"]) == 0
    assert Calendar.objects.get().definition["hours"]["0"] == [[540, 1080]]
    capsys.readouterr()
    assert main(["calendar", "show", "office", "--file"]) == 0
    assert calendar_file.read(capsys.readouterr().out, "x") == calendar_file.read(text, "y")
    file.write_text(text.replace("09:00-18:00", "nine"), "utf-8")
    assert main(["calendar", "check", str(file)]) == 1
    assert "office.yaml:5: “nine” is no hours" in capsys.readouterr().err
    file.write_text(text.replace("calendar: office", "calendar: team/none"), "utf-8")
    assert main(["calendar", "keep", str(file), "--by", "vera@x.example"]) == 1
