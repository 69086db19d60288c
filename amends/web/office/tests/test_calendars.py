"""Calendars on the screen: listed, a year in the reader's own calendar, changed from a day on, taken as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from amends.core import make
from amends.core.models import Calendar
from amends.core.rules import calendar_file
from amends.office.models import Office
from amends.web.office.tests.pages import HOSTILE, NO_TEXT, form_of, in_language, text_of

OFFICE = "/office/calendars/of/office/"


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages show the years around today's; here it is the spring of 2026 for good."""
    monkeypatch.setattr(timezone, "now", lambda: make.MONDAY)


def test_the_calendars_in_use_are_listed_with_whom_they_follow(as_ada: Client) -> None:
    words = text_of(as_ada.get("/office/calendars/"))
    for part in ("The whole office", "has none of its own: follows", "Teams", "Countries"):
        assert part in words


def test_a_calendar_shows_its_year_in_the_readers_own_calendar(as_ada: Client, office: Office) -> None:
    make.office(jurisdiction="IR")
    page = as_ada.get("/office/calendars/of/IR/", {"year": "2026"})
    assert "March 2026" in text_of(page) and len(page.context["months"]) == 12
    persian = text_of(in_language(as_ada, "fa").get("/office/calendars/of/IR/", {"year": "1405"}))
    assert "فروردین ۱۴۰۵" in persian and "نوروز" in persian
    for odd in ("0", "99999", "x", "9999"):
        assert as_ada.get("/office/calendars/of/IR/", {"year": odd}).status_code == 200
    assert as_ada.get("/office/calendars/of/IR/", {"version": "7"}).status_code == 404
    assert as_ada.get("/office/calendars/of/XX/").status_code == 404
    for nobodys in ("team:none", "team:", ":"):
        assert as_ada.get(f"/office/calendars/of/{nobodys}/").status_code == 404


def test_the_office_says_its_hours_and_days_and_sees_what_moves(as_vera: Client) -> None:
    make.office(jurisdiction="RU")
    case = make.complaint()
    given = form_of(as_vera.get(f"{OFFICE}change/")) | {"from_day": "2026-01-01", "go": "look"}
    given |= {f"hours_{day}": "09:00-13:00, 14:00-18:00" for day in range(5)}
    given["holidays"] += "\n2026-03-05..2026-03-06 Ours"
    given["special"] = "2026-12-31 09:00-15:00"
    page = as_vera.post(f"{OFFICE}change/", given)
    words = text_of(page)
    assert "5 March 2026 (Ours)" in words and "09:00–13:00" in words and case.number in words
    assert not Calendar.objects.filter(code="office").exists()
    as_vera.post(f"{OFFICE}change/", given | {"go": "keep"})
    kept = Calendar.objects.get(code="office")
    assert kept.definition["hours"]["0"] == [[540, 780], [840, 1080]]
    assert kept.definition["holidays"]["2026-03-06"] == "Ours"
    assert kept.definition["special"] == {"2026-12-31": [[540, 900]]}
    as_vera.post(f"{OFFICE}change/", given | {"go": "keep"})
    assert Calendar.objects.filter(code="office").count() == 1
    again = form_of(as_vera.get(f"{OFFICE}change/"))
    assert "2026-03-05..2026-03-06 Ours" in again["holidays"].splitlines()
    assert "5 Ours" in text_of(as_vera.get(OFFICE, {"year": "2026"}))


def test_days_are_typed_in_the_persian_calendar_and_names_keep_their_other_languages(as_ada: Client) -> None:
    make.office(jurisdiction="IR")
    reader = in_language(as_ada, "fa")
    given = form_of(reader.get(f"{OFFICE}change/")) | {"from_day": "۱۴۰۴/۱۰/۱۱", "go": "keep"}
    given["holidays"] += "\n۱۴۰۴/۱۲/۱۴ جشن ما"
    assert reader.post(f"{OFFICE}change/", given).status_code == 302
    kept = Calendar.objects.get(code="office").definition["holidays"]
    assert kept["2026-03-05"] == "جشن ما"
    assert kept["2026-03-21"]["en"] and kept["2026-03-21"]["fa"]


