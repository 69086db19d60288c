"""Finds what a caller names: cases only through the gate of sight, people and places by their codes."""

from datetime import datetime

from django.utils.translation import gettext as _

from amends.api.problems import wrong
from amends.core import actions
from amends.core.models import Complaint, Event, Party, ReadLog
from amends.core.queries.wording import line
from amends.office.models import Person, Team

SHOWN = ("team", "owner", "handler", "category", "merged_into")


def case(number: str, person: Person, at: datetime) -> Complaint:
    """The case of this number if the person may see it; NotFound (404) otherwise, whether or not it exists."""
    found = Complaint.objects.visible_to(person, at).filter(number=number.strip().upper()[:60])
    one = found.select_related(*SHOWN).first()
    if one is None:
        raise actions.NotFound
    return one


def case_to_read(number: str, person: Person, at: datetime) -> Complaint:
    """The same, for looking at it: a look at a confidential case leaves a trace."""
    one = case(number, person, at)
    if one.is_confidential:
        ReadLog.objects.create(complaint=one, person=person, at=at, what="api")
    return one


def must_be_at(version: int, one: Complaint) -> None:
    """For a verb that minds the version only if one was sent: Stale when the case has moved on since."""
    if one.version != version:
        last = Event.objects.filter(complaint=one).select_related("by").latest("seq")
        raise actions.Stale(version=one.version, what=line(last), by=str(last.by or ""), at=last.at)


def person(pk: int | None, field: str) -> Person | None:
    """Someone who works here; 422 for the field when there is nobody of this id."""
    if pk is None:
        return None
    one = Person.objects.filter(pk=pk, is_active=True).first()
    if one is None:
        raise wrong(field, _("There is no person %(id)s here.") % {"id": pk})
    return one


def people(pks: list[int], field: str) -> list[Person]:
    return [one for pk in pks if (one := person(pk, field)) is not None]


def team(code: str, field: str) -> Team | None:
    if not code:
        return None
    one = Team.objects.filter(code=code, is_active=True).first()
    if one is None:
        raise wrong(field, _("There is no team “%(code)s”.") % {"code": code})
    return one


def party(of: Complaint, position: int) -> Party:
    one = Party.objects.filter(complaint=of, position=position).first()
    if one is None:
        raise wrong("party", _("The case has no person %(position)s.") % {"position": position})
    return one
