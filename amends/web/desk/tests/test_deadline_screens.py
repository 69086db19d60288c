"""The deadline pages: what a person sees of what falls due, in their calendar, and that every figure is its list."""

import csv
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.core import actions, make
from amends.core.models import CaseAccess, Complaint, Deadline
from amends.core.queries.office_facts import forget_office_facts
from amends.office.models import Office, Person, Team
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db
EXPLORER = "/desk/deadlines/explorer/"


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def in_language(client: Client, language: str) -> Client:
    client.cookies["django_language"] = language
    return client


# Explorer -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def reader(enter: Enter, boris: Person) -> Client:
    return enter(boris)


def test_the_answer_stands_with_its_derivation_and_its_doubts(reader: Client) -> None:
    answer = reader.get(EXPLORER, {"rule": "RU-ZPP-22", "moment": "2026-03-05"})
    words = text_of(answer)
    assert answer.status_code == 200
    for part in (
        "Monday 16 March 2026",
        "Counting starts on 6 March 2026.",
        "Day 10, 15 March 2026, is a Sunday.",
        "No lawyer of the office has reviewed this rule.",
    ):
        assert part in words
    strip = re.findall(r'<td class="(\w+)"[^>]*>(\d+)', answer.content.decode())
    assert (
        ("start", "5") in strip and ("last", "16") in strip and ("skipped", "15") in strip and ("counted", "8") in strip
    )


def test_a_persian_reader_types_and_reads_the_persian_calendar(reader: Client) -> None:
    words = text_of(in_language(reader, "fa").get(EXPLORER, {"rule": "RU-ZPP-22", "moment": "۱۴۰۴/۱۲/۱۴"}))
    assert "دوشنبه ۲۵ اسفند ۱۴۰۴" in words


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"rule": "RU-ZPP-22", "moment": "2026-02-30"}, "moment", "is no day that exists"),
        ({"rule": "NO-SUCH-1", "moment": "2026-03-05"}, "rule", "Choose one from the list"),
        ({"rule": "RU-ZPP-22", "moment": "1900-01-01"}, "moment", "is not in force"),
        ({"rule": "RU-ZPP-22", "moment": "2026-03-05", "holidays": "soon"}, "holidays", "“soon” is not a day"),
        ({"rule": "RU-ZPP-22", "moment": "9999-12-31"}, "moment", "beyond what a calendar can hold"),
        ({"rule": "RU-ZPP-23", "moment": "2026-03-05"}, "price", "is a penalty by the day"),
        ({"rule": "RU-ZPP-22", "moment": "2026-03-05", "price": "12", "until": "2026-04-01"}, "price", "no penalty by the day"),
        ({"rule": "RU-ZPP-23", "moment": "2026-03-05", "price": "many", "until": "2026-04-01"}, "price", "no sum of money"),
        ({"rule": "RU-ZPP-23", "moment": "2026-03-05", "price": "1200"}, "until", "needs both"),
        ({"rule": "RU-ZPP-23", "moment": "2026-03-05", "price": "1200", "until": "2026-01-01"}, "until", "after the missed day"),
        ({"rule": "RU-ZPP-22", "moment": "2026-03-05", "calendar": "MOON"}, "calendar", "MOON"),
    ],
)  # fmt: skip
def test_faults_are_sentences_at_the_field_and_nothing_is_lost(
    reader: Client, asked: dict[str, str], field: str, sentence: str
) -> None:
    answer = reader.get(EXPLORER, asked)
    page = answer.content.decode()
    assert answer.status_code == 400
    errors = re.search(rf'id="id_{field}_error">(.*?)</ul>', page, re.DOTALL)
    assert errors and sentence in unescape(errors[1]), page
    for value in (value for name, value in asked.items() if name != "calendar"):
        assert f'value="{value}"' in page


def test_days_typed_are_added_to_the_calendar(reader: Client) -> None:
    asked = {"rule": "UK-DISP-1.5", "moment": "2026-04-02", "calendar": "UK", "holidays": "2026-04-07"}
    assert "Friday 10 April 2026" in text_of(reader.get(EXPLORER, asked))
    # "Of the rule's own country" means that calendar, and the days typed besides
    assert "Friday 10 April 2026" in text_of(reader.get(EXPLORER, asked | {"calendar": ""}))


def test_a_penalty_is_reckoned(reader: Client) -> None:
    asked = {"rule": "RU-ZPP-23", "moment": "2026-03-16", "price": "1200", "until": "2026-03-26"}
    assert re.search(r"\b120\b", text_of(reader.get(EXPLORER, asked)))


def test_rules_are_listed_by_country_and_found_by_words(reader: Client) -> None:
    every = text_of(reader.get(EXPLORER))
    assert "Russia" in every and "RU-ZPP-22" in every and "Satisfy the demand for money" in every
    found = text_of(reader.get(EXPLORER, {"rule": "personal-data"}))
    assert "RU-152FZ-20" in found


# Month ----------------------------------------------------------------------------------------------------------------


