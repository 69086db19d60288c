"""Asks about alarms: which one waits, whom it calls in which order, whose call a link belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet

from amends.core.models import Alarm, AlarmCall, Complaint
from amends.core.models.access import CALLED
from amends.core.rules import rights
from amends.core.rules.states import Verb
from amends.lib import secrets
from amends.office import duty
from amends.office.models import Person, RoleHeld
from amends.office.roles import Role

LATELY = timedelta(days=30)
LEVELS = (Role.SENIOR, Role.HEAD, Role.TOP)
LAST_RESORT = (Role.HEAD, Role.TOP)


def waiting_alarm(case: Complaint) -> Alarm | None:
    """The alarm of a case that nobody has answered yet."""
    return Alarm.objects.filter(complaint=case, answered_at=None).select_related("person").first()


def waiting(person: Person, at: datetime) -> QuerySet[Alarm]:
    """Unanswered alarms of the cases this person may see, oldest first."""
    return of_sight(person, at).filter(answered_at=None).order_by("raised_at", "pk")


def of_sight(person: Person, at: datetime) -> QuerySet[Alarm]:
    """Alarms of the cases this person may see."""
    visible = Complaint.objects.visible_to(person, at).order_by().values("pk")
    return Alarm.objects.filter(complaint__in=visible).select_related("complaint", "person", "answered_by")


def ladder(case: Complaint, at: datetime) -> list[Person]:
    """Whom an alarm of this case calls, each once a round: who is on duty, who is next, those who have the case or
    stand in for them, senior experts, heads, top management.

    Only people who may see the case and answer the alarm. Where there are none, a danger must reach somebody all the
    same: heads, then top management, who are named on the case when they are called. Never the one it is about (invariant 5).
    """
    wished: dict[int, Person] = {}
    for person in _wished(case, at):
        wished.setdefault(person.pk, person)
    found = [person for person in wished.values() if _may_be_called(person, case, at)]
    named = set(case.access.filter(is_granted=True, why=CALLED).values_list("person_id", flat=True))
    return found if any(person.pk not in named for person in found) else _last_resort(case, at)


def may_see(person: Person, case: Complaint, at: datetime) -> bool:
    return Complaint.objects.visible_to(person, at).filter(pk=case.pk).exists()


def call_of(token: str, at: datetime) -> AlarmCall | None:
    """The call that a link or a reply of the gateway belongs to; None when its person may not see the case any more."""
    if not 20 <= len(token) <= 64:
        return None
    calls = AlarmCall.objects.select_related("person", "alarm__complaint", "alarm__answered_by")
    call = calls.filter(link_hash=link_hash(token)).first()
    if call is None or not call.person.is_active:
        return None
    case = call.alarm.complaint
    return call if case is None or _may_be_called(call.person, case, at) else None


def link_token(call: AlarmCall) -> str:
    """The secret of one call, made anew whenever it is needed; only its keyed hash is kept."""
    return secrets.link_token(secrets.derive(settings.SECRET_KEY, "alarm link", call.key.bytes, 16))


def link_hash(token: str) -> str:
    return secrets.keyed_hash(settings.SECRET_KEY, "alarm link", token)


def _wished(case: Complaint, at: datetime) -> Iterator[Person]:
    yield from duty.all_on_duty(at)
    following = (duty.next_on_duty(at), *(duty.stand_in(one, at) for one in (case.handler, case.owner) if one))
    yield from filter(None, following)
    for role in LEVELS:
        yield from _holders(role, case, at)


def _holders(role: Role, case: Complaint, at: datetime) -> Iterator[Person]:
    """Who holds a role today, the category's own first, deputies last."""
    today = at.date()
    held = RoleHeld.objects.filter(
        Q(from_on=None) | Q(from_on__lte=today), Q(to_on=None) | Q(to_on__gte=today), role=role, person__is_active=True
    )
    rows = held.select_related("person").order_by("is_deputy", "pk")
    for row in sorted(rows, key=lambda one: not (case.root and one.category == case.root)):
        if (person := duty.stand_in(row.person, at)) is not None:
            yield person


def _last_resort(case: Complaint, at: datetime) -> list[Person]:
    kept_out = set(case.access.filter(is_granted=False).values_list("person_id", flat=True))
    found: dict[int, Person] = {}
    for role in LAST_RESORT:
        for person in _holders(role, case, at):
            if person.pk not in kept_out and _may_answer(person, at):
                found.setdefault(person.pk, person)
    return list(found.values())


def _may_be_called(person: Person, case: Complaint, at: datetime) -> bool:
    return _may_answer(person, at) and may_see(person, case, at)


def _may_answer(person: Person, at: datetime) -> bool:
    return person.is_active and not person.roles_on(at.date()).isdisjoint(rights.RIGHTS[Verb.ANSWER_ALARM])
