"""The first act in an empty database: the office gets its name, and its first administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, passwords, words
from amends.office.actions._office_fields import checked
from amends.office.models import Office, Person, RoleHeld
from amends.office.refused import OfficeRefused
from amends.office.roles import Role


@dataclass(frozen=True, slots=True)
class OfficeOpening:
    """What the first administrator says of the office."""

    names: Mapping[str, str]
    prefix: str
    number_form: str
    time_zone: str
    language: str
    jurisdiction: str
    currency: str


def open_office(facts: OfficeOpening, *, name: str, email: str, password: str, at: datetime) -> Person:
    """The first administrator of a new office. Refuses when anybody has an account already, of two at once the second.

    Refuses a weak password, an address that is none, a time zone or number form that does not work.
    """
    with changes.in_turn():
        if Person.objects.exists():
            raise OfficeRefused(gettext("The office has been opened already. Please sign in."))
        person = Person(
            email=words.email(email),
            name=words.names({facts.language: name}, field="name")[facts.language],
            language=words.language(facts.language),
            languages=[facts.language],
            created_at=at,
        )
        passwords.must_be_strong(password, person)
        person.set_password(password)
        person.save()
        RoleHeld.objects.create(person=person, role=Role.ADMIN)
        office = Office.current()
        values = checked({name: getattr(facts, name) for name in OfficeOpening.__slots__}) | {"is_set_up": True}
        changes.keep(office, values, what="open_office", by=person, at=at)
        return person
