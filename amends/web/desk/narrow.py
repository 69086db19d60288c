"""Narrows a list of cases to what the filter box asks for. Names that nothing answers to become faults in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.numbers import get_currency_precision
from django.db.models import Exists, OuterRef, Q

from amends.core.models import Category, Complaint, Deadline, Message
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries.exposure import at_stake_now
from amends.core.queries.office_facts import office_facts
from amends.core.rules.states import ENDED
from amends.core.rules.words import N_, Reason
from amends.insight.search import search
from amends.office.models import Person, Team
from amends.web.desk.filters import Filter

ME, NOBODY = "me", "nobody"
MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`is_cut`: so many hold the words that only the newest are looked through."""

    cases: ComplaintQuerySet
    faults: tuple[Reason, ...]
    is_cut: bool = False


def asks_for_ended(asked: Filter) -> bool:
    """Stages and marks that no open list holds: then all cases are looked through."""
    return bool(set(asked.stages) & set(ENDED)) or "aside" in asked.flags


def narrow(cases: ComplaintQuerySet, asked: Filter, person: Person, at: datetime) -> Narrowed:
    """The cases that fit everything asked; of several values of one key, any. An unknown name is a fault and left out."""
    faults: list[Reason] = []
    plain = {
        "stage__in": asked.stages,
        "channel__in": asked.channels,
        "kind__in": asked.kinds,
        "language__in": asked.languages,
        "anger__in": asked.anger,
    }
    cases = cases.filter(**{name: list(values) for name, values in plain.items() if values})
    cases = _flags(_stakes(cases, asked), asked.flags, at)
    if asked.categories and (wanted := _categories(asked.categories, faults)):
        cases = cases.filter(wanted)
    if asked.teams and (teams := _teams(asked.teams, faults)):
        cases = cases.filter(team__in=teams)
    for field, names in (("handler", asked.handlers), ("owner", asked.owners)):
        if names and (wanted := people_called(field, names, person, faults)):
            cases = cases.filter(wanted)
    if not asked.words:
        return Narrowed(cases, tuple(faults))
    found = search.matching(cases, asked.words, limit=MOST_FOUND)
    return Narrowed(cases.filter(pk__in=found.ids), tuple(faults), is_cut=found.before is not None)


def _stakes(cases: ComplaintQuerySet, asked: Filter) -> ComplaintQuerySet:
    digits = get_currency_precision(office_facts().office.currency) if asked.stakes else 0
    for compared, amount in asked.stakes:
        cases = cases.filter(**{f"exposure_minor__{compared}": amount.scaleb(digits)})
    return cases


def _flags(cases: ComplaintQuerySet, flags: Collection[str], at: datetime) -> ComplaintQuerySet:
    if not flags:
        return cases
    wanted = {
        "overdue": Q(next_due_at__lt=at, is_open=True),
        "at-risk": _at_risk(at),
        "danger": Q(has_danger=True),
        "confidential": Q(is_confidential=True),
        "anonymous": Q(is_anonymous=True),
        "repeat": Q(is_repeat=True),
        "aside": Q(is_set_aside=True),
        "at-stake": at_stake_now(),
        "undelivered": Q(pk__in=Message.objects.undelivered().values("complaint_id")),
    }
    for flag in flags:
        cases = cases.filter(wanted[flag])
    return cases


def _at_risk(at: datetime) -> Q:
    """Nothing is missed yet, and what is owed next has passed its first warning: the mark that the row shows."""
    near = Deadline.objects.filter(complaint=OuterRef("pk"), due_at=OuterRef("next_due_at"), warn_at__lte=at)
    return Q(is_open=True, next_due_at__gte=at) & Q(Exists(near.filter(is_promise=True, met_at=None, ended_at=None)))


def _categories(names: Sequence[str], faults: list[Reason]) -> Q:
    """By code, with everything below it, or by a part of the name in any language."""
    known = list(Category.objects.filter(valid_to=None))
    wanted = Q()
    for name in names:
        codes = {one.code for one in known if one.code == name or _is_called(one.names, name)}
        if not codes:
            faults.append(Reason(N_("There is no category “%(name)s”."), {"name": name}))
        for code in codes:
            if "." in code:
                wanted |= Q(category__code=code) | Q(category__code__startswith=f"{code}.")
            else:
                wanted |= Q(root=code)
    return wanted


def _teams(names: Sequence[str], faults: list[Reason]) -> list[int]:
    known = list(Team.objects.all())
    found: list[int] = []
    for name in names:
        hits = [team.pk for team in known if team.code == name or _is_called(team.names, name)]
        if not hits:
            faults.append(Reason(N_("There is no team “%(name)s”."), {"name": name}))
        found += hits
    return found


def people_called(field: str, names: Sequence[str], person: Person, faults: list[Reason]) -> Q:
    """Cases by the people in a field, as they are called: `me`, `nobody`, a part of the name. An unknown one is a fault."""
    known = list(Person.objects.only("pk", "name", "names", "email"))
    wanted = Q()
    for name in names:
        if name == NOBODY:
            wanted |= Q(**{field: None})
            continue
        hits = [person.pk] if name == ME else [one.pk for one in known if _is_person(one, name)]
        if not hits:
            faults.append(Reason(N_("Nobody here is called “%(name)s”."), {"name": name}))
        else:
            wanted |= Q(**{f"{field}__in": hits})
    return wanted


def _is_person(person: Person, name: str) -> bool:
    return name in person.name.casefold() or name in person.email or _is_called(person.names, name)


def _is_called(names: dict[str, str], name: str) -> bool:
    return any(name in each.casefold() for each in names.values())


def all_visible(person: Person, at: datetime) -> ComplaintQuerySet:
    return Complaint.objects.visible_to(person, at)
