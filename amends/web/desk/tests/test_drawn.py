"""Rows and entries are drawn in Python: whatever stands in a field is escaped, and the markup is the one of DESIGN.md."""

import re
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from amends.web.desk import entry_html, row_html
from amends.web.desk.entries import Deed, Entry, File, Stretch
from amends.web.desk.rows import Group, Mark, Promise, Row

HOSTILE = """'"><script>alert(1)</script>&{0}{name}%s"""
TIME = mark_safe('<time datetime="2026-03-02T14:05:00+00:00" title="exactly">14:05</time>')
PLAIN = Entry(
    pk=7,
    tone="in",
    face=mark_safe("<i></i>"),
    who="Anna",
    meta="E-mail",
    time=TIME,
    text="It hissed.\nTwice.",
    quoted="",
    language="en",
    subject="",
    has_html=False,
    files=[],
    failure="",
    is_mendable=False,
    is_to_tell=False,
    is_plain=True,
)
FULL = replace(
    PLAIN,
    subject="Re: jar",
    quoted="older words",
    has_html=True,
    files=[File(3, "jar.jpg", 2048, has_preview=True), File(4, "letter.pdf", 2048, has_preview=False)],
    failure="550 no such user",
    is_mendable=True,
    is_to_tell=True,
    is_plain=False,
)
ROW = Row(
    number="PX-2026-000001",
    version=3,
    name="Anna",
    channel="E-mail",
    essence="It hissed",
    language="en",
    anger=4,
    anger_words="Anger 4 of 5",
    marks=[Mark("Danger", "health")],
    promise=Promise(
        "Answer", "today 18:00", "in 4 hours", "exactly", "2026-03-02T18:00:00+00:00", "broken", "late", 40
    ),
    worth="89 ₽",
    face="Olga",
    is_takeable=True,
)


DOORS = entry_html.Doors(csrf="token", tell="/desk/complaints/PX-2026-000001/tell/", version=3)


def drawn(*parts: Entry | list[Deed]) -> str:
    return str(entry_html.drawn([Stretch(date(2026, 3, 2), list(parts))], DOORS))


def row(one: Row) -> str:
    return str(row_html.drawn([Group("Today", [one])])[0][1][0])


def texts(of: Any) -> list[str]:
    """The fields of plain words; what is marked safe was drawn by the tags."""
    return [each.name for each in fields(of) if type(getattr(of, each.name)) is str]


def assert_harmless(page: str, clean: str) -> None:
    """No tag or attribute more than in the same page with harmless words."""
    assert "<script" not in page and "&lt;script&gt;" in page
    assert len(re.findall("<", page)) == len(re.findall("<", clean))
    assert page.count('"') == clean.count('"')


@pytest.mark.parametrize("name", texts(FULL))
def test_every_word_of_an_entry_is_escaped(name: str) -> None:
    assert_harmless(drawn(replace(FULL, **{name: HOSTILE})), drawn(FULL))


def test_names_of_files_and_the_token_are_escaped() -> None:
    assert_harmless(drawn(replace(FULL, files=[File(3, HOSTILE, 1, has_preview=True), FULL.files[1]])), drawn(FULL))
    stretches = [Stretch(date(2026, 3, 2), [FULL])]
    assert_harmless(str(entry_html.drawn(stretches, replace(DOORS, csrf=HOSTILE))), drawn(FULL))


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("name", ["words", "why"])
def test_deeds_are_escaped(name: str, count: int) -> None:
    deed = Deed(TIME, "Boris took the case", "a reason")
    assert_harmless(drawn([replace(deed, **{name: HOSTILE})] * count), drawn([deed] * count))


@pytest.mark.parametrize("name", sorted(set(texts(ROW)) - {"face"}))
def test_every_word_of_a_row_is_escaped(name: str) -> None:
    assert_harmless(row(replace(ROW, **{name: HOSTILE})), row(ROW))


@pytest.mark.parametrize("name", ["what", "due", "until", "exact", "state_words"])
def test_every_word_of_a_promise_is_escaped(name: str) -> None:
    assert ROW.promise
    assert_harmless(row(replace(ROW, promise=replace(ROW.promise, **{name: HOSTILE}))), row(ROW))


def test_marks_and_faces_are_escaped() -> None:
    assert_harmless(row(replace(ROW, marks=[Mark(HOSTILE, "health")])), row(ROW))
    assert "<script" not in row(replace(ROW, face=HOSTILE))


def test_a_plain_entry_is_the_entry_of_the_design() -> None:
    assert drawn(PLAIN) == (
        '\n<h3 class="day">Monday 2 March 2026</h3>'
        '\n<article class="entry in" id="message-7"><i></i><div class="entry-body"><p class="entry-meta"><b><bdi>Anna</bdi></b> '
        f"<span>E-mail · {TIME}</span></p>"
        '\n<div class="entry-text" lang="en" dir="auto">It hissed.\nTwice.</div></div></article>'
    )


def test_more_than_three_deeds_are_folded() -> None:
    deed = Deed(TIME, "Boris took the case", "")
    assert "<details" not in drawn([deed] * 3)
    assert "<summary>4 steps · Boris took the case</summary>" in drawn([deed] * 4)


def test_no_middle_dot_stands_beside_a_persian_digit() -> None:
    with translation.override("fa"):
        page = row(ROW) + drawn(PLAIN, [Deed(TIME, "...", "")] * 4)
    assert "·" not in page and "، " in page


def test_addresses_are_those_of_the_desk() -> None:
    page = drawn(FULL) + row(ROW)
    for address in (
        reverse("desk:html", args=[7]),
        reverse("desk:file", args=[3]),
        reverse("desk:preview", args=[3]),
        reverse("desk:mend", args=[7]),
        reverse("desk:case", args=["PX-2026-000001"]),
        reverse("desk:verb", args=["PX-2026-000001", "hand_over"]),
    ):
        assert f'"{address}"' in page