CALENDAR_FAULTS = {
    "no such day": ({"holidays": "2026-02-30 Ours"}, "holidays", "is no day that exists"),
    "a stretch too long": ({"holidays": "2020-01-01..2026-01-01 Ours"}, "holidays", "is not a day"),
    "no hours": ({"hours_0": "nine to five"}, "hours_0", "is no hours"),
    "an hour that is none": ({"hours_0": "25:00-26:00"}, "hours_0", "is no hours"),
    "overlapping hours": ({"hours_0": "09:00-13:00, 12:00-18:00"}, "__all__", "must follow one another"),
    "nobody ever works": ({"weekend": list("0123456")}, "__all__", "no working day"),
    "a special day without a day": ({"special": "09:00-15:00"}, "special", "is not a day"),
}


@pytest.mark.parametrize("name", CALENDAR_FAULTS)
def test_what_is_wrong_with_a_calendar_is_said_at_its_field(name: str, as_ada: Client) -> None:
    changed, field, words = CALENDAR_FAULTS[name]
    given = form_of(as_ada.get(f"{OFFICE}change/")) | {"from_day": "2026-01-01", "go": "keep"} | changed
    page = as_ada.post(f"{OFFICE}change/", given)
    assert page.status_code == 400
    assert words in " ".join(page.context["form"].errors[field])
    assert not Calendar.objects.exists()


def test_a_calendar_goes_out_as_a_file_and_comes_in_again(as_ada: Client) -> None:
    text = as_ada.get("/office/calendars/of/team:front/file.yaml").content.decode()
    assert text.startswith("calendar: team/front\n")
    changed = text + "special:\n  2026-12-31: 22:00-06:00\n"
    assert as_ada.post("/office/calendars/file/", {"text": changed, "go": "keep"}).status_code == 302
    kept = Calendar.objects.get(code="team/front")
    assert kept.definition["special"] == {"2026-12-31": [[1320, 1800]]}
    again = as_ada.get("/office/calendars/of/team:front/file.yaml").content.decode()
    assert calendar_file.read(again, "x").definition == kept.definition
    for wrong, place in (
        (text.replace("team/front", "team/none"), "There is no calendar"),
        (text.replace("weekend:", "weekends:"), "pasted.yaml:4"),
        (text.replace("- sat", "- sam"), "pasted.yaml:4"),
        (text + "special:\n  2026-02-30: 09:00-10:00\n", "must be a day that exists"),
    ):
        page = as_ada.post("/office/calendars/file/", {"text": wrong, "go": "keep"})
        assert page.status_code == 400 and place in text_of(page)
    assert Calendar.objects.count() == 1


@pytest.mark.parametrize("sent", NO_TEXT.values(), ids=NO_TEXT)
def test_a_file_that_is_no_text_is_refused(sent: bytes, as_ada: Client) -> None:
    page = as_ada.post("/office/calendars/file/", {"file": SimpleUploadedFile("own.yaml", sent), "go": "keep"})
    assert page.status_code == 400 and page.context["form"].errors


@pytest.mark.slow
def test_hostile_strings_are_kept_or_refused_in_words(as_vera: Client) -> None:
    as_vera.raise_request_exception = False
    make.complaint()
    calendar = form_of(as_vera.get(f"{OFFICE}change/"))
    for text in HOSTILE:
        for where, given in (
            (f"{OFFICE}change/", calendar | {"holidays": f"2026-03-05 {text}", "special": text, "hours_0": text}),
            ("/office/calendars/file/", {"text": text, "name": text}),
        ):
            assert as_vera.post(where, given).status_code < 500, (where, text[:60])
        asked = as_vera.get("/office/calendars/of/IR/", {"version": text, "year": text})
        assert asked.status_code < 500, text[:60]
