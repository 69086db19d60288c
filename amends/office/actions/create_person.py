"""The owner of the machine makes an account from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, passwords, words
from amends.office.actions._roles import new_role
from amends.office.models import Office, Person
from amends.office.refused import OfficeRefused


def create_person(*, email: str, name: str, password: str, roles: Iterable[str], at: datetime) -> Person:
    """A person who can sign in at once. Nobody of the office does this: the log names the owner of the machine.

    Refuses what is no address, a taken one, a weak password and an unknown role.
    """
    address = words.email(email)
    with changes.in_turn():
        if Person.objects.filter(email=address).exists():
            raise OfficeRefused(gettext("Somebody here has this address already."), "email")
        language = Office.current().language
        known = words.names({language: name}, field="name")
        person = Person(
            email=address,
            name=known[language],
            names=known,
            language=language,
            languages=[language],
            created_at=at,
        )
        passwords.must_be_strong(password, person)
        person.set_password(password)
        person.save()
        held = [new_role(person, role, from_on=at.date()) for role in dict.fromkeys(roles)]
        for role in held:
            role.save()
        after = {"email": address, "names": known, "role": [role.role for role in held]}
        changes.note("create_person", person, by=None, at=at, after=after)
        return person
