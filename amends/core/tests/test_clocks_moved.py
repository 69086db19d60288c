"""Calendars and rules of the office: kept, previewed, and followed by open cases only when somebody lets them."""

import json
from datetime import date, timedelta

import pytest

from amends.core import actions, catalogue, make, public_calendars, reckoner
from amends.core.models import Calendar, Complaint, Deadline, Event
from amends.core.queries import moving
from amends.core.recompute import Tally, differences
from amends.core.rules.intake import Demand
from amends.core.rules.kinds import DemandType
from amends.office.models import Office, Person
from amends.office.refused import NotAllowed, OfficeRefused

pytestmark = pytest.mark.django_db
AT = make.MONDAY
NINE_TO_SIX = {str(day): [[540, 780], [840, 1080]] for day in range(5)}
OWN = {
    "zone": "Europe/Moscow",
    "weekend": [5, 6],
    "hours": NINE_TO_SIX,
    "holidays": {"2026-03-05": "Ours", "2026-03-06": "Ours"},
}

OWN_RULE = """
jurisdiction: RU
zone: Europe/Moscow
laws: {own: {en: "Our word, {}"}}
rules:
  - id: RU-ZPP-22
    version: 2
    title: {en: Pay sooner}
    trigger: claim_presented
    obligation: satisfy
    length: 5
    unit: CD
    pauses: [examination]
    extended: 8
    law: own
    article: "1"
    certainty: policy
    from: 2026-01-01
    binds: [{kind: [complaint], demands: [refund]}]
"""


def due(case: Complaint, key: str) -> date:
    return Deadline.objects.get(complaint=case, key=key).due_at.date()


def same() -> bool:
    return not list(differences(Tally(), at=AT))


@pytest.fixture
def refund(office: Office) -> Complaint:
    make.office(jurisdiction="RU")
    return make.complaint(demands=(Demand(DemandType.REFUND, 8900, "RUB"),))


def test_once_the_office_has_hours_its_hours_are_working_hours(vera: Person) -> None:
    catalogue.keep_calendar("office", OWN, valid_from=date(2026, 1, 1), by=vera, at=AT)
    evening = AT.replace(hour=14)  # 17:00 in Moscow: one hour before closing
    case = make.complaint(at=evening)
    assessment = Deadline.objects.get(complaint=case, kind="assessment")
    assert assessment.due_at == (AT + timedelta(days=1)).replace(hour=9)  # three hours of the next morning, noon
    assert (assessment.calendar, assessment.calendar_version, assessment.term) == ("office", 1, "4WH")
    assert same()


def test_a_calendar_moves_open_cases_only_when_it_is_let(refund: Complaint, vera: Person) -> None:
    before = due(refund, "POL-UPDATE")
    catalogue.keep_calendar("office", OWN, valid_from=date(2026, 1, 1), by=vera, at=AT)
    assert due(refund, "POL-UPDATE") == before
    moved = {one.key: (one.before.date(), one.after.date()) for one in moving.would_move(moving.as_kept())}
    assert moved["POL-UPDATE"] == (before, before + timedelta(days=1))
    assert reckoner.move_all(at=AT + timedelta(hours=1), by=vera) == 1
    assert due(refund, "POL-UPDATE") == before + timedelta(days=1)
    event = Event.objects.get(complaint=refund, kind="clocks_moved")
    assert event.facts["moved"][0]["calendar"] == "office"
    assert reckoner.move_all(at=AT + timedelta(hours=2), by=vera) == 0
    assert same()


def test_what_a_calendar_would_move_is_known_before_it_is_kept(refund: Complaint) -> None:
    trial = moving.with_calendar("office", OWN, valid_from=date(2026, 1, 1))
    assert {one.key for one in moving.would_move(trial)} >= {"POL-UPDATE"}
    assert not Calendar.objects.exists()


def test_an_own_rule_counts_from_its_day_on_and_open_cases_follow_when_let(refund: Complaint, vera: Person) -> None:
    assert due(refund, "RU-ZPP-22+refund") == date(2026, 3, 12)
    assert [one.after.date() for one in moving.would_move(moving.with_rules(OWN_RULE, "own"))] == [date(2026, 3, 7)]
    catalogue.keep_rules(OWN_RULE, name="own", by=vera, at=AT)
    assert due(refund, "RU-ZPP-22+refund") == date(2026, 3, 12)
    younger = make.complaint(demands=(Demand(DemandType.REFUND, 8900, "RUB"),))
    assert due(younger, "RU-ZPP-22+refund") == date(2026, 3, 7)
    assert same()
    reckoner.move_all(at=AT, by=vera)
    assert due(refund, "RU-ZPP-22+refund") == date(2026, 3, 7)
    assert same()


