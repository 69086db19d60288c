"""The door of search on a real database: what is found, in which order, by whom."""

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from amends.core import make
from amends.core.models import Complaint, Event, Issue, Message, Party
from amends.core.queries.office_facts import forget_office_facts
from amends.insight.search import analyse, highlight, index, postgres, search, sqlite
from amends.insight.search.tests.test_analyse import ALIKE, FOUND, MISSED
from amends.office.models import Team

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 19, 40, tzinfo=UTC)
EVERY: Callable[[], QuerySet[Complaint]] = Complaint.objects.all

INJECTIONS = [
    "' OR 1=1; --",
    '"; DROP TABLE insight_search; --',
    '" OR "a" NEAR("b" "c", 5)',
    "a AND OR NOT",
    "stream : a",
    "{stream extras} : a",
    "a* ^b -c +d",
    "a <-> b & !c | d:*",
    "':*A",
    "\\' \\\\ \\",
    "%s %(name)s {0} $1",
    "[a-z]+(?P<x>.*)\\1{99999}",
    "(((((((((",
    "\0\ud800\U0010ffff",
    "\u202e\u2066\ufeff",
    "#5",
    "*",
    '"',
    "«»“”",
    "NULL",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "好" * 5000,
    "ا ب " * 2000,
    '"' + "слово " * 3000 + '"',
    "1234567890 " * 500,
]


@pytest.fixture
def engine() -> ModuleType:
    return search.engine("default")


def complaints(*texts: str, **more: Any) -> list[int]:
    """Complaints with these statements, oldest first, in the index."""
    rows = [
        Complaint(
            receipt=uuid.uuid4().hex,
            channel="web_form",
            language="en",
            statement=text,
            received_at=AT,
            presented_at=AT,
            last_event_at=AT,
            **more,
        )
        for text in texts
    ]
    ids = [row.pk for row in Complaint.objects.bulk_create(rows)]
    index.index(ids)
    return ids


@pytest.mark.parametrize("group", ALIKE.values(), ids=ALIKE)
def test_writings_of_one_word_find_one_another(group: list[str]) -> None:
    ids = complaints(*(f"А {written}, 好。" for written in group))
    for asked in group:
        assert search.matching(EVERY(), asked).ids == ids[::-1], asked


def test_finds_and_does_not_find() -> None:
    for asked, written in FOUND.values():
        assert complaints(written)[0] in search.matching(EVERY(), asked).ids, asked
    for asked, written in MISSED.values():
        assert complaints(f"Also: {written}")[0] not in search.matching(EVERY(), asked).ids, asked


@pytest.mark.parametrize("asked", INJECTIONS)
def test_nothing_typed_fails(asked: str) -> None:
    complaints("the jar hissed", "банка", "شیر", "牛奶")
    search.matching(EVERY(), asked)
    search.count(EVERY(), asked)
    assert len(search.matching(EVERY(), "jar").ids) == 1


def test_newest_first_page_by_page_without_gap_or_double() -> None:
    ids = complaints(*["jar"] * 25)
    pages, before = [], None
    while True:
        found = search.matching(EVERY(), "jar", before=before, limit=10)
        pages.append(found.ids)
        if (before := found.before) is None:
            break
    assert [len(page) for page in pages] == [10, 10, 5]
    assert [each for page in pages for each in page] == ids[::-1]


@pytest.mark.parametrize("portion", [1, 3, 5, 24, 25, 26])
@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_however_small_the_portions_nothing_is_left_out_or_doubled(
    monkeypatch: pytest.MonkeyPatch, portion: int, at_once: int
) -> None:
    monkeypatch.setattr(postgres, "MOST_AT_ONCE", portion)
    monkeypatch.setattr(sqlite, "FIRST_LOOK", portion)
    monkeypatch.setattr(search, "AT_ONCE", at_once)
    ids = complaints(*["jar"] * 25)
    assert search.matching(EVERY(), "jar").ids == ids[::-1]
    assert search.matching(EVERY(), "jar", limit=4) == search.Found(ids[:-5:-1], ids[-4])


def test_a_page_that_ends_with_the_last_hit_says_so() -> None:
    complaints(*["jar"] * 10)
    assert search.matching(EVERY(), "jar", limit=10).before is None


