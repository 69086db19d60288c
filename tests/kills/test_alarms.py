"""An alarm and the worker that is killed or doubled: nothing is lost, at most one call too many, each event once."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from amends.channels.email.tests.smtp_server import Letterbox
from amends.lib.tests.web_server import WebServer
from tests.kills import checks
from tests.serving import PATIENCE, SOON, House, office, until, with_group

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("alarms")]
FILE = "/api/v1/public/complaints"
OLGA, PHONE = "olga@x.example", "+79001112233"
SET_UP = """
from datetime import timedelta
from amends.core import make
from amends.office import actions
from amends.office.models import Person, Shift
olga = make.person("Olga", "operator", email="{olga}", alarm_phone="{phone}")
Shift.objects.create(person=olga, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=20))
ada = Person.objects.get(email="ada@x.example")
actions.keep_gateway(url="{url}", header="", key="a key of the gateway", by=ada, at=now)
"""


@pytest.fixture(scope="module")
def box() -> Iterator[Letterbox]:
    with Letterbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def gateway() -> Iterator[WebServer]:
    with WebServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, box: Letterbox, gateway: WebServer) -> Iterator[House]:
    """Serving, with Olga on duty day and night, mail going to `box` and calls to `gateway`."""
    settings = {"AMENDS_EMAIL_URL": f"smtp://127.0.0.1:{box.server.port}", "AMENDS_ALARM_ALLOW_PRIVATE": "on"}
    with office(tmp_path_factory.mktemp("office"), **settings) as made:
        made.python(SET_UP.format(olga=OLGA, phone=PHONE, url=gateway.url))
        made.start()
        made.wait_ready("/readyz")
        yield made


def _danger(house: House, name: str) -> str:
    fields = {"text": f"My child vomited: {name}.", "email": f"{name}@mail.example"}
    answer = house.post_json(FILE, fields, Idempotency_Key=name)
    assert answer.status == 201, answer.text
    return str(answer.data["number"])


def _called(gateway: WebServer) -> Counter[str]:
    return Counter(json.loads(asked.body)["number"] for asked in list(gateway.asked))


def _mailed(box: Letterbox, number: str) -> int:
    return sum(OLGA in receivers and number.encode() in raw for _, receivers, raw in list(box.taken))


def _events(house: House, number: str) -> Counter[str]:
    rows = house.rows(
        "SELECT e.kind FROM core_event e JOIN core_complaint c ON c.id = e.complaint_id WHERE c.number = ?", [number]
    )
    return Counter(kind for (kind,) in rows if kind.startswith("alarm_"))


WHOLE = {"alarm_raised": 1, "alarm_passed_on": 1, "alarm_called": 2}


def test_danger_reaches_the_person_on_duty_by_both_ways_within_seconds(
    house: House, box: Letterbox, gateway: WebServer
) -> None:
    number = _danger(house, "first")
    until(lambda: _called(gateway)[number] == 1 and _mailed(box, number) == 1, SOON, house.words)
    until(lambda: _events(house, number) == WHOLE, SOON, house.words)
    page = json.loads(gateway.asked[-1].body)["page"].partition(f":{house.port}")[2]
    look, again = house.get(page), house.get(page)
    assert (look.status, again.status) == (200, 200) and number in look.text and "vomited" not in look.text
    assert "alarm_answered" not in _events(house, number), "a scanner that looks answers nothing"
    assert house.ask("POST", page).status == 200
    assert _events(house, number)["alarm_answered"] == 1


def test_two_workers_call_once(house: House, box: Letterbox, gateway: WebServer) -> None:
    second = house.worker()
    try:
        with ThreadPoolExecutor(4) as pool:
            numbers = list(pool.map(lambda place: _danger(house, f"twin-{place}"), range(20)))
        until(lambda: all(_events(house, number) == WHOLE for number in numbers), SOON * 2, house.words)
        assert second.poll() is None, house.words()
    finally:
        with_group(second.pid, signal.SIGTERM)
        second.wait(PATIENCE)
    assert {_called(gateway)[number] for number in numbers} == {1}
    assert {_mailed(box, number) for number in numbers} == {1}


def test_a_worker_killed_between_call_and_note_calls_once_more_at_most(house: House, gateway: WebServer) -> None:
    gateway.waits = PATIENCE
    number = _danger(house, "killed")
    until(lambda: _called(gateway)[number] == 1, SOON, house.words)  # the gateway has it, and has not answered yet
    before = house.children()["worker"]
    os.kill(before, signal.SIGKILL)
    gateway.waits = 0.0
    until(lambda: house.children().get("worker", before) != before, PATIENCE, house.words)
    assert _events(house, number)["alarm_called"] <= 1
    house.change("UPDATE core_alarmcall SET next_try_at = asked_at WHERE next_try_at IS NOT NULL")  # its lease ends
    until(lambda: _events(house, number) == WHOLE, SOON, house.words)
    assert _called(gateway)[number] == 2
    keys = {json.loads(asked.body)["call"] for asked in gateway.asked if number.encode() in asked.body}
    assert len(keys) == 1, "by its key the gateway can tell that it is the same call"


def test_a_killed_house_loses_no_alarm(house: House, box: Letterbox, gateway: WebServer) -> None:
    numbers = [_danger(house, f"lost-{place}") for place in range(5)]
    house.kill()
    house.start()
    house.wait_ready("/readyz")
    house.change("UPDATE core_alarmcall SET next_try_at = asked_at WHERE next_try_at IS NOT NULL")
    until(lambda: all(_events(house, number) == WHOLE for number in numbers), SOON * 2, house.words)
    assert max(_called(gateway)[number] for number in numbers) <= 2
    assert max(_mailed(box, number) for number in numbers) <= 2
    checks.the_log_verifies(house)