def _promise(case: Complaint, day: int, **moments: Any) -> Deadline:
    due = make.MONDAY.replace(day=day, hour=12)
    warn = moments.pop("warn_at", due - timedelta(days=1))
    return case.deadlines.create(
        key=f"k{case.deadlines.count()}",
        rule="POL-ANSWER",
        calendar="*",
        kind="answer",
        start_at=make.MONDAY,
        warn_at=warn,
        due_at=due,
        **moments,
    )


@pytest.fixture
def march(boris: Person) -> Complaint:
    """A case with one promise of each sort: kept and missed in March 2026."""
    case = make.complaint()
    case.deadlines.all().delete()
    _promise(case, 10, met_at=make.MONDAY)
    _promise(case, 10, missed_at=make.MONDAY.replace(day=10, hour=13))
    _promise(case, 20, ended_at=make.MONDAY)
    return case


def _cells(page: str) -> dict[str, str]:
    return {
        found[1]: re.sub(r"<[^>]+>", " ", found[0])
        for found in re.findall(
            r'(<td class="[^"]*"[^>]*>(?:(?!</td>).)*title="([^"]+)"(?:(?!</td>).)*</td>)', page, re.DOTALL
        )
    }


def test_a_day_shows_its_counts_in_words(reader: Client, march: Complaint) -> None:
    cells = _cells(reader.get("/desk/deadlines/", {"month": "2026-03-01"}).content.decode())
    assert len(cells) == 31
    assert "1 kept" in cells["Tuesday 10 March 2026"] and "1 missed" in cells["Tuesday 10 March 2026"]
    assert "kept" not in cells["Friday 20 March 2026"]


def test_nobody_counts_what_they_may_not_see(enter: Enter, gleb: Person, march: Complaint) -> None:
    client = enter(gleb)
    assert "1 kept" not in text_of(client.get("/desk/deadlines/", {"month": "2026-03-01"}))
    listed = text_of(client.get("/desk/deadlines/list/", {"from": "2026-03-01", "to": "2026-03-31"}))
    assert str(march.number) not in listed
    assert "Nothing fell due" in text_of(client.get("/desk/deadlines/report/", {"day": "2026-03-01"}))


def test_the_month_of_a_persian_reader_is_theirs_and_holidays_have_names(reader: Client, march: Complaint) -> None:
    Office.objects.update(jurisdiction="IR")
    forget_office_facts()
    page = in_language(reader, "fa").get("/desk/deadlines/", {"month": "۱۴۰۵/۰۱/۰۵"}).content.decode()
    assert "فروردین ۱۴۰۵" in page
    assert page.index("شنبه") < page.index("یکشنبه")
    assert "نوروز" in page
    assert len(re.findall('class="month-number"', page)) == 31


@pytest.mark.parametrize(("asked", "seen"), [("mine", False), ("person:boris", False), ("team:front", True),
                                             ("rule:answer", True), ("rule:assessment", False)])  # fmt: skip
def test_filters_as_text(reader: Client, march: Complaint, asked: str, seen: bool) -> None:
    words = text_of(reader.get("/desk/deadlines/", {"month": "2026-03-01", "q": asked}))
    assert ("1 kept" in words) is seen


def test_my_own(reader: Client, boris: Person, march: Complaint) -> None:
    actions.take(march, by=boris, at=make.MONDAY)
    for asked in ("mine", "person:boris"):
        assert "1 kept" in text_of(reader.get("/desk/deadlines/", {"month": "2026-03-01", "q": asked}))


def test_a_filter_that_means_nothing_is_said(reader: Client, march: Complaint) -> None:
    assert "There is no rule “nonsense”." in text_of(reader.get("/desk/deadlines/", {"q": "rule:nonsense"}))


@pytest.mark.parametrize("address", ["/desk/deadlines/", "/desk/deadlines/report/", "/desk/deadlines/list/"])
def test_as_many_questions_for_one_case_as_for_thirty(enter: Enter, vera: Person, address: str) -> None:
    client = enter(vera)
    asked = {"month": "2026-03-01", "day": "2026-03-01", "from": "2026-03-01", "to": "2026-03-31"}

    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address, asked).status_code == 200
        return len(found)

    make.complaint(by=vera, until="classified")
    questions()
    one = questions()
    for number in range(29):
        make.complaint(by=vera, until="classified", at=make.MONDAY + timedelta(hours=number))
    questions()  # the office is read anew after so many new cases
    assert questions() == one


@pytest.mark.parametrize("word", ["month=0001-01-01", "month=9999-12-31", "month=x", "from=0001-01-01&to=9999-12-31",
                                  "cursor=9-9", "team=999999999999999999999", "state=x", "day=1300/01/01",
                                  "from=2026-03-31&to=2026-03-01", "q=%22%22", "q=rule:%22"])  # fmt: skip
@pytest.mark.parametrize("address", ["/desk/deadlines/", "/desk/deadlines/list/", "/desk/deadlines/report/", EXPLORER])
def test_no_address_makes_a_page_fail(reader: Client, address: str, word: str) -> None:
    for more in ("", "&period=free", "&period=quarter"):
        assert reader.get(f"{address}?{word}{more}").status_code in {200, 400}