def test_only_what_the_person_may_see_is_found_and_counted() -> None:
    ids = complaints(*["jar"] * 900)
    own = Complaint.objects.filter(pk__in=ids[:3])
    assert search.matching(own, "jar").ids == ids[2::-1]
    assert search.count(own, "jar") == 3
    assert search.matching(own, "jar", limit=2).ids == ids[2:0:-1]
    assert search.matching(own, "jar", before=ids[1]).ids == ids[:1]
    assert search.matching(Complaint.objects.none(), "jar").ids == []
    assert search.count(Complaint.objects.none(), "jar") == 0


def test_a_wide_gate_that_hides_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", 5)
    ids = complaints(*["jar"] * 700)
    assert search.matching(Complaint.objects.filter(pk__lt=ids[100]), "jar").ids == ids[99:49:-1]


def test_counting_stops_where_it_is_told() -> None:
    complaints(*["jar"] * 30)
    assert search.count(EVERY(), "jar", at_most=20) == 20
    assert search.count(EVERY(), "jar") == 30


def test_nothing_asked_finds_nothing() -> None:
    complaints("the jar")
    assert search.matching(EVERY(), "  ...  ") == search.Found([], None)


def test_everything_told_of_a_case_is_found() -> None:
    (case,) = complaints(
        "It hissed", number="PX-2026-000412", subject="Puree", essence="spoilage", complainant_name="Анна Петрова"
    )
    Party.objects.create(
        complaint_id=case, role="complainant", name="Анна Петрова", email="anna@example.org", phone="+79123456789"
    )
    Issue.objects.create(complaint_id=case, position=1, product="Apple puree 80 g", lot="26-0147")
    Message.objects.create(
        complaint_id=case, direction="in", channel="email", at=AT, subject="Photo", body="以下是照片"
    )
    index.index([case])
    words = ["px-2026-000412", "412", "Петровой", "anna@example.org", "8 912 345-67-89", "26-0147"]
    for asked in [*words, "puree 80", "照片", "photo", "spoilage", "hissed"]:
        assert search.matching(EVERY(), asked).ids == [case], asked


def test_of_a_confidential_case_only_the_number_is_in_the_index(engine: ModuleType) -> None:
    (case,) = complaints("Canary wrote this", number="PX-2026-000007", complainant_name="Canary")
    Complaint.objects.filter(pk=case).update(is_confidential=True)
    index.index([case])
    assert "canary" not in everything_indexed()
    assert search.matching(EVERY(), "canary").ids == []
    assert search.matching(EVERY(), "PX-2026-000007").ids == [case]


def test_what_was_erased_leaves_the_index() -> None:
    (case, gone) = complaints("Canary wrote this", "Another canary")
    Complaint.objects.filter(pk=case).update(statement="")
    Complaint.objects.filter(pk=gone).delete()
    index.index([case, gone])
    assert "canary" not in everything_indexed()
    assert search.matching(EVERY(), "canary").ids == []
    index.purge()


def test_after_an_event_the_case_is_found_by_those_who_may_see_it() -> None:
    forget_office_facts()
    make.office()
    front, other = (Team.objects.create(code=code) for code in ("found_front", "found_other"))
    boris, gleb = make.person("Boris", "operator", team=front), make.person("Gleb", "operator", team=other)
    case = make.complaint(text="Die Dose zischte, банка вздулась")
    Complaint.objects.filter(pk=case.pk).update(team=front, owner=None, handler=None)
    index.react(list(Event.objects.filter(complaint=case)), AT)
    for asked in ("банки", "zischte", str(case.number)):
        assert search.matching(Complaint.objects.visible_to(boris, make.MONDAY), asked).ids == [case.pk]
        assert search.matching(Complaint.objects.visible_to(gleb, make.MONDAY), asked).ids == []
        assert search.count(Complaint.objects.visible_to(gleb, make.MONDAY), asked) == 0


def test_forgotten_and_rebuilt() -> None:
    ids = complaints("the jar", "a jar")
    index.forget(ids)
    assert search.matching(EVERY(), "jar").ids == []
    assert index.rebuild() == 2
    assert index.index(ids) == 2
    assert search.matching(EVERY(), "jar").ids == ids[::-1]


