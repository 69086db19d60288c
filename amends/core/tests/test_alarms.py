"""An alarm of danger goes along the ladder until somebody answers; nothing is lost, nobody is called who may not be."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from amends.core import actions, alarms, make
from amends.core.models import Alarm, AlarmCall, Complaint, Event
from amends.core.queries.alarms import call_of, ladder, link_token, waiting_alarm
from amends.core.rules.alarms import PAUSES, Answered, Sign, Way, is_untested, next_try, next_turn, weekly_moment
from amends.core.rules.hands import NAMED
from amends.core.rules.kinds import Harm
from amends.office.models import Absence, Office, Person, Shift, Team

AT = make.MONDAY
MINUTE = timedelta(minutes=1)
DANGER = "The child vomited and had a rash after the puree."


def on_duty(person: Person, *, begins: datetime = AT - timedelta(hours=1), hours: int = 8) -> None:
    Shift.objects.create(person=person, starts_at=begins, ends_at=begins + timedelta(hours=hours))


def danger(**fields: object) -> Complaint:
    return make.complaint(text=DANGER, **fields)  # type: ignore[arg-type]


def told(case: Complaint, kind: str) -> list[dict[str, object]]:
    return [event.facts for event in Event.objects.filter(complaint=case, kind=kind).order_by("seq")]


def called(case: Complaint) -> list[str]:
    return [str(facts["to"]) for facts in told(case, "alarm_passed_on")]


def pass_time(at: datetime, *, minutes: int) -> datetime:
    """The worker works each minute."""
    for minute in range(minutes):
        alarms.pass_on(at + minute * MINUTE)
    return at + minutes * MINUTE


# Rules ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "called", "round_", "turn"),
    [
        ([1, 2, 3], [], 0, (1, 1)),
        ([1, 2, 3], [1], 1, (2, 1)),
        ([1, 2, 3], [1, 2, 3], 1, (1, 2)),
        ([4, 1], [1], 1, (4, 1)),
        ([1], [1], 7, (1, 8)),
        ([], [1], 1, None),
    ],
)
def test_each_is_called_once_a_round(
    ladder: list[int], called: list[int], round_: int, turn: tuple[int, int] | None
) -> None:
    found = next_turn(ladder, called, round_)
    assert (found and (found.person, found.round)) == turn


def test_all_tries_of_a_call_fit_into_ten_minutes() -> None:
    assert sum(PAUSES, timedelta()) < timedelta(minutes=10)
    assert next_try(1, AT) == AT + PAUSES[0] and next_try(len(PAUSES) + 1, AT) is None


MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("name", "at", "moment"),
    [
        ("the very hour", datetime(2026, 3, 3, 10, tzinfo=MOSCOW), datetime(2026, 3, 3, 10, tzinfo=MOSCOW)),
        ("three hours late", datetime(2026, 3, 3, 13, tzinfo=MOSCOW), datetime(2026, 3, 3, 10, tzinfo=MOSCOW)),
        ("just before", datetime(2026, 3, 3, 9, 59, tzinfo=MOSCOW), None),
        ("the evening after", datetime(2026, 3, 3, 14, tzinfo=MOSCOW), None),
        ("another day", datetime(2026, 3, 5, 10, tzinfo=MOSCOW), None),
    ],
)
def test_the_weekly_test_comes_on_its_hour_or_not_much_later(name: str, at: datetime, moment: datetime | None) -> None:
    assert weekly_moment(at, weekday=1, hour=10, zone=MOSCOW) == moment


def test_a_way_is_untested_after_nine_days() -> None:
    assert is_untested(None, AT)
    assert not is_untested(AT - timedelta(days=9), AT) and is_untested(AT - timedelta(days=9, seconds=1), AT)


# What raises one ------------------------------------------------------------------------------------------------------

RAISED = [
    ("words", {"text": DANGER}, Sign.WORDS),
    ("a mark of the complainant", {"harm": (Harm.HEALTH,)}, Sign.MARK),
    ("neither", {}, None),
    ("other harm", {"harm": (Harm.MONEY,)}, None),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "fields", "sign"), RAISED, ids=[row[0] for row in RAISED])
def test_a_danger_is_raised_with_the_complaint_itself(
    name: str, fields: dict[str, object], sign: Sign | None, office: Office
) -> None:
    case = make.complaint(**fields)  # type: ignore[arg-type]
    alarm = waiting_alarm(case)
    assert (alarm and alarm.sign) == sign and case.has_danger is (sign is not None)
    assert told(case, "alarm_raised") == ([{"sign": sign}] if sign else [])
    if sign:
        assert case.deadlines.get(kind="assessment").due_at == AT + timedelta(hours=1)


@pytest.mark.django_db
def test_a_later_message_raises_it_and_starts_the_hour(boris: Person) -> None:
    case = make.complaint(by=boris, until="classified")
    later = AT + timedelta(days=2)
    actions.add(case, make.intake(text=DANGER), party=None, at=later)
    case.refresh_from_db()
    assert case.has_danger and waiting_alarm(case)
    assert case.deadlines.get(kind="assessment", met_at=None).due_at == later + timedelta(hours=1)
    actions.add(case, make.intake(text="She still vomits"), party=None, at=later + MINUTE)
    assert Alarm.objects.count() == 1, "while one waits people are being called already"
    actions.answer_alarm(case, by=boris, at=later + 2 * MINUTE)
    actions.add(case, make.intake(text="We are in hospital now"), party=None, at=later + timedelta(hours=5))
    assert Alarm.objects.count() == 2, "somebody may have got worse since"


@pytest.mark.django_db
def test_what_a_machine_answers_raises_none(boris: Person) -> None:
    case = make.complaint()
    actions.add(case, make.intake(text=DANGER, automatic=True), party=None, at=AT)
    assert not Alarm.objects.exists()


@pytest.mark.django_db
def test_a_person_raises_it_with_a_reason(boris: Person) -> None:
    case = make.complaint()
    with pytest.raises(actions.ActionRefused, match="why"):
        actions.mark_danger(case, why=" ", by=boris, at=AT)
    actions.mark_danger(case, why="She coughs blood", by=boris, at=AT + MINUTE)
    alarm = waiting_alarm(case)
    assert alarm and (alarm.sign, alarm.raised_by) == (Sign.PERSON, boris)
    assert case.next_due_at == AT + MINUTE + timedelta(hours=1)
    with pytest.raises(actions.ActionRefused, match="already"):
        actions.mark_danger(case, why="Again", by=boris, at=AT + MINUTE)


@pytest.mark.django_db
def test_a_category_of_danger_raises_it(boris: Person) -> None:
    make.category("health", is_danger=True)
    case = make.complaint()
    actions.classify(case, issues=[actions.IssueFacts("health")], by=boris, at=AT)
    assert waiting_alarm(case) and case.has_danger


# Whom it calls --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_ladder_from_duty_to_the_top(
    front: Team, boris: Person, ivan: Person, marina: Person, vera: Person, gleb: Person
) -> None:
    nina = make.person("Nina", "operator", team=front)
    top = make.person("Tamara", "top")
    on_duty(boris)
    on_duty(nina, begins=AT + timedelta(hours=7))
    on_duty(gleb, begins=AT - timedelta(hours=2))  # of another team: may not see the case
    case = danger()
    assert [person.name for person in ladder(case, AT)] == ["Boris", "Nina", "Marina", "Vera", "Tamara"]
    assert top in ladder(case, AT)
    Absence.objects.create(person=boris, deputy=ivan, starts_at=AT, ends_at=AT + timedelta(days=1))
    assert [person.name for person in ladder(case, AT)][:2] == ["Ivan", "Nina"]


@pytest.mark.django_db
def test_nobody_is_called_about_themselves_nor_of_what_they_may_not_see(
    boris: Person, marina: Person, vera: Person, zoya: Person
) -> None:
    on_duty(boris)
    about = danger(employee=boris.pk)
    assert about.is_confidential and not {boris, marina, zoya} & set(ladder(about, AT))
    actions.protect(danger(), confidential=True, why="Named", named=[vera], by=boris, at=AT)
    named = Complaint.objects.order_by("-pk")[0]
    assert [person.name for person in ladder(named, AT)] == ["Boris", "Vera"]


@pytest.mark.django_db
def test_with_nobody_to_call_the_log_does_not_fill(boris: Person, marina: Person) -> None:
    on_duty(boris)
    about = danger(employee=boris.pk)
    assert ladder(about, AT) == []
    events = Event.objects.count()
    pass_time(AT, minutes=30)
    assert Event.objects.count() == events
    assert waiting_alarm(about)


@pytest.mark.django_db
def test_a_danger_that_nobody_may_see_reaches_heads_then_the_top_and_names_them(
    boris: Person, marina: Person, vera: Person, zoya: Person
) -> None:
    make.person("Tamara", "top")
    on_duty(boris)
    about = danger(employee=boris.pk)
    visible = Complaint.objects.visible_to(vera, AT).filter(pk=about.pk)
    assert not visible.exists(), "nobody sees it before the alarm needs them"
    at = pass_time(AT, minutes=5)
    assert called(about) == ["Vera"] and visible.exists()
    assert told(about, "alarm_named") == [{"to": "Vera", "person": vera.pk, NAMED: {str(vera.pk): True}}]
    call = AlarmCall.objects.filter(person=vera)[0]
    assert call_of(link_token(call), at) == call, "the link in the call opens for whom it called"
    pass_time(at, minutes=40)
    assert called(about) == ["Vera", "Tamara", "Vera", "Tamara", "Vera"]
    assert [facts["to"] for facts in told(about, "alarm_named")] == ["Vera", "Tamara"], "each is named once"
    assert alarms.answer_call(call, how=Answered.LINK, at=AT + 50 * MINUTE)
    assert not Complaint.objects.visible_to(marina, AT).filter(pk=about.pk).exists()


@pytest.mark.django_db
def test_a_head_whom_the_danger_is_about_is_not_called_for_want_of_others(vera: Person) -> None:
    make.person("Tamara", "top")
    about = danger(employee=vera.pk)
    pass_time(AT, minutes=25)
    assert called(about) == ["Tamara", "Tamara", "Tamara"]
    assert not Complaint.objects.visible_to(vera, AT).filter(pk=about.pk).exists()


@pytest.mark.django_db
def test_whoever_may_see_a_confidential_danger_is_called_and_nobody_else_is_named(
    boris: Person, marina: Person, vera: Person
) -> None:
    about = danger(employee=boris.pk)
    on_duty(marina)
    actions.protect(danger(), confidential=True, why="Named", by=marina, at=AT)
    case = Complaint.objects.order_by("-pk")[0]
    pass_time(AT, minutes=25)
    assert set(called(case)) == {"Marina"} and not told(case, "alarm_named")
    assert set(called(about)) == {"Vera"}


@pytest.mark.django_db
def test_it_is_passed_on_every_ten_minutes_and_rounds_repeat(boris: Person, vera: Person) -> None:
    on_duty(boris)
    case = danger()
    pass_time(AT, minutes=9)
    assert called(case) == ["Boris"]
    pass_time(AT + 9 * MINUTE, minutes=27)
    assert called(case) == ["Boris", "Vera", "Boris", "Vera"]
    assert [facts["round"] for facts in told(case, "alarm_passed_on")] == [1, 1, 2, 2]
    assert AlarmCall.objects.count() == 8 and set(AlarmCall.objects.values_list("way", flat=True)) == set(Way)
    actions.answer_alarm(case, by=vera, at=AT + 36 * MINUTE)
    pass_time(AT + 36 * MINUTE, minutes=60)
    assert len(called(case)) == 4 and not AlarmCall.objects.filter(next_try_at__isnull=False).exists()
    assert case.deadlines.get(kind="assessment").met_at is None, "answering does not end the hour"
    assert told(case, "alarm_answered") == [{"how": "desk", "round": 2}]


@pytest.mark.django_db
def test_the_office_sets_the_minutes(boris: Person, vera: Person) -> None:
    Office.objects.update(alarm_minutes=3)
    on_duty(boris)
    case = danger()
    pass_time(AT, minutes=5)
    assert called(case) == ["Boris", "Vera"]


@pytest.mark.django_db
def test_whom_no_way_reaches_keeps_nobody_waiting_but_rounds_keep_their_time(boris: Person, vera: Person) -> None:
    on_duty(boris)
    case = danger()
    at = AT
    for _ in range(200):
        alarms.pass_on(at)
        for way in Way:
            for call in alarms.take_due(way, at):
                actions.called(call, ok=False, detail="550 no such user", at=at, final=True)
        at += timedelta(seconds=6)
    assert called(case)[:2] == ["Boris", "Vera"] and len(called(case)) <= 6
    assert len(told(case, "alarm_failed")) == 2 * len(called(case))
    assert not told(case, "alarm_called")


@pytest.mark.django_db
def test_an_open_form_stays_good_while_an_alarm_calls(boris: Person, vera: Person) -> None:
    on_duty(boris)
    case = danger()
    read = Complaint.objects.get(pk=case.pk)
    alarms.pass_on(AT)
    actions.answer_alarm(Complaint.objects.get(pk=case.pk), by=vera, at=AT + MINUTE)
    actions.restate(read, text="Your child was sick", by=boris, at=AT + 2 * MINUTE)


# How it is answered ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("how", [Answered.LINK, Answered.REPLY])
def test_the_secret_of_a_call_answers_once(how: Answered, boris: Person) -> None:
    on_duty(boris)
    case = danger()
    alarms.pass_on(AT)
    first, second = AlarmCall.objects.order_by("pk")
    found = call_of(link_token(first), AT)
    assert found == first and found.link_hash not in alarms.link_of(first)
    assert alarms.answer_call(found, how=how, at=AT + MINUTE)
    assert not alarms.answer_call(second, how=how, at=AT + 2 * MINUTE)
    assert told(case, "alarm_answered") == [{"how": how, "round": 1}]
    assert Event.objects.get(complaint=case, kind="alarm_answered").by == boris


@pytest.mark.django_db
def test_who_lost_sight_or_left_answers_no_more(boris: Person, vera: Person) -> None:
    on_duty(boris)
    case = danger()
    alarms.pass_on(AT)
    call = AlarmCall.objects.first()
    assert call
    actions.protect(case, confidential=True, about=[boris], why="It is about him", by=vera, at=AT)
    with pytest.raises(actions.NotFound):
        alarms.answer_call(call, how=Answered.LINK, at=AT)
    assert call_of(link_token(call), AT) is None
    other = danger()
    alarms.pass_on(AT)
    second = AlarmCall.objects.filter(alarm__complaint=other)[0]
    assert second.person == boris and call_of(link_token(second), AT)
    Person.objects.filter(pk=boris.pk).update(is_active=False)
    assert call_of(link_token(second), AT) is None
    assert waiting_alarm(case)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "A" * 22, "A" * 65, "’" * 22])
def test_a_made_up_secret_opens_nothing(token: str, office: Office) -> None:
    assert call_of(token, AT) is None


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [actions.clear_danger, actions.set_aside])
def test_who_looked_has_answered(verb: object, boris: Person) -> None:
    case = danger()
    verb(case, why="The box was torn, nobody is ill", by=boris, at=AT)  # type: ignore[operator]
    assert waiting_alarm(case) is None and told(case, "alarm_answered")
    with pytest.raises(actions.ActionRefused, match="No alarm"):
        actions.answer_alarm(case, by=boris, at=AT)


# Words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
@pytest.mark.parametrize("short", [True, False])
def test_a_call_tells_number_and_sort_of_danger_and_nothing_of_the_complainant(
    language: str, short: bool, boris: Person
) -> None:
    Person.objects.filter(pk=boris.pk).update(language=language)
    on_duty(boris)
    case = danger()
    alarms.pass_on(AT)
    call = AlarmCall.objects.select_related("person", "alarm__complaint")[0]
    letter = alarms.letter_of(call, short=short)
    whole = f"{letter.subject}\n{letter.text}"
    assert str(case.number) in whole and f"\n{alarms.link_of(call)}" in letter.text
    for private in (case.complainant_name, "vomited", "rash", "anna@mail.example", "900"):
        assert private not in whole.replace(alarms.link_of(call), "")
    assert len(letter.text) < 340 or not short


# Tests of the alarm ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_weekly_test_calls_the_person_on_duty_once_and_is_over_in_ten_minutes(boris: Person, vera: Person) -> None:
    tuesday = datetime(2026, 3, 3, 10, 0, tzinfo=MOSCOW)
    on_duty(boris, begins=tuesday - timedelta(hours=1))
    for minutes in range(0, 60, 5):
        alarms.test_weekly(tuesday + minutes * MINUTE)
        alarms.pass_on(tuesday + minutes * MINUTE)
    test = Alarm.objects.get()
    assert test.is_test and not test.is_waiting and test.person == boris
    assert [(call.person, call.way) for call in test.calls.all()] == [(boris, Way.MAIL), (boris, Way.GATEWAY)]
    alarms.test_weekly(tuesday + timedelta(days=7))
    assert Alarm.objects.count() == 2


@pytest.mark.django_db
def test_a_test_is_answered_by_its_link_and_by_hand_not_twice_at_once(boris: Person, vera: Person) -> None:
    on_duty(boris)
    actions.try_alarm(at=AT, by=vera)
    with pytest.raises(actions.ActionRefused, match="under way"):
        actions.try_alarm(at=AT, by=vera)
    alarms.pass_on(AT)
    call = AlarmCall.objects.select_related("alarm", "person")[0]
    assert "only a test" in alarms.letter_of(call, short=False).text
    assert alarms.answer_call(call, how=Answered.LINK, at=AT + MINUTE)
    assert not alarms.answer_call(call, how=Answered.LINK, at=AT + MINUTE)
    assert Alarm.objects.get().answered_by == boris
    actions.try_alarm(at=AT + timedelta(hours=1), by=vera)


@pytest.mark.django_db
def test_without_anybody_on_duty_the_test_says_so(office: Office) -> None:
    actions.try_alarm(at=AT)
    alarms.pass_on(AT)
    test = Alarm.objects.get()
    assert (test.person, test.is_waiting, test.calls.count()) == (None, False, 0)


@pytest.mark.django_db
def test_a_restored_copy_calls_nobody(boris: Person) -> None:
    on_duty(boris)
    danger()
    alarms.pass_on(AT)
    Office.objects.update(outgoing_mail=False)
    assert [*alarms.take_due(Way.MAIL, AT), *alarms.take_due(Way.GATEWAY, AT)] == []
