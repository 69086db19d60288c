"""Call the next person: the alarm goes along the ladder, each once a round, by both ways at once, until somebody answers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from amends.core.actions._access import tell_apart
from amends.core.actions._record import Act, recording
from amends.core.models import Alarm, AlarmCall
from amends.core.models.access import CALLED
from amends.core.queries import alarms
from amends.core.queries.office_facts import office_facts
from amends.core.rules.alarms import Turn, Way, next_turn
from amends.core.rules.states import Verb
from amends.office import duty
from amends.office.models import Person

log = structlog.get_logger(__name__)


def call(alarm: Alarm, *, at: datetime) -> None:
    """Has the next person called when it is time. Two workers at once call once: the row of the case is held."""
    if alarm.complaint is None:
        _call_for_test(alarm, at)
        return
    with recording(alarm.complaint, Verb.CALL, at=at, on_behalf_of="clock") as act:
        alarm.refresh_from_db()
        if alarm.answered_at is None and alarm.next_at is not None and alarm.next_at <= at:
            _pass_on(act, alarm)


def _pass_on(act: Act, alarm: Alarm) -> None:
    people = {person.pk: person for person in alarms.ladder(act.case, act.at)}
    called = alarm.calls.filter(round=alarm.round).values_list("person_id", flat=True)
    turn, pause = next_turn(list(people), set(called), alarm.round), _pause()
    if turn is None:
        # Nobody may be told of it; `amends doctor` says so, and the ladder is looked at again soon.
        log.error("alarm_has_nobody_to_call", complaint=str(act.case.key))
        Alarm.objects.filter(pk=alarm.pk).update(person=None, next_at=act.at + pause)
        return
    if (early := _too_early(alarm, turn, pause)) is not None and early > act.at:
        Alarm.objects.filter(pk=alarm.pk).update(next_at=early)
        return
    person = people[turn.person]
    Alarm.objects.filter(pk=alarm.pk).update(person=person, round=turn.round, next_at=act.at + pause)
    if not alarms.may_see(person, act.case, act.at):
        tell_apart(act, person, granted=True, why=CALLED)
        act.event("alarm_named", {"to": person.name, "person": person.pk})
    _ask_for_calls(alarm, person, turn.round, act.at)
    act.event("alarm_passed_on", {"to": person.name, "person": person.pk, "round": turn.round})


def _too_early(alarm: Alarm, turn: Turn, pause: timedelta) -> datetime | None:
    """A new round waits until whoever was called last had their minutes, even when no call to them succeeded."""
    if turn.round <= max(alarm.round, 1):
        return None
    last = alarm.calls.filter(round=alarm.round).order_by("-pk").first()
    return last.asked_at + pause if last else None


def _call_for_test(alarm: Alarm, at: datetime) -> None:
    """A test calls the person on duty once and is not passed on; when the minutes are over, so is the test."""
    with transaction.atomic():
        due = Alarm.objects.filter(pk=alarm.pk, answered_at=None, next_at=alarm.next_at, round=alarm.round)
        person = duty.on_duty(at) if alarm.round == 0 else None
        if not due.update(round=1, next_at=at + _pause() if person else None):
            return
        if person is not None:
            Alarm.objects.filter(pk=alarm.pk).update(person=person)
            _ask_for_calls(alarm, person, 1, at)


def _ask_for_calls(alarm: Alarm, person: Person, round_: int, at: datetime) -> None:
    for way in Way:
        call = AlarmCall(
            key=uuid.uuid4(), alarm=alarm, person=person, way=way, round=round_, asked_at=at, next_try_at=at
        )
        call.link_hash = alarms.link_hash(alarms.link_token(call))
        call.save(force_insert=True)


def _pause() -> timedelta:
    return timedelta(minutes=office_facts().office.alarm_minutes)
