"""Rules on the screen: seen, changed from a day on, looked at before they are kept, followed, reviewed."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.core import catalogue, make, reckoner
from amends.core.models import Complaint, Deadline, Event, Following, Rule
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules.law import reading
from amends.office.models import Change, Person
from amends.web.office.tests.pages import HOSTILE, OWN, form_of, in_language, text_of

ANSWER = "/office/rules/of/POL-ANSWER/"


def test_the_list_knows_what_is_in_force_who_reviewed_it_and_what_is_the_offices_own(
    as_ada: Client, ada: Person
) -> None:
    words = text_of(as_ada.get("/office/rules/"))
    for part in ("Russian Federation", "RU-ZPP-22", "10 days", "not reviewed", "from 7 February 1992", "certain"):
        assert part in words or part == "Russian Federation"
    assert "RU-ZPP-22" not in text_of(as_ada.get("/office/rules/", {"q": "POL-"}))
    assert "has no rules of its own yet" in text_of(as_ada.get("/office/rules/", {"show": "own"}))
    assert "No rule fits" in text_of(as_ada.get("/office/rules/", {"q": "zzz"}))
    catalogue.keep_rules(OWN.replace("2026-01-01", "2036-01-01"), name="own", by=ada, at=make.MONDAY)
    assert "OWN-CALL" in text_of(as_ada.get("/office/rules/", {"show": "own"}))
    assert "OWN-CALL" in text_of(as_ada.get("/office/rules/", {"show": "later"}))
    assert "OWN-CALL" not in text_of(as_ada.get("/office/rules/"))


def test_the_list_costs_the_same_queries_however_many_rules(as_ada: Client, ada: Person) -> None:
    def cost() -> int:
        as_ada.get("/office/rules/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            as_ada.get("/office/rules/")
        return len(asked)

    before = cost()
    catalogue.keep_rules(OWN, name="own", by=ada, at=make.MONDAY)
    assert cost() == before


def test_a_rule_is_changed_from_a_day_on_and_looked_at_first(as_vera: Client) -> None:
    case = make.complaint()
    given = form_of(as_vera.get(f"{ANSWER}change/")) | {"length": "7", "from_day": "2026-01-01", "go": "look"}
    page = as_vera.post(f"{ANSWER}change/", given)
    words = text_of(page)
    assert page.status_code == 200 and "Nothing is kept yet" in words
    assert "10 days" in words and "7 days" in words
    assert case.number in words and page.context["found"].deadlines == 1
    assert not Rule.objects.exists()
    assert as_vera.post(f"{ANSWER}change/", given | {"go": "change"}).context["form"]["length"].value() == "7"
    assert as_vera.post(f"{ANSWER}change/", given | {"go": "keep"})["Location"] == ANSWER
    kept = Rule.objects.get()
    assert (kept.rule, kept.version, kept.valid_from, kept.added_by.name) == ("POL-ANSWER", 2, date(2026, 1, 1), "Vera")
    assert Change.objects.filter(what="keep_rule", by=kept.added_by).exists()
    assert not Following.objects.exists()
    shown = text_of(as_vera.get(ANSWER))
    assert "version 2" in shown and "Vera" in shown and "ships with Amends" in shown
    assert "10 days" in text_of(as_vera.get(ANSWER, {"version": "1"}))


def test_open_cases_follow_when_they_are_let_by_the_worker_with_an_event(as_vera: Client, vera: Person) -> None:
    case = make.complaint()
    before = Deadline.objects.get(complaint=case, rule="POL-ANSWER").due_at
    given = form_of(as_vera.get(f"{ANSWER}change/")) | {"length": "7", "from_day": "2026-01-01"}
    as_vera.post(f"{ANSWER}change/", given | {"go": "follow"})
    assert "following just now" in text_of(as_vera.get("/office/rules/"))
    assert Deadline.objects.get(complaint=case, rule="POL-ANSWER").due_at == before
    while reckoner.follow(make.MONDAY):
        pass
    assert Deadline.objects.get(complaint=case, rule="POL-ANSWER").due_at < before
    event = Event.objects.get(complaint=case, kind="clocks_moved")
    assert event.on_behalf_of == f"person:{vera.pk}"
    asked = Following.objects.get()
    assert (asked.moved, asked.done_at) == (1, make.MONDAY)
    assert reckoner.follow(make.MONDAY) == 0


def test_what_was_kept_for_new_cases_can_be_followed_later(as_vera: Client, vera: Person) -> None:
    make.complaint()
    assert "No deadline of an open case would move" in text_of(as_vera.get("/office/rules/follow/"))
    catalogue.keep_rules(OWN.replace("OWN-CALL", "POL-ANSWER").replace("rules:", "rules:").replace(
        "    title", "    version: 2\n    title"), name="own", by=vera, at=make.MONDAY)  # fmt: skip
    page = as_vera.get("/office/rules/follow/")
    assert page.context["found"].deadlines == 1
    assert as_vera.post("/office/rules/follow/").status_code == 302
    assert Following.objects.get().asked_by == vera


def test_who_sees_no_cases_gets_their_count_alone(as_ada: Client) -> None:
    case = make.complaint()
    given = form_of(as_ada.get(f"{ANSWER}change/")) | {"length": "7", "from_day": "2026-01-01", "go": "look"}
    words = text_of(as_ada.post(f"{ANSWER}change/", given))
    assert case.number not in words and "you may not see: 1" in words


def test_the_settings_say_which_of_their_numbers_a_rule_of_the_office_stands_above(
    as_vera: Client, vera: Person
) -> None:
    def versions(page: Any) -> list[str]:
        return re.findall(r'href="(/office/rules/of/[^"]+)"', page.content.decode())

    assert versions(as_vera.get("/office/settings/")) == []
    own = OWN.replace("OWN-CALL", "POL-ANSWER").replace("    title", "    version: 2\n    title")
    catalogue.keep_rules(own, name="own", by=vera, at=make.MONDAY)
    catalogue.keep_rules(own.replace("n: 2", "n: 3").replace("2026", "2036"), name="own", by=vera, at=make.MONDAY)
    catalogue.keep_rules(OWN, name="own", by=vera, at=make.MONDAY)
    page = as_vera.get("/office/settings/")
    assert versions(page) == [f"{ANSWER}?version=2", f"{ANSWER}?version=3"]
    assert "a rule of the office holds: 2 days, from 1 January 2026 to 31 December 2035." in text_of(page)
    assert "2 days" in text_of(as_vera.post("/office/settings/", {"answer_days": "x"}))


def test_a_version_that_would_overtake_a_later_one_says_so(as_vera: Client, vera: Person) -> None:
    later = (
        OWN.replace("OWN-CALL", "POL-ANSWER")
        .replace("    title", "    version: 2\n    title")
        .replace("2026-01", "2027-05")
    )
    catalogue.keep_rules(later, name="own", by=vera, at=make.MONDAY)
    given = form_of(as_vera.get(f"{ANSWER}change/")) | {"length": "7", "from_day": "2027-01-01"}
    page = as_vera.post(f"{ANSWER}change/", given | {"go": "look"})
    words = text_of(page)
    assert "Versions it overtakes" in words and "from 1 May 2027" in words
    as_vera.post(f"{ANSWER}change/", given | {"go": "keep"})
    assert "overtaken by a later version" in text_of(as_vera.get(ANSWER))
    assert "Call back" in text_of(as_vera.get(ANSWER, {"version": "2"}))


def test_a_newer_text_that_ships_below_an_own_version_is_said(
    as_vera: Client, vera: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = OWN.replace("OWN-CALL", "POL-ANSWER").replace("    title", "    version: 2\n    title")
    catalogue.keep_rules(own, name="own", by=vera, at=make.MONDAY)
    assert "newer text" not in text_of(as_vera.get(ANSWER)) + text_of(as_vera.get("/office/rules/"))
    book = reading.shipped()
    first = book.version("POL-ANSWER", 1)
    upgraded = book.amended([replace(first, version=3, length=9, in_force_from=date(2026, 6, 1))])
    monkeypatch.setattr(reading, "shipped", lambda: upgraded)
    forget_office_facts()
    words = text_of(as_vera.get(ANSWER))
    assert "A newer text of this rule ships" in words and "version 3" in words and "2 days" in words
    assert "9 days" in text_of(as_vera.get(ANSWER, {"version": "3"}))
    assert "a newer text ships" in text_of(as_vera.get("/office/rules/"))
    assert ANSWER in [finding.url for finding in as_vera.get("/office/doctor/").context["findings"]]


FAULTS = {
    "no length": ({"length": ""}, "length", "needs a “length”"),
    "a word for a length": ({"length": "soon"}, "length", "Write the length as a number"),
    "half a day": ({"length": "1.5"}, "length", "whole numbers"),
    "a shorter extension": ({"extended": "3"}, "extended", "cannot be the shorter one"),
    "no such day": ({"from_day": "2026-02-30"}, "from_day", "is no day that exists"),
    "an end before the begin": ({"to_day": "2020-01-01"}, "to_day", "before it begins"),
    "no title": ({"name_en": "", "name_ru": "", "name_fa": "", "name_zh": ""}, "name_en", "at least one language"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_a_rule_is_said_at_its_field_and_nothing_is_lost(name: str, as_ada: Client) -> None:
    changed, field, words = FAULTS[name]
    given = form_of(as_ada.get(f"{ANSWER}change/")) | {"from_day": "2026-01-01", "go": "look"} | changed
    page = as_ada.post(f"{ANSWER}change/", given)
    assert page.status_code == 400
    assert words in " ".join(page.context["form"].errors[field])
    assert page.context["form"]["article_en"].value() == given["article_en"]
    assert not Rule.objects.exists()


def test_a_persian_reader_types_the_day_in_the_persian_calendar(as_ada: Client) -> None:
    reader = in_language(as_ada, "fa")
    first = form_of(reader.get(f"{ANSWER}change/"))
    assert first["from_day"].startswith("۱۴")
    reader.post(f"{ANSWER}change/", first | {"length": "۷", "from_day": "۱۴۰۴/۱۲/۱۴", "go": "keep"})
    assert Rule.objects.get().valid_from == date(2026, 3, 5)


def test_a_review_stands_with_every_date_and_moves_none(as_vera: Client) -> None:
    case = make.complaint()
    due = Deadline.objects.get(complaint=case, rule="POL-ANSWER").due_at
    given = {"reviewed_by": "Lidia Orlova", "reviewed_on": "2026-01-15"}
    assert as_vera.post(f"{ANSWER}?version=1", given).status_code == 302
    assert "Reviewed by Lidia Orlova on 15 January 2026." in text_of(as_vera.get(ANSWER))
    assert "Reviewed by Lidia Orlova" in text_of(as_vera.get(f"/desk/complaints/{case.number}/"))
    explorer = as_vera.get("/desk/deadlines/explorer/", {"rule": "POL-ANSWER", "moment": "2026-03-05"})
    assert "Reviewed by Lidia Orlova" in text_of(explorer)
    assert Deadline.objects.get(complaint=case, rule="POL-ANSWER").due_at == due
    assert Change.objects.get(what="review_rule").after == {"reviewed_by": "Lidia Orlova", "reviewed_on": "2026-01-15"}
    assert as_vera.post(f"{ANSWER}?version=1", given | {"reviewed_on": "2099-01-01"}).status_code == 400
    assert as_vera.post(f"{ANSWER}?version=1", given | {"reviewed_on": ""}).status_code == 400
    as_vera.post(f"{ANSWER}?version=1", {"reviewed_by": "", "reviewed_on": ""})
    assert "No lawyer of the office has reviewed this rule." in text_of(as_vera.get(ANSWER))


def test_a_preview_is_paged_and_says_what_it_did_not_look_at(as_vera: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        make.complaint()
    monkeypatch.setattr("amends.web.office.law.steps.ROWS_A_PAGE", 3)
    given = form_of(as_vera.get(f"{ANSWER}change/")) | {"length": "7", "from_day": "2026-01-01", "go": "look"}
    second = as_vera.post(f"{ANSWER}change/", given | {"page": "2"})
    assert len(second.context["found"].rows) == 1 and second.context["found"].pages == 2
    monkeypatch.setattr("amends.core.queries.moving.foresee.__kwdefaults__", {"most_cases": 2, "most_moved": 9})
    words = text_of(as_vera.post(f"{ANSWER}change/", given))
    assert "Only the newest open cases were looked at (2)" in words and "at least" in words
    assert Complaint.objects.count() == 4


@pytest.mark.slow
def test_hostile_strings_are_kept_or_refused_in_words(as_vera: Client) -> None:
    as_vera.raise_request_exception = False
    make.complaint()
    rule, new = form_of(as_vera.get(f"{ANSWER}change/")), form_of(as_vera.get("/office/rules/add/"))
    for text in HOSTILE:
        mixed = {"from_day": "2026-01-01", "name_en": text, "article_en": text, "reviewed_by": text}
        for where, given in (
            (f"{ANSWER}change/", dict.fromkeys(rule, text)),
            (f"{ANSWER}change/", rule | mixed),
            ("/office/rules/add/", dict.fromkeys(new, text)),
            ("/office/rules/file/", {"text": text, "name": text}),
            (ANSWER, {"reviewed_by": text, "reviewed_on": text}),
        ):
            assert as_vera.post(where, given).status_code < 500, (where, text[:60])
        asked = {"q": text, "show": text, "version": text, "page": text}
        for where in ("/office/rules/", ANSWER, "/office/rules/follow/"):
            assert as_vera.get(where, asked).status_code < 500, (where, text[:60])