# Report ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(boris: Person, vera: Person) -> list[Complaint]:
    """Cases of two teams and two categories with promises of every sort, in February and March."""
    other = Team.objects.create(code="other", names={"en": "Other"})
    made = []
    for number in range(6):
        case = make.complaint(by=vera, until="classified", category="promo" if number % 2 else "quality.spoil")
        case.deadlines.all().delete()
        if number == 5:
            Complaint.objects.filter(pk=case.pk).update(team=other)
        for day in (4, 12, 28):
            _promise(case, day, met_at=make.MONDAY.replace(day=day - number % 3, hour=11) if number != 3 else None)
        _promise(case, 15, ended_at=make.MONDAY)
        _promise(case, 16, missed_at=make.MONDAY.replace(day=16, hour=13), met_at=make.MONDAY.replace(day=17))
        past = _promise(case, 3, met_at=make.MONDAY - timedelta(days=30))
        Deadline.objects.filter(pk=past.pk).update(due_at=make.MONDAY - timedelta(days=20))
        made.append(case)
    return made


@pytest.mark.parametrize("by", ["rule", "team", "category"])
@pytest.mark.parametrize("period", ["period=month&day=2026-03-05", "period=quarter&day=2026-03-05",
                                    "period=free&from=2026-03-04&to=2026-03-16"])  # fmt: skip
def test_every_figure_is_the_list_behind_it(
    enter: Enter, vera: Person, many: list[Complaint], by: str, period: str
) -> None:
    client = enter(vera)
    page = client.get(f"/desk/deadlines/report/?by={by}&{period}").content.decode()
    links = re.findall(r'<a href="([^"]*deadlines/list/[^"]*)"[^>]*>([\d,]+)</a>', page)
    assert len(links) >= 10 and any(count != "0" for _, count in links)
    for address, count in links:
        listed = client.get(unescape(address)).content.decode()
        assert len(re.findall(r'<th scope="row">', listed)) == int(count), address


def test_shares_and_change(enter: Enter, vera: Person, many: list[Complaint]) -> None:
    client = enter(vera)
    rows = list(
        csv.reader(
            StringIO(client.get("/desk/deadlines/report/?day=2026-03-05&format=csv").content.decode("utf-8-sig"))
        )
    )
    total = dict(zip(rows[0], rows[-1], strict=True))
    # five cases kept three each; one missed those three; six answered late; six ended before
    assert (total["Fell due"], total["Kept"], total["Missed"], total["Ended before"]) == ("30", "15", "9", "6")
    assert (total["Share kept, per cent"], total["Change, points"]) == ("62", "-38")


def test_cells_are_no_formulas(enter: Enter, vera: Person, many: list[Complaint]) -> None:
    Team.objects.update(names={"en": "=1+1"})
    rows = list(
        csv.reader(
            StringIO(
                enter(vera).get("/desk/deadlines/report/?by=team&day=2026-03-05&format=csv").content.decode("utf-8-sig")
            )
        )
    )
    assert {row[0] for row in rows[1:-1]} == {"'=1+1"}


def test_a_case_about_me_is_in_no_figure_of_mine(enter: Enter, vera: Person, many: list[Complaint]) -> None:
    client = enter(vera)
    address = "/desk/deadlines/list/?from=2026-03-01&to=2026-03-31"
    before = client.get(address).content.decode().count('<th scope="row">')
    CaseAccess.objects.create(complaint=many[0], person=vera, is_granted=False, why="about")
    assert client.get(address).content.decode().count('<th scope="row">') == before - 5


def test_the_list_pages_by_key(enter: Enter, vera: Person, many: list[Complaint]) -> None:
    for case in many:
        for _ in range(10):
            _promise(case, 22)
    client, seen, address = enter(vera), 0, "/desk/deadlines/list/?from=2026-03-01&to=2026-03-31"
    for _ in range(5):
        page = client.get(address).content.decode()
        seen += page.count('<th scope="row">')
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        address = "/desk/deadlines/list/" + unescape(following[1])
    assert seen == 30 + 60


def test_the_offices_own_numbers_and_calendar_count(reader: Client) -> None:
    Office.objects.update(answer_days=3, jurisdiction="RU")
    forget_office_facts()
    assert "Thursday 5 March 2026" in text_of(reader.get(EXPLORER, {"rule": "POL-ANSWER", "moment": "2026-03-02"}))
    words = text_of(reader.get(EXPLORER, {"rule": "POL-ACK", "moment": "2026-03-06"}))
    assert "Tuesday 10 March 2026" in words  # 9 March is a day off in Russia


def test_a_term_that_stands_in_a_contract_is_not_made_up(reader: Client) -> None:
    answer = reader.get(EXPLORER, {"rule": "POL-TRADE", "moment": "2026-03-06"})
    assert answer.status_code == 400
    assert "stands in the contract" in text_of(answer)


def test_what_others_may_do_is_no_promise(reader: Client, march: Complaint) -> None:
    Deadline.objects.update(is_promise=False)
    assert "1 kept" not in text_of(reader.get("/desk/deadlines/", {"month": "2026-03-01"}))
