"""Alarms: which wait for an answer, whether both ways to people work, the last tests, and a button to try them now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from amends.core import actions
from amends.core.models import Alarm, AlarmCall
from amends.core.queries import alarm_health
from amends.core.queries import alarms as queries
from amends.core.rules.alarms import SIGN_NAMES, WAY_NAMES, Sign, Way
from amends.office.models import Person
from amends.office.roles import MAY_SET_UP_THE_OFFICE
from amends.web.desk.entrance import person_of, show, staff

MOST = 30


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call in words: whom, by which way, what became of it (`tone` is the class of its mark)."""

    who: str
    way: str
    words: str
    tone: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One alarm with its calls."""

    alarm: Alarm
    sign: str
    calls: Sequence[CallLine]


@staff
@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """Alarms of the cases this person sees; ways, roster and tests for those who set up the office."""
    at, person = timezone.now(), person_of(request)
    seen = queries.of_sight(person, at)
    may_set_up = _may_set_up(person, at)
    answered = seen.filter(answered_at__gt=at - queries.LATELY).order_by("-answered_at")
    tests = Alarm.objects.filter(complaint=None).select_related("person", "answered_by")
    health = alarm_health.alarm_health(at) if may_set_up else None
    facts = {
        "waiting": _lines(queries.waiting(person, at)),
        "answered": _lines(answered),
        "may_set_up": may_set_up,
        "health": health,
        "findings": alarm_health.findings(health, at) if health else [],
        "tests": _lines(tests.order_by("-pk")[:10]) if may_set_up else [],
    }
    return show(request, "desk/alarms.html", facts, at)


@staff
@require_POST
def try_now(request: HttpRequest) -> HttpResponse:
    """Calls the person on duty by both ways, as a test."""
    at, person = timezone.now(), person_of(request)
    if not _may_set_up(person, at):
        raise PermissionDenied
    try:
        actions.try_alarm(at=at, by=person)
        messages.success(
            request, gettext("The test is on its way to the person on duty. The outcome stands here soon.")
        )
    except actions.ActionRefused as refused:
        messages.info(request, str(refused))
    return HttpResponseRedirect(reverse("desk:alarms"))


def _may_set_up(person: Person, at: datetime) -> bool:
    return person.has_role(MAY_SET_UP_THE_OFFICE, at.date())


def _lines(rows: QuerySet[Alarm]) -> list[Line]:
    calls = Prefetch("calls", AlarmCall.objects.select_related("person").order_by("-pk"))
    found = rows.prefetch_related(calls)
    return [
        Line(alarm, gettext(SIGN_NAMES[Sign(alarm.sign)]), [_call(call) for call in alarm.calls.all()[:MOST]])
        for alarm in (found if rows.query.is_sliced else found[:MOST])
    ]


def _call(call: AlarmCall) -> CallLine:
    words, tone = {
        True: (gettext("reached"), "kept"),
        False: (gettext("not reached"), "broken"),
        None: (gettext("trying") if call.next_try_at else gettext("not made any more"), ""),
    }[call.ok]
    at = call.tried_at or call.asked_at
    return CallLine(call.person.name, gettext(WAY_NAMES[Way(call.way)]), words, tone, call.detail, at)
