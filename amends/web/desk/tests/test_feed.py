"""The calendar feed: RFC 5545 to the octet, nothing of the complainant, sight asked each time, one answer for what is gone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.core import actions, make
from amends.core.models import CaseAccess, Complaint, Deadline
from amends.office import actions as office_actions
from amends.office.models import Feed, Membership, Person, RoleHeld, Team
from amends.office.refused import OfficeRefused
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db
AT = make.MONDAY
DUE = datetime(2099, 3, 12, 20, 59, 59, tzinfo=UTC)


@pytest.fixture
def mine(boris: Person) -> Complaint:
    """A case of Boris, with an answer due on a day and an assessment due at a moment, far ahead."""
    case = make.complaint()
    actions.take(case, by=boris, at=AT)
    Deadline.objects.filter(complaint=case).exclude(kind__in=["assessment", "answer"]).delete()
    Deadline.objects.filter(complaint=case).update(due_at=DUE)
    Deadline.objects.filter(complaint=case, kind="assessment").update(due_at=datetime(2099, 3, 2, 13, 0, tzinfo=UTC))
    return case


def address(person: Person, team: Team | None = None) -> str:
    return f"/calendar/{office_actions.open_feed(person, team=team, at=AT)}.ics"


def read(body: bytes) -> list[dict[str, str]]:
    """A strict reader: line ends, length of lines, order, one property of a kind, nothing outside the calendar."""
    assert body.endswith(b"\r\n") and b"\n" not in body.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        line.decode("utf-8")  # no letter is cut by the folding
    lines = body.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    assert [line for line in lines if line.startswith("PRODID:")]
    events: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for line in lines[1:-1]:
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:.*", line), line
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            assert inside is None
            inside = {}
        elif line == "END:VEVENT":
            assert inside is not None
            events.append(inside)
            inside = None
        elif inside is not None:
            assert name not in inside
            if name == "SUMMARY":
                assert not re.search(r"(?<!\\)[;,]", value)
            inside[name] = value
    for event in events:
        assert {"UID", "DTSTAMP", "SUMMARY"} <= set(event)
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert ("DTSTART" in event) != ("DTSTART;VALUE=DATE" in event)
    assert len({event["UID"] for event in events}) == len(events)
    return events


def test_days_are_days_and_moments_are_moments(client: Client, boris: Person, mine: Complaint) -> None:
    answer = client.get(address(boris))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    moment, day = read(answer.content)
    assert moment["DTSTART"] == "20990302T130000Z"
    assert (day["DTSTART;VALUE=DATE"], day["DTEND;VALUE=DATE"]) == ("20990312", "20990313")
    assert day["SUMMARY"].startswith(str(mine.number)) and len(day["SUMMARY"]) > len(str(mine.number))


def test_no_word_of_the_complainant(client: Client, boris: Person, mine: Complaint) -> None:
    body = client.get(address(boris)).content.decode().replace("\r\n ", "")
    for word in ("Anna", "Sokolova", "lid", "puree", "mail.example"):
        assert word not in body


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_in_the_language_of_the_person(client: Client, boris: Person, mine: Complaint, language: str) -> None:
    Person.objects.filter(pk=boris.pk).update(language=language, name="Имя; с запятой, и \\ очень " + "длинное " * 12)
    body = client.get(address(boris)).content
    assert len(read(body)) == 2
    assert "Имя\\; с запятой\\, и \\\\ очень" in body.decode().replace("\r\n ", "")


def test_the_same_is_not_sent_twice(client: Client, boris: Person, mine: Complaint) -> None:
    where = address(boris)
    first = client.get(where)
    again = client.get(where, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    uids = {event["UID"] for event in read(first.content)}
    Deadline.objects.filter(complaint=mine).update(due_at=DUE + timedelta(days=1))
    moved = client.get(where, headers={"If-None-Match": first["ETag"]})
    assert moved.status_code == 200
    assert {event["UID"] for event in read(moved.content)} == uids


def test_met_and_ended_are_gone(client: Client, boris: Person, mine: Complaint) -> None:
    where = address(boris)
    Deadline.objects.filter(complaint=mine, kind="answer").update(met_at=AT)
    assert len(read(client.get(where).content)) == 1


def test_a_confidential_case_is_a_number_and_only_for_the_named(
    client: Client, boris: Person, vera: Person, mine: Complaint
) -> None:
    where = address(boris)
    Complaint.objects.filter(pk=mine.pk).update(is_confidential=True)
    CaseAccess.objects.all().delete()
    assert read(client.get(where).content) == []
    CaseAccess.objects.create(complaint=mine, person=boris)
    assert {event["SUMMARY"] for event in read(client.get(where).content)} == {str(mine.number)}


def test_sight_is_asked_at_each_fetch(client: Client, boris: Person, mine: Complaint) -> None:
    where = address(boris)
    assert len(read(client.get(where).content)) == 2
    RoleHeld.objects.filter(person=boris).delete()
    Membership.objects.filter(person=boris).delete()
    CaseAccess.objects.filter(person=boris).delete()
    Complaint.objects.filter(pk=mine.pk).update(handler=None, owner=None)
    assert read(client.get(where).content) == []


def test_unknown_revoked_renewed_and_left_are_the_same(client: Client, boris: Person, mine: Complaint) -> None:
    renewed, revoked = address(boris), ""
    living = address(boris)  # the renewal ends the first
    answers = [client.get("/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics"), client.get(renewed)]
    assert client.get(living).status_code == 200
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    answers.append(client.get(living))
    Person.objects.filter(pk=boris.pk).update(is_active=True)
    feed = Feed.objects.get(revoked_at=None)
    office_actions.revoke_feed(feed, by=boris, at=AT)
    revoked = living
    answers.append(client.get(revoked))
    bodies = {
        re.sub(rb'[\w-]{22}\.ics|value="[^"]+"|"csrf": "[^"]+"|X-CSRFToken[^}]+', b"", each.content) for each in answers
    }
    assert {each.status_code for each in answers} == {404}
    assert len(bodies) == 1


def test_only_a_digest_is_kept_and_it_is_long_enough(boris: Person) -> None:
    secret = address(boris).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) == 22  # 128 bits
    assert secret not in str(list(Feed.objects.values()))


def test_too_many_readings_and_too_many_guesses_are_slowed_down(client: Client, boris: Person, mine: Complaint) -> None:
    where = address(boris)
    codes = [client.get(where).status_code for _ in range(61)]
    assert codes == [200] * 60 + [429]
    codes = [client.get(f"/calendar/{'B' * 20}{number:02d}.ics").status_code for number in range(31)]
    assert codes == [404] * 30 + [429]


def test_a_team_is_for_heads_and_shows_nothing_confidential(
    client: Client, boris: Person, vera: Person, front: Team, mine: Complaint
) -> None:
    with pytest.raises(OfficeRefused):
        office_actions.open_feed(boris, team=front, at=AT)
    where = address(vera, front)
    assert len(read(client.get(where).content)) == 2
    CaseAccess.objects.all().delete()
    CaseAccess.objects.create(complaint=mine, person=boris, is_granted=False, why="about")
    assert read(client.get(where).content) == []
    CaseAccess.objects.all().delete()
    Complaint.objects.filter(pk=mine.pk).update(is_confidential=True)
    CaseAccess.objects.create(complaint=mine, person=vera)
    assert read(client.get(where).content) == []
    Complaint.objects.filter(pk=mine.pk).update(is_confidential=False)
    RoleHeld.objects.filter(person=vera).delete()
    RoleHeld.objects.create(person=vera, role="operator")
    assert read(client.get(where).content) == []


def test_as_many_questions_for_one_case_as_for_ten(client: Client, boris: Person, mine: Complaint) -> None:
    where = address(boris)

    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(where)
        return len(found)

    questions()
    one = questions()
    for _ in range(9):
        actions.take(make.complaint(), by=boris, at=AT)
    questions()
    assert questions() == one


# The page where it is made ---------------------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_taken_back(enter: Enter, boris: Person, mine: Complaint) -> None:
    client = enter(boris)
    made = client.post("/office/me/calendar/").content.decode()
    found: Any = re.search(r"http://localhost:8000(/calendar/[\w-]{22}\.ics)", made)
    assert found and found[1] not in client.get("/office/me/").content.decode()
    assert client.get(found[1]).status_code == 200
    feed = Feed.objects.get()
    assert client.post(f"/office/me/calendar/{feed.pk}/").status_code == 302
    assert client.get(found[1]).status_code == 404


def test_others_addresses_are_not_mine_to_take_back(enter: Enter, boris: Person, gleb: Person, front: Team) -> None:
    address(boris)
    assert enter(gleb).post(f"/office/me/calendar/{Feed.objects.get().pk}/").status_code == 404
    assert 'name="feed-team"' not in enter(gleb).get("/office/me/").content.decode()


def test_a_head_chooses_the_team(enter: Enter, vera: Person, front: Team) -> None:
    client = enter(vera)
    assert 'name="feed-team"' in client.get("/office/me/").content.decode()
    client.post("/office/me/calendar/", {"feed-team": front.pk})
    assert Feed.objects.get().team == front