def test_an_index_that_is_new_or_was_cut_short_is_made_whole_portion_by_portion(
    engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = complaints(*["jar"] * 5)
    engine.clear(connection)
    monkeypatch.setattr(index, "PORTION", 2)
    if connection.vendor == "postgresql":
        assert index.make_whole(AT) == 0 and index.rebuild() == 5
        return
    assert [index.make_whole(AT) for _ in range(2)] == [2, 2]
    assert search.matching(EVERY(), "jar").ids == ids[:0:-1]
    assert [index.make_whole(AT) for _ in range(3)] == [1, 0, 0]
    assert search.matching(EVERY(), "jar").ids == ids[::-1]


def test_indexing_takes_the_same_number_of_queries_for_one_and_for_many(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    ids = complaints(*["jar"] * 50)
    with django_assert_max_num_queries(8) as few:
        index.index(ids[:1])
    with django_assert_num_queries(len(few)):
        index.index(ids)


def test_a_huge_case_is_taken_in() -> None:
    many = " ".join(f"w{number:x}" for number in range(250_000))
    chinese = "".join(chr(0x4E00 + place * place % 997) for place in range(60_000)) + "很大退货"
    ids = complaints(f"first {many}", chinese, "a" * 3_000_000)
    assert search.matching(EVERY(), "first").ids == ids[:1]
    assert search.matching(EVERY(), "很大退货").ids == ids[1:2]


def test_frequent_and_rare_words_across_the_windows_of_age(engine: ModuleType) -> None:
    ids = [place * 700 + 1 for place in range(900)]
    engine.write(connection, [(each, "jar rare" if each % 5 == 1 and each < 5000 else "jar", "") for each in ids])
    for asked, expected in {
        "jar": ids[::-1],
        "rare": [each for each in ids[::-1] if each % 5 == 1 and each < 5000],
    }.items():
        found = [each for some in engine.hits(connection, analyse.query(asked), None) for each in some]
        assert found == expected
        below = [each for some in engine.hits(connection, analyse.query(asked), 350_702) for each in some]
        assert below == [each for each in expected if each < 350_702]


def test_quoted_lexemes_are_safe_in_a_vector() -> None:
    assert postgres.vector(1, "a' b\\", "c") == "'#0' 'a''':1 'b\\\\':2 'c'"


MARKED = {
    "word": ("jar", "The JAR hissed.", ["JAR"]),
    "other form": ("банка", "Две банки и ещё банок пять", ["банки", "банок"]),
    "ё": ("ребенок", "Мой ребёнок", ["ребёнок"]),
    "Persian joined": ("کتابها", "این کتاب\u200cها خوب", ["کتاب\u200cها"]),
    "Arabic letters": ("کودک", "این كودك است", ["كودك"]),
    "Chinese": ("质量问题", "产品质量问题很大", ["质量问题"]),
    "Chinese overlapping": ("哈哈", "哈哈哈", ["哈哈哈"]),
    "number": ("px-2026-000412", "See PX-2026-000412!", ["PX-2026-000412"]),
    "part of number": ("412", "See PX-2026-000412!", ["000412"]),
    "nothing": ("spoon", "The jar", []),
    "nothing asked": ("", "The jar", []),
    "accent apart": ("cafe", "cafe\u0301!", ["cafe\u0301"]),
}


@pytest.mark.parametrize(("asked", "text", "marked"), MARKED.values(), ids=MARKED)
def test_marks_what_was_found(asked: str, text: str, marked: list[str]) -> None:
    segments = highlight.marked(text, analyse.query(asked))
    assert [segment.text for segment in segments if segment.is_found] == marked
    assert "".join(segment.text for segment in segments) == text


def test_an_excerpt_shows_the_first_place_found() -> None:
    segments = highlight.excerpt("a " * 200 + "jar" + " b" * 200, analyse.query("jar"), around=10)
    assert [segment.is_found for segment in segments] == [False, False, True, False, False]
    assert len("".join(segment.text for segment in segments)) == 25
    assert highlight.excerpt("short", analyse.query("none")) == [highlight.Segment("short", False)]


def everything_indexed() -> str:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(sqlite.path_of(connection))) as file:
            return "\n".join(" ".join(row) for row in file.execute("SELECT stream, extras FROM insight_search"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text FROM insight_search")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("old", [3, 9], ids=["rare", "frequent long ago"])
def test_a_word_that_the_newest_do_not_hold_is_found_newest_first(monkeypatch: pytest.MonkeyPatch, old: int) -> None:
    """Ages of four ids and fewer than five hits are rare here: the newest forty do not hold it, whoever wrote before did."""
    monkeypatch.setattr(postgres, "AGE_BITS", 2)
    monkeypatch.setattr(postgres, "RARE", 5)
    of = search.engine("default")
    rows = [
        (each, *analyse.index_text("porridge" if each <= 2 * old and each % 2 else "milk")) for each in range(1, 90)
    ]
    of.write(connection, rows)
    asked = analyse.query("porridge")
    assert asked
    found = [each for portion in of.hits(connection, asked, None) for each in portion]
    assert found == list(range(2 * old - 1, 0, -2))
