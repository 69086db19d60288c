"""The worklist: whose cases, in what order, at what cost; and one act on several of them."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from amends.core import actions, make
from amends.core.models import Complaint, Deadline
from amends.office.models import Person
from amends.web.desk import counts
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db
WARM, COLD = 10, 20


def fill(count: int, by: Person) -> None:
    """Cases of the person, each with every sort of mark."""
    for n in range(count):
        case = make.complaint(text=f"Jar {n} hissed and the child vomited", at=timezone.now() - timedelta(days=n % 9))
        actions.take(case, by=by, at=timezone.now())


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_page_costs_the_same_whatever_is_on_it(
    count: int, boris: Person, enter: Enter, django_assert_max_num_queries
) -> None:
    client = enter(boris)
    fill(count, boris)
    client.get("/desk/")
    with django_assert_max_num_queries(WARM):
        page = client.get("/desk/")
    assert page.content.count(b'id="row-') == count
    counts.forget()
    with django_assert_max_num_queries(COLD):
        client.get("/desk/")


@pytest.mark.parametrize("count", [1, 49])
def test_fifty_rows_cost_as_many_queries_as_two(
    count: int, boris: Person, enter: Enter, django_assert_num_queries
) -> None:
    client = enter(boris)
    make.complaint(by=boris, until="classified", at=timezone.now())
    fill(count, boris)
    client.get("/desk/?view=all")
    with django_assert_num_queries(WARM):
        page = client.get("/desk/?view=all")
    assert page.content.count(b'id="row-') == count + 1


def test_views_hold_whose_cases_they_say(boris: Person, vera: Person, enter: Enter) -> None:
    hers = make.complaint(text="hers")
    actions.take(hers, by=vera, at=make.MONDAY)
    nobodys = make.complaint(text="nobodys")
    client = enter(boris)
    numbers = {view: client.get(f"/desk/?view={view}").content.decode() for view in ("mine", "team", "nobodys", "all")}
    assert hers.number not in numbers["mine"] and nobodys.number not in numbers["mine"]
    assert hers.number in numbers["team"] and nobodys.number in numbers["team"]
    assert hers.number not in numbers["nobodys"] and nobodys.number in numbers["nobodys"]
    assert hers.number in numbers["all"]


def test_the_list_opens_where_something_waits(vera: Person, zoya: Person, enter: Enter) -> None:
    assert enter(vera).get("/desk/").context["here"] == "mine"
    counts.forget()
    case = make.complaint(text="nobodys")
    for person in (vera, zoya):
        page = enter(person).get("/desk/")
        assert page.context["here"] == "nobodys" and "view=nobodys" in page.context["refresh"]
        assertContains(page, case.number)
        assertContains(page, "Below is the view “Nobody’s”.")
    actions.take(case, by=vera, at=make.MONDAY)
    counts.forget()
    assert enter(vera).get("/desk/").context["here"] == "mine"
    assert enter(zoya).get("/desk/").context["here"] == "all"


def test_a_stranger_to_the_case_does_not_see_it(gleb: Person, enter: Enter, case: Complaint) -> None:
    assertNotContains(enter(gleb).get("/desk/?view=all"), case.number)


def test_who_did_not_sign_in_is_sent_to_the_door(client) -> None:
    response = client.get("/desk/", HTTP_HOST="localhost:8000")
    assert response.status_code == 302 and response["Location"].startswith("/accounts/login/?next=")


def test_the_filter_narrows_and_says_what_it_does_not_know(boris: Person, enter: Enter, case: Complaint) -> None:
    other = make.complaint(text="A question", channel="email")
    page = enter(boris).get("/desk/?view=all&q=channel:email+colour:red+category:nonsense")
    assertContains(page, other.number)
    assertContains(page, "There is no filter “colour:”")
    assertNotContains(page, f"row-{case.number}")
    assertContains(enter(boris).get("/desk/?view=all&q=category:quality+stage:consultation"), case.number)


def test_what_is_at_risk_or_missed_is_told_in_the_row_and_found(boris: Person, enter: Enter) -> None:
    now = timezone.now()
    near, missed, calm = (make.complaint(by=boris, until="classified", at=now - timedelta(days=n)) for n in (0, 20, 0))
    Deadline.objects.filter(complaint=near, due_at=near.next_due_at).update(warn_at=now)
    client = enter(boris)
    for text, case, words in (("at-risk", near, "at risk"), ("is:missed", missed, "missed")):
        page = client.get("/desk/", {"view": "all", "q": text}).content.decode()
        assert f"row-{case.number}" in page and page.count('id="row-') == 1
        assert f'<b class="promise-state">{words}</b>' in page
    whole = client.get("/desk/", {"view": "all"}).content.decode()
    assert f"row-{calm.number}" in whole and whole.count("promise-state") == 2


def test_a_number_in_the_box_goes_to_its_case(boris: Person, gleb: Person, enter: Enter, case: Complaint) -> None:
    asked = f"/desk/?q={case.number.lower()}"
    assert enter(boris).get(asked)["Location"] == f"/desk/complaints/{case.number}/"
    assert enter(gleb).get(asked).status_code == 200


def test_pages_follow_one_another_without_gap_or_double(boris: Person, enter: Enter) -> None:
    fill(60, boris)
    client = enter(boris)
    first = client.get("/desk/")
    second = client.get(f"/desk/?cursor={first.context['next']}")
    seen = re.findall(rb'id="row-([^"]+)"', first.content + second.content)
    assert len(seen) == len(set(seen)) == 60 and second.context["next"] == ""


def test_rows_are_sent_again_only_when_they_changed(boris: Person, enter: Enter, case: Complaint) -> None:
    actions.take(case, by=boris, at=make.MONDAY)
    client = enter(boris)
    first = client.get("/desk/", headers={"HX-Request": "true"})
    assert first.status_code == 200 and b"<html" not in first.content
    mark = {"HX-Request": "true"} | json.loads(first.context["headers"])
    assert client.get("/desk/", headers=mark).status_code == 304
    actions.note(case, text="new", by=boris, at=make.MONDAY)
    assert client.get("/desk/", headers=mark).status_code == 200


def test_several_are_taken_at_once_and_the_refused_are_named(
    boris: Person, vera: Person, enter: Enter, case: Complaint
) -> None:
    free, old = make.complaint(), make.complaint()
    chosen = [f"{free.number}~{free.version}", f"{case.number}~{case.version}", f"{old.number}~0", "PX-2026-999999~1"]
    actions.take(case, by=vera, at=make.MONDAY)
    page = enter(boris).post("/desk/together/", {"act": "take", "case": chosen, "back": "/desk/?view=all"}, follow=True)
    free.refresh_from_db()
    old.refresh_from_db()
    assert free.handler == boris and old.handler is None
    assertContains(page, "Done for 1 case.")
    for number in (case.number, old.number, "PX-2026-999999"):
        assertContains(page, f"{number}: ")


def test_assigning_several_asks_first_to_whom(boris: Person, ivan: Person, enter: Enter, case: Complaint) -> None:
    client = enter(boris)
    chosen = {"act": "assign", "case": [f"{case.number}~{case.version}"], "back": "/desk/"}
    assertContains(client.post("/desk/together/", chosen), "Assign the chosen cases")
    client.post("/desk/together/", chosen | {"sure": "yes", "handler": ivan.pk})
    case.refresh_from_db()
    assert case.handler == ivan


def test_setting_several_aside_needs_a_reason(boris: Person, enter: Enter, case: Complaint) -> None:
    client = enter(boris)
    chosen = {"act": "set_aside", "sure": "yes", "case": [f"{case.number}~{case.version}"], "back": "//evil.example/"}
    assert client.post("/desk/together/", chosen | {"why": ""}).status_code == 422
    response = client.post("/desk/together/", chosen | {"why": "an advertisement"})
    case.refresh_from_db()
    assert case.is_set_aside and response["Location"] == "/desk/"
