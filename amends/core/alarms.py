"""Alarms on their way: when one goes on to the next person, which calls are due, what a call says, who answers by its link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.utils.translation import gettext, override

from amends.core import actions
from amends.core.models import Alarm, AlarmCall
from amends.core.queries import alarms
from amends.core.queries.office_facts import office_facts
from amends.core.rules import letters
from amends.core.rules.alarms import SIGN_NAMES, Answered, Sign, Way, weekly_moment
from amends.office.models import Office

log = structlog.get_logger(__name__)
PORTION = 50
LEASE = timedelta(minutes=2)
"""For how long a call belongs to the worker that makes it; after it a killed worker's call is made anew."""
SET_BACK = timedelta(minutes=1)


# Jobs of the worker ---------------------------------------------------------------------------------------------------


def pass_on(at: datetime) -> int:
    """Has the next person called for each alarm whose moment has come; one that fails is set back and stops no other."""
    due = Alarm.objects.filter(next_at__isnull=False, next_at__lte=at).order_by("next_at", "pk")
    rows = list(due.select_related("complaint")[:PORTION])
    for alarm in rows:
        try:
            actions.call(alarm, at=at)
        except Exception:
            log.exception("alarm_not_passed_on", alarm=alarm.pk)
            Alarm.objects.filter(pk=alarm.pk, answered_at=None).update(next_at=at + SET_BACK)
    return len(rows)


def test_weekly(at: datetime) -> int:
    """Raises the test of the week when its day and hour have come; two workers raise one."""
    office = office_facts().office
    if not office.is_set_up:
        return 0
    moment = weekly_moment(at, office.alarm_test_day, office.alarm_test_hour, office_facts().zone)
    if moment is not None and not Alarm.objects.filter(occasion=_occasion(moment)).exists():
        actions.try_alarm(at=at, occasion=_occasion(moment))
    return 0


def _occasion(moment: datetime) -> str:
    return f"week of {moment:%Y-%m-%d}"


def take_due(way: Way, at: datetime) -> Iterator[AlarmCall]:
    """Calls of a way that are due, each taken for this worker alone just before it is made.

    Nothing is taken while outgoing mail is held back: a copy of the office that was restored somewhere calls nobody.
    """
    if not Office.current().outgoing_mail:
        return
    due = AlarmCall.objects.filter(way=way, next_try_at__isnull=False, next_try_at__lte=at)
    rows = due.select_related("alarm__complaint", "person").order_by("next_try_at", "pk")[:PORTION]
    for call in rows:
        same = AlarmCall.objects.filter(pk=call.pk, next_try_at=call.next_try_at)
        if same.update(next_try_at=at + LEASE):
            yield call


# What a call says -----------------------------------------------------------------------------------------------------


def language_of(call: AlarmCall) -> str:
    """The called person's language, else that of the office."""
    language = call.person.language
    return language if language in letters.LANGUAGES else office_facts().language


def letter_of(call: AlarmCall, *, short: bool) -> letters.Letter:
    """The words of a call: number, sort of danger, link. Nothing of the complainant, whose words never leave the house
    this way. SHORT is for a telephone."""
    language, case = language_of(call), call.alarm.complaint
    code = f"{'staff_alarm_test' if case is None else 'staff_alarm'}{'_short' if short else ''}"
    with override(language):
        danger = gettext(SIGN_NAMES[Sign(call.alarm.sign)])
    values = {"number": str(case.number) if case else None, "danger": danger, "link": link_of(call)}
    known, _ = letters.placeholders(code)
    return letters.fill(code, language, **{name: value for name, value in values.items() if name in known})


def link_of(call: AlarmCall) -> str:
    """The page on which the called person answers; a look at it answers nothing."""
    return f"{settings.BASE_URL}/alarm/{alarms.link_token(call)}"


def reply_address(call: AlarmCall) -> str:
    """Where the gateway says that the person has answered it."""
    return f"{settings.BASE_URL}/api/v1/alarms/{alarms.link_token(call)}"


# Answers --------------------------------------------------------------------------------------------------------------


def answer_call(call: AlarmCall, *, how: Answered, at: datetime) -> bool:
    """The called person answers. False when it was answered before or the test is over.

    Raises NotFound and NotAllowed when the person may not see the case any more.
    """
    alarm = call.alarm
    if alarm.complaint is None:
        return actions.answer_test(alarm, by=call.person, at=at, how=how)
    try:
        actions.answer_alarm(alarm.complaint, by=call.person, at=at, how=how)
    except (actions.NotFound, actions.NotAllowed):
        raise
    except actions.ActionRefused:
        return False
    return True
