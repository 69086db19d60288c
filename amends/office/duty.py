"""Asks the roster: who is on duty, who is away, who stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from amends.office.models import Absence, Person, Shift
from amends.office.roster import Span, gaps, without


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of a short while, read at once, so that a busy house need not ask for every complaint."""

    since: datetime
    until: datetime
    shifts: tuple[Shift, ...]
    absences: Mapping[int, tuple[Absence, ...]]

    def covers(self, at: datetime) -> bool:
        return self.since <= at < self.until

    def on_duty(self, at: datetime) -> Person | None:
        """What `on_duty` says of a moment that the roster covers."""
        for shift in self.shifts:
            away = self.absences.get(shift.person_id, ())
            if shift.starts_at <= at < shift.ends_at and not any(each.starts_at <= at < each.ends_at for each in away):
                return shift.person
        return None

    def is_covered(self, start: datetime, end: datetime) -> bool:
        """What `is_covered` says of a while that lies in this one."""
        away = [absence for absences in self.absences.values() for absence in absences]
        return not gaps(covered(self.shifts, away), start, end)


def roster(since: datetime, length: timedelta) -> Roster:
    """The shifts and absences that touch a while, the last begun first; people whose account has ended are not in it."""
    until = since + length
    touching = {"starts_at__lt": until, "ends_at__gt": since}
    shifts = Shift.objects.filter(**touching, person__is_active=True).select_related("person")
    absences: dict[int, tuple[Absence, ...]] = {}
    for absence in Absence.objects.filter(**touching):
        absences[absence.person_id] = (*absences.get(absence.person_id, ()), absence)
    return Roster(since, until, tuple(shifts.order_by("-starts_at", "-pk")), absences)


def on_duty(at: datetime) -> Person | None:
    """The person on duty at a moment who is not away; of several the one whose shift began last."""
    shifts = (
        Shift.objects.filter(starts_at__lte=at, ends_at__gt=at, person__is_active=True)
        .exclude(person__absences__starts_at__lte=at, person__absences__ends_at__gt=at)
        .select_related("person")
        .order_by("-starts_at", "-pk")
    )
    shift = shifts.first()
    return shift.person if shift else None


def all_on_duty(at: datetime) -> list[Person]:
    """Everybody on duty at a moment, the last begun shift first; for whoever is away the deputy who acts for them."""
    shifts = Shift.objects.filter(starts_at__lte=at, ends_at__gt=at, person__is_active=True).select_related("person")
    return [person for shift in shifts.order_by("-starts_at", "-pk") if (person := stand_in(shift.person, at))]


def next_on_duty(at: datetime) -> Person | None:
    """Whose shift begins next within a day."""
    coming = Shift.objects.filter(starts_at__gt=at, starts_at__lte=at + timedelta(days=1), person__is_active=True)
    shift = coming.select_related("person").order_by("starts_at", "pk").first()
    return stand_in(shift.person, at) if shift else None


def stand_in(person: Person, at: datetime) -> Person | None:
    """The person, or while they are away their deputy; None when nobody was named."""
    is_away = Absence.objects.filter(person=person, starts_at__lte=at, ends_at__gt=at).exists()
    return deputy_of(person, at) if is_away else person


def covered(shifts: Iterable[Shift], absences: Iterable[Absence]) -> list[Span]:
    """The spans in which somebody of these shifts is really there."""
    away: dict[int, list[Span]] = {}
    for absence in absences:
        away.setdefault(absence.person_id, []).append((absence.starts_at, absence.ends_at))
    return [
        piece
        for shift in shifts
        if shift.person.is_active
        for piece in without((shift.starts_at, shift.ends_at), away.get(shift.person_id, []))
    ]


def holes(start: datetime, end: datetime) -> list[Span]:
    """The spans between two moments in which nobody is on duty."""
    touching = {"starts_at__lt": end, "ends_at__gt": start}
    shifts = Shift.objects.filter(**touching).select_related("person")
    return gaps(covered(shifts, Absence.objects.filter(**touching)), start, end)


def is_covered(start: datetime, end: datetime) -> bool:
    """Whether somebody is on duty all the time from START to END: only then may a text promise it."""
    return not holes(start, end)


def deputy_of(person: Person, at: datetime) -> Person | None:
    """Who acts for a person that is away at this moment; None when the person is here or named nobody."""
    absence = (
        Absence.objects.filter(person=person, starts_at__lte=at, ends_at__gt=at)
        .select_related("deputy")
        .order_by("-starts_at")
        .first()
    )
    return absence.deputy if absence else None
