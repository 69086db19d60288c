"""The second way calls a person by a signed POST, tries again, tells truly, and needs nothing of the first way."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from amends.channels.email import alarm_mail
from amends.channels.email.tests.smtp_server import Letterbox
from amends.channels.gateway import call as gateway
from amends.channels.gateway.tests.conftest import KEY
from amends.core import actions, alarms, make
from amends.core.models import AlarmCall, Complaint, Event
from amends.core.rules.alarms import Way
from amends.lib.tests.web_server import WebServer
from amends.office import actions as office_actions
from amends.office.models import Change, Gateway, Office, Person
from amends.office.refused import NotAllowed, OfficeRefused
from tests.ports import free_port

pytestmark = pytest.mark.django_db
AT = make.MONDAY
DANGER = "The child vomited and had a rash after the puree."


def danger() -> Complaint:
    case = make.complaint(text=DANGER)
    alarms.pass_on(AT)
    return case


def call_of(way: Way = Way.GATEWAY) -> AlarmCall:
    return AlarmCall.objects.get(way=way)


def test_the_call_is_signed_and_tells_nothing_of_the_complainant(server: WebServer, olga: Person) -> None:
    case = danger()
    assert gateway.call_due(AT) == 1 and gateway.call_due(AT + timedelta(minutes=5)) == 0
    (asked,) = server.asked
    told = json.loads(asked.body)
    assert (told["to"], told["language"], told["number"]) == ("+79001112233", "ru", case.number)
    assert (told["danger"], told["is_test"], told["round"]) == ("words", False, 1)
    assert told["page"] in told["text"] and "/api/v1/alarms/" in told["reply"]
    said = asked.body.decode().replace(told["page"], "").replace(told["reply"], "")  # by chance a secret spells a word
    for private in ("vomited", "rash", "Sokolova", "anna@", "123-45-67"):
        assert private not in said
    assert (asked.headers["Authorization"], asked.headers["Idempotency-Key"]) == ("Bearer 12345", told["call"])
    found = re.fullmatch(r"t=(\d+), v1=([0-9a-f]{64})", asked.headers["Amends-Signature"])
    assert found and int(found[1]) == int(AT.timestamp())
    assert found[2] == hmac.new(KEY.encode(), found[1].encode() + b"." + asked.body, hashlib.sha256).hexdigest()
    assert (call_of().ok, call_of().detail) == (True, "200 taken")
    assert Event.objects.get(complaint=case, kind="alarm_called").facts["way"] == "gateway"


def test_the_gateway_answers_for_the_person(server: WebServer, olga: Person, client: Client) -> None:
    case = danger()
    gateway.call_due(AT)
    reply = json.loads(server.asked[0].body)["reply"].removeprefix("http://localhost:8000")
    assert client.get(reply).status_code == 405
    assert client.post(reply).json() == {"answered": True, "is_first": True}
    assert client.post(reply, {"key": "1"}, content_type="application/json").json()["is_first"] is False
    event = Event.objects.get(complaint=case, kind="alarm_answered")
    assert (event.by, event.facts["how"]) == (olga, "reply")
    assert client.post(reply[:-4] + "AAAA").status_code == 404


def test_a_failure_is_tried_again_and_the_fifth_is_told(server: WebServer, olga: Person) -> None:
    case = danger()
    server.status = 500
    tried = [second for second in range(0, 600, 5) if gateway.call_due(AT + timedelta(seconds=second))]
    assert tried == [0, 20, 80, 200, 440]
    assert (call_of().ok, call_of().tries) == (False, 5) and "500" in call_of().detail
    assert Event.objects.filter(complaint=case, kind="alarm_failed").count() == 1
    assert len({asked.headers["Idempotency-Key"] for asked in server.asked}) == 1


def test_a_redirect_is_final_and_nobody_goes_there(server: WebServer, olga: Person) -> None:
    danger()
    with WebServer() as elsewhere:
        server.status, server.location = 307, elsewhere.url
        gateway.call_due(AT)
        assert elsewhere.asked == [] and call_of().ok is False and call_of().next_try_at is None


def test_what_is_missing_is_said_and_not_tried_for_ever(olga: Person, ada: Person) -> None:
    danger()
    gateway.call_due(AT)
    assert (call_of().ok, call_of().detail) == (False, gateway.NOT_SET_UP)


def test_who_has_no_telephone_is_called_by_mail_alone(server: WebServer, olga: Person) -> None:
    Person.objects.filter(pk=olga.pk).update(alarm_phone="")
    danger()
    gateway.call_due(AT)
    assert (call_of().ok, call_of().detail, server.asked) == (False, gateway.NO_NUMBER, [])


def test_the_house_is_not_called_unless_allowed(server: WebServer, olga: Person, settings: Settings) -> None:
    settings.ALARM_ALLOW_PRIVATE = False
    danger()
    gateway.call_due(AT)
    assert server.asked == [] and "inside the house" in call_of().detail and call_of().ok is False


def test_another_secret_of_the_office_is_told(server: WebServer, olga: Person, settings: Settings) -> None:
    danger()
    settings.SECRET_KEY = "another secret of the office, long enough"
    gateway.call_due(AT)
    assert call_of().ok is False and "AMENDS_SECRET_KEY" in call_of().detail


# Independence ---------------------------------------------------------------------------------------------------------


def test_a_dead_mail_leaves_the_telephone_and_the_other_way_round(
    server: WebServer, olga: Person, settings: Settings
) -> None:
    case = danger()
    settings.EMAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    alarm_mail.call_due(AT)
    gateway.call_due(AT)
    assert call_of(Way.MAIL).ok is None and "cannot be reached" in call_of(Way.MAIL).detail
    assert call_of().ok is True
    server.__exit__(None, None, None)
    actions.answer_alarm(case, by=olga, at=AT)
    second = make.complaint(text=DANGER)
    alarms.pass_on(AT)
    with Letterbox() as box:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{box.server.port}"
        gateway.call_due(AT)
        alarm_mail.call_due(AT)
        assert [receivers for _, receivers, _ in box.taken] == [[olga.email]]
    states = dict(AlarmCall.objects.filter(alarm__complaint=second).values_list("way", "ok"))
    assert states == {"mail": True, "gateway": None}


def test_the_mail_is_sent_at_once_with_a_link_and_the_same_identity(olga: Person, settings: Settings) -> None:
    case = danger()
    with Letterbox() as box:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{box.server.port}"
        box.faults.cut_after_data = 1
        alarm_mail.call_due(AT)
        alarm_mail.call_due(AT + timedelta(seconds=20))
        assert len(box.taken) == 2 and box.taken[0][2] == box.taken[1][2]
    assert call_of(Way.MAIL).ok is True
    assert Event.objects.filter(complaint=case, kind="alarm_called").count() == 1


def test_a_letter_in_a_folder_has_reached_nobody(olga: Person, settings: Settings) -> None:
    danger()
    settings.EMAIL_URL = ""
    alarm_mail.call_due(AT)
    assert call_of(Way.MAIL).ok is False and "folder" in call_of(Way.MAIL).detail


# Set up ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def vera(office: Office) -> Person:
    return make.person("Vera", "head")


GOOD = {"url": "https://gateway.example.org/call", "header": "X-Key", "header_value": "v4lue", "key": "k" * 16}
WRONG = [
    ("no address", {"url": "gateway"}, "url"),
    ("this house", {"url": "http://127.0.0.1/"}, "url"),
    ("no header", {"header": "X Key"}, "header"),
    ("our header", {"header": "Content-Length"}, "header"),
    ("two lines", {"header_value": "a\r\nb: c"}, "header_value"),
    ("no value", {"header_value": ""}, "header_value"),
    ("short key", {"key": "short"}, "key"),
    ("no key", {"key": ""}, "key"),
]


@pytest.mark.parametrize(("name", "change", "field"), WRONG, ids=[row[0] for row in WRONG])
def test_wrong_words_are_refused_at_their_field(
    name: str, change: dict[str, str], field: str, ada: Person, settings: Settings
) -> None:
    settings.ALARM_ALLOW_PRIVATE = False
    with pytest.raises(OfficeRefused) as refused:
        actions_keep(GOOD | change, ada)
    assert refused.value.field == field and not Gateway.objects.exists()


def actions_keep(given: dict[str, str], by: Person) -> bool:

    return office_actions.keep_gateway(**given, by=by, at=AT)


def test_only_an_administrator_keeps_it_and_no_secret_reaches_log_or_another_server(ada: Person, vera: Person) -> None:
    with pytest.raises(NotAllowed):
        actions_keep(GOOD, vera)
    assert actions_keep(GOOD, ada)
    row = Gateway.objects.get()
    assert GOOD["key"] not in json.dumps(row.secrets) and GOOD["header_value"] not in json.dumps(row.secrets)
    kept = {**GOOD, "header_value": "", "key": ""}
    assert not actions_keep(kept, ada)
    assert actions_keep({**kept, "url": "https://gateway.example.org/other"}, ada)
    with pytest.raises(OfficeRefused):
        actions_keep({**kept, "url": "https://elsewhere.example.org/call"}, ada)
    log = json.dumps([*Change.objects.filter(what="keep_gateway").values("before", "after")])
    assert GOOD["key"] not in log and GOOD["header_value"] not in log and "gateway.example.org" in log
