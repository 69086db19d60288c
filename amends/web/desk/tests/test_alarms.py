"""The alarms at the screens: who sees which, the one-button page of a call, the test button, the gateway for administrators."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from amends.core import actions, alarms, make
from amends.core.models import Alarm, AlarmCall, Complaint, Event
from amends.core.queries.alarm_health import alarm_health, findings
from amends.core.queries.alarms import waiting_alarm
from amends.core.rules.alarms import Way
from amends.office.models import Gateway, Office, Person, Shift
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db
DANGER = "The child vomited and had a rash after the puree."


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def danger(boris: Person, now: datetime) -> Complaint:
    """Boris is on duty and is being called."""
    Shift.objects.create(person=boris, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=7))
    case = make.complaint(text=DANGER, at=now)
    alarms.pass_on(now)
    return case


def page_of(way: Way) -> str:
    return alarms.link_of(AlarmCall.objects.get(way=way)).removeprefix("http://localhost:8000")


def test_the_list_shows_whom_it_calls_and_only_cases_in_sight(
    danger: Complaint, boris: Person, gleb: Person, vera: Person, enter: Enter
) -> None:
    shown = enter(boris).get("/desk/alarms/").content.decode()
    assert str(danger.number) in shown and "calling <bdi>Boris</bdi>, round 1" in shown and "Test now" not in shown
    other = enter(gleb).get("/desk/alarms/").content.decode()
    assert str(danger.number) not in other and "No alarm is waiting" in other
    head = enter(vera).get("/desk/alarms/").content.decode()
    assert "Test now" in head and "There is no second way to call people" in head


def test_one_press_on_the_case_answers(danger: Complaint, boris: Person, enter: Enter) -> None:
    client = enter(boris)
    shown = client.get(f"/desk/complaints/{danger.number}/").content.decode()
    assert "An alarm is calling <bdi>Boris</bdi>." in shown and 'data-key="y"' in shown
    answer = client.post(f"/desk/complaints/{danger.number}/answer_alarm/", {"version": 1})
    assert answer.status_code == 302 and waiting_alarm(danger) is None
    again = client.post(f"/desk/complaints/{danger.number}/answer_alarm/", {"version": 1})
    assert again.status_code == 422 and "No alarm waits" in again.content.decode()
    assert "An alarm is calling" not in client.get(f"/desk/complaints/{danger.number}/").content.decode()


def test_a_look_at_the_link_answers_nothing_and_the_button_does_once(danger: Complaint, boris: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head):
        assert method(page_of(Way.MAIL)).status_code == 200
    assert waiting_alarm(danger)
    shown = client.get(page_of(Way.MAIL))
    assert str(danger.number) in shown.content.decode() and "no-store" in shown["Cache-Control"]
    for private in ("vomited", danger.complainant_name):
        assert private not in shown.content.decode()
    assert "Thank you" in client.post(page_of(Way.MAIL)).content.decode()
    assert "Boris</bdi> has answered" in client.post(page_of(Way.GATEWAY)).content.decode()
    assert Event.objects.filter(complaint=danger, kind="alarm_answered").count() == 1


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_the_page_speaks_the_language_of_the_called_person(language: str, danger: Complaint, boris: Person) -> None:
    Person.objects.filter(pk=boris.pk).update(language=language)
    shown = Client().get(page_of(Way.MAIL)).content.decode()
    assert f'lang="{language}"' in shown
    with translation.override(language):
        assert translation.gettext("I am looking at it now") in shown


def test_who_may_not_see_it_any_more_answers_nothing(danger: Complaint, boris: Person, vera: Person) -> None:
    actions.protect(danger, confidential=True, about=[boris], why="About him", by=vera, at=timezone.now())
    shown = Client().get(page_of(Way.MAIL))
    assert shown.status_code == 404 and str(danger.number) not in shown.content.decode()
    assert Client().post(page_of(Way.MAIL)).status_code == 404
    assert waiting_alarm(danger)


def test_guessing_links_is_counted(office: Office, settings: object) -> None:
    settings.RATE_LIMITS = True  # type: ignore[attr-defined]
    client = Client()
    states = [client.get("/alarm/" + "A" * 22).status_code for _ in range(3)]
    assert states == [404] * 3


def test_marking_danger_takes_a_word(boris: Person, enter: Enter) -> None:
    case, client = make.complaint(), enter(boris)
    assert client.post(f"/desk/complaints/{case.number}/mark_danger/", {"version": 1, "why": ""}).status_code == 422
    given = {"version": 1, "why": "She coughs blood"}
    assert client.post(f"/desk/complaints/{case.number}/mark_danger/", given).status_code == 302
    assert waiting_alarm(case)


def test_the_head_tries_it_and_the_outcome_is_shown(
    danger: Complaint, vera: Person, boris: Person, enter: Enter
) -> None:
    client = enter(vera)
    assert enter(boris).post("/desk/alarms/try/").status_code == 403
    assert client.post("/desk/alarms/try/").status_code == 302
    alarms.pass_on(timezone.now())
    test = Alarm.objects.get(complaint=None)
    assert test.person == boris
    for call in test.calls.all():
        actions.called(call, ok=call.way == Way.MAIL, detail="250 OK", at=timezone.now(), final=True)
    shown = client.get("/desk/alarms/").content.decode()
    assert "not reached" in shown and "250 OK" in shown
    assert "A test is under way already." in client.post("/desk/alarms/try/", follow=True).content.decode()


def test_only_an_administrator_sees_the_gateway_and_never_its_secrets(vera: Person, enter: Enter) -> None:
    ada = make.person("Ada", "admin")
    assert enter(vera).get("/office/gateway/").status_code == 403
    client = enter(ada)
    given = {
        "url": "https://gateway.example.org/call",
        "header": "X-Key",
        "header_value": "s3cret-value",
        "key": "k" * 20,
    }
    assert client.post("/office/gateway/", given | {"on": "on"}).status_code == 302
    shown = client.get("/office/gateway/").content.decode()
    assert "gateway.example.org" in shown and "s3cret-value" not in shown and "k" * 20 not in shown
    wrong = client.post("/office/gateway/", given | {"url": "http://127.0.0.1/", "on": "on"})
    assert wrong.status_code == 400 and "inside the house" in wrong.content.decode()
    assert Gateway.objects.get().url == given["url"]


def test_the_minutes_and_the_day_of_the_test_are_set(vera: Person, enter: Enter) -> None:
    given = {"alarm_minutes": "5", "alarm_test_day": "0", "alarm_test_hour": "8"}
    assert enter(vera).post("/office/alarms/", given).status_code == 302
    office = Office.current()
    assert (office.alarm_minutes, office.alarm_test_day, office.alarm_test_hour) == (5, 0, 8)
    assert enter(vera).post("/office/alarms/", given | {"alarm_minutes": "61"}).status_code == 400


# Health ---------------------------------------------------------------------------------------------------------------


def test_health_says_what_would_keep_an_alarm_from_a_person(danger: Complaint, boris: Person, now: datetime) -> None:
    Gateway.objects.create(url="https://gateway.example.org/", is_on=True)
    later = now + timedelta(hours=2)
    told = "\n".join(findings(alarm_health(later), later))
    for words in ("waiting for an answer for more than an hour", "By mail no alarm", "By telephone or messenger no alarm",
                  "without a telephone number for alarms: Boris"):  # fmt: skip
        assert words in told
    for call in AlarmCall.objects.all():
        actions.called(call, ok=True, detail="250 OK", at=now)
    actions.answer_alarm(danger, by=boris, at=now)
    Person.objects.filter(pk=boris.pk).update(alarm_phone="+79001112233")
    assert findings(alarm_health(later), later) == []
    tenth_day = now + timedelta(days=10)
    assert len(findings(alarm_health(tenth_day), tenth_day)) == 2


def test_machines_that_watch_are_told(danger: Complaint, settings: object) -> None:
    settings.METRICS_TOKEN = "watch"  # type: ignore[attr-defined]
    told = Client().get("/metrics", headers={"Authorization": "Bearer watch"}).content.decode()
    assert "amends_alarms_waiting 1.0" in told and "amends_roster_gap_hours 161" in told
