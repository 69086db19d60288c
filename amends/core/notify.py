"""Tells staff, in the desk and by mail as each wishes, what was given to them, answered, undelivered or about to be late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from amends.core.models import Complaint, Event, Notice
from amends.core.rules.kinds import Kind
from amends.office.duty import deputy_of
from amends.office.models import Person
from amends.office.roles import Role

ASSIGNED, WROTE, UNDELIVERED, NEAR, MISSED, DANGER, PRAISE = (
    "assigned",
    "wrote",
    "undelivered",
    "near",
    "missed",
    "danger",
    "praise",
)
BY_MAIL_UNLESS_REFUSED = frozenset({ASSIGNED, MISSED})
"""Sent by mail to whoever has said nothing; the rest only to whoever asked for it. Of danger an alarm calls by itself."""

NOTICE_OF = {
    "received": ASSIGNED,
    "added": WROTE,
    "confirmed": WROTE,
    "assigned": ASSIGNED,
    "handed_over": ASSIGNED,
    "withdrawn": WROTE,
    "reopened": WROTE,
    "message_failed": UNDELIVERED,
    "message_bounced": UNDELIVERED,
    "deadline_near": NEAR,
    "deadline_missed": MISSED,
    "escalated": MISSED,
}

KNOWN_AS_PRAISE = frozenset({"received", "classified", "kind_settled"})
"""After these it may be praise, and name somebody."""

STEPS = frozenset({"deadline_near", "deadline_missed", "escalated"})
"""Events of the ladder: each says itself who is told."""


def react(events: Sequence[Event], at: datetime) -> None:
    """Writes the notices of a batch of events; a second run writes none twice. Nobody is told what they did themselves."""
    rows = {
        (person.pk, kind, event.complaint_id if kind == PRAISE else -event.pk): Notice(
            person=person, complaint=event.complaint, event=event, kind=kind, at=at
        )
        for event in events
        for person, kind in _told(event, at)
        if person.is_active and person.pk != event.by_id
    }
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)


def _told(event: Event, at: datetime) -> Iterable[tuple[Person, str]]:
    yield from _told_by_kind(event, at)
    if event.kind in KNOWN_AS_PRAISE and event.complaint.kind == Kind.PRAISE:
        yield from ((person, PRAISE) for person in _praised(event.complaint, at))


def _told_by_kind(event: Event, at: datetime) -> Iterable[tuple[Person, str]]:
    case = event.complaint
    if event.kind == "alarm_passed_on":
        return [(person, DANGER) for person in Person.objects.filter(pk=event.facts["person"])]
    kind = NOTICE_OF.get(event.kind, "")
    if not kind or (event.kind == "received" and case.has_danger):
        return []  # of danger the alarm tells, whom it calls
    if event.kind in STEPS:
        return [(person, kind) for person in _on_the_ladder(event, at)]
    people = {person.pk: person for person in _present((case.handler, case.owner), at)}
    if kind == UNDELIVERED and not people:
        people = {person.pk: person for person in _seeing(Role.HEAD, case, at)}  # somebody must find another way
    return [(person, kind) for person in people.values()]


def _on_the_ladder(event: Event, at: datetime) -> list[Person]:
    """Whom this step reaches. Where nobody stands on it the heads hear it; spam troubles nobody.

    That a promise broke, those who handle the case and the senior expert are told too, whoever else the step names.
    """
    case, to = event.complaint, event.facts.get("to", "handler")
    if case.is_set_aside:
        return []
    people = [*_present((case.handler, case.owner), at)] if to == "handler" or event.kind == "deadline_missed" else []
    if to == "senior" or event.kind == "deadline_missed":
        people += _seniors(case, at)
    if to in _ROLES:
        people += _seeing(_ROLES[to], case, at)
    return list({person.pk: person for person in people or _seeing(Role.HEAD, case, at)}.values())


_ROLES = {"head": Role.HEAD, "top": Role.TOP}


def _seniors(case: Complaint, at: datetime) -> list[Person]:
    """The senior expert of the category, with the deputy who stands in; of the whole area where the category has none."""
    seniors = _seeing(Role.SENIOR, case, at)
    own = [
        person
        for person in seniors
        if any(held.role == Role.SENIOR and held.category and held.category == case.root for held in person.held)
    ]
    return [*_present(own or seniors, at)]


def _present(people: Iterable[Person | None], at: datetime) -> Iterator[Person]:
    """These people, and for whoever is away also the deputy who acts for them (invariant 2)."""
    for person in people:
        if person is None:
            continue
        yield person
        if (deputy := deputy_of(person, at)) is not None:
            yield deputy


def _seeing(role: Role, case: Complaint, at: datetime) -> list[Person]:
    """Those of a role who may see the case."""
    people = Person.objects.filter(roles_held__role=role, is_active=True).distinct()
    return [one for one in people if Complaint.objects.visible_to(one, at).filter(pk=case.pk).exists()]


def _praised(case: Complaint, at: datetime) -> list[Person]:
    """Whom praise is about, and the heads: praise reaches the employee and the boss, each once."""
    named = Person.objects.filter(pk__in=case.issues.exclude(employee=None).values("employee"))
    told = set(Notice.objects.filter(complaint=case, kind=PRAISE).values_list("person", flat=True))
    people = {person.pk: person for person in (*named, *_seeing(Role.HEAD, case, at))}
    return [person for pk, person in people.items() if pk not in told]