def test_clocks_stand_still_and_run_on_and_are_extended_where_the_rule_says_so(refund: Complaint, vera: Person) -> None:
    catalogue.keep_rules(OWN_RULE, name="own", by=vera, at=AT)
    case = make.complaint(demands=(Demand(DemandType.REFUND, 8900, "RUB"),))
    with pytest.raises(actions.ActionRefused, match="for this reason"):
        actions.pause(case, reason="appraisal", by=vera, at=AT)
    actions.pause(case, reason="examination", by=vera, at=AT + timedelta(days=1))
    clock = Deadline.objects.get(complaint=case, rule="RU-ZPP-22")
    assert clock.due_at.year == 9999 and clock.next_at.year == 9999
    assert same()
    actions.resume(case, by=vera, at=AT + timedelta(days=4))
    assert due(case, "RU-ZPP-22+refund") == date(2026, 3, 10)
    actions.extend(case, key="RU-ZPP-22+refund", why="The laboratory is full", by=vera, at=AT + timedelta(days=5))
    assert due(case, "RU-ZPP-22+refund") == date(2026, 3, 13)
    assert case.messages.get(letter="extended").body.count("13 March 2026") == 2
    with pytest.raises(actions.ActionRefused, match="no extension"):
        actions.extend(case, key="RU-ZPP-22+refund", why="again", by=vera, at=AT + timedelta(days=5))
    assert same()


def test_a_rule_with_an_overlap_or_a_known_number_is_refused_and_nothing_is_kept(vera: Person) -> None:
    wrong = {
        "is there already": OWN_RULE.replace("version: 2", "version: 1"),
        "own:12": OWN_RULE.replace("unit: CD", "unit: XX"),
        "mapping": "- 1",
        "begins after|gap|overlap": OWN_RULE.replace("from: 2026-01-01", "from: 2026-01-01\n    to: 2026-02-01")
        + OWN_RULE.split("rules:\n")[1].replace("version: 2", "version: 3").replace("2026-01-01", "2026-03-01"),
    }
    for words, pack in wrong.items():
        with pytest.raises(OfficeRefused, match=words):
            catalogue.keep_rules(pack, name="own", by=vera, at=AT)
    assert list(moving.would_move(moving.as_kept())) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weekend": [0, 1, 2, 3, 4, 5, 6]}, "no working day"),
        ({"zone": "Europe/Atlantis"}, "no time zone"),
        ({"holidays": {"2026-02-30": "x"}}, "no day"),
        ({"hours": {"0": [[600, 540]]}}, "follow one another"),
        ({"hours": {"7": []}}, "no weekday"),
        ({"tea": "5"}, "no “tea”"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_in_words(vera: Person, change: dict[str, object], words: str) -> None:
    with pytest.raises(OfficeRefused, match=words):
        catalogue.keep_calendar("office", OWN | change, valid_from=date(2026, 1, 1), by=vera, at=AT)
    with pytest.raises(OfficeRefused, match="no calendar"):
        catalogue.keep_calendar("team/none", OWN, valid_from=date(2026, 1, 1), by=vera, at=AT)
    assert not Calendar.objects.exists()


def test_only_those_who_set_up_the_office_keep_calendars_and_rules(boris: Person) -> None:
    with pytest.raises(NotAllowed):
        catalogue.keep_calendar("office", OWN, valid_from=date(2026, 1, 1), by=boris, at=AT)
    with pytest.raises(NotAllowed):
        catalogue.keep_rules(OWN_RULE, name="own", by=boris, at=AT)


def test_public_holidays_are_kept_once_and_only_later_days_are_added(office: Office, vera: Person) -> None:
    make.office(jurisdiction="RU")
    assert public_calendars.extend(AT) == 1
    assert public_calendars.extend(AT) == 0
    first = Calendar.objects.get(code="RU")
    shorter = first.definition | {"known_to": "2026-06-30", "holidays": {"2026-03-03": "Kept as it is"}}
    Calendar.objects.filter(pk=first.pk).update(definition=shorter)
    assert [gap.code for gap in public_calendars.gaps(AT.replace(month=6))] == ["RU"]
    assert public_calendars.extend(AT) == 1
    grown = Calendar.objects.get(code="RU", version=2).definition
    assert "2026-03-03" in grown["holidays"] and "2026-03-08" not in grown["holidays"]
    assert "2026-11-04" in grown["holidays"]
    assert json.dumps(grown)


def test_a_calendar_that_ends_soon_is_told_once(office: Office, vera: Person, mailoutbox: list[object]) -> None:
    make.office(jurisdiction="RU")
    public_calendars.extend(AT)
    late = AT.replace(year=2040)
    assert [gap.code for gap in public_calendars.gaps(late)] == ["RU"]
    public_calendars.look_after(late)
    public_calendars.look_after(late)
    assert len(mailoutbox) <= 1


def test_an_own_calendar_that_ends_soon_is_told_too(office: Office, vera: Person) -> None:
    catalogue.keep_calendar("office", OWN | {"known_to": "2026-03-20"}, valid_from=date(2026, 1, 1), by=vera, at=AT)
    assert "office" in [gap.code for gap in public_calendars.gaps(AT)]
    catalogue.keep_calendar("office", OWN | {"known_to": "2027-12-31"}, valid_from=date(2026, 1, 1), by=vera, at=AT)
    assert "office" not in [gap.code for gap in public_calendars.gaps(AT)]
