"""A new person comes to the office: an account without a password, and a letter that lets them choose one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext

from amends.office import changes, limits, tokens, words
from amends.office.actions._roles import new_role
from amends.office.models import Membership, Person, Team
from amends.office.refused import OfficeRefused


class Invited(NamedTuple):
    """The new person, and the secret of the link to /invitation/. The secret is kept nowhere."""

    person: Person
    secret: str


def invite_person(
    *,
    email: str,
    names: Mapping[str, str],
    language: str,
    by: Person,
    at: datetime,
    roles: Iterable[str] = (),
    teams: Iterable[Team] = (),
    languages: Iterable[str] = (),
) -> Invited:
    """Makes the account with its first roles and teams. Refuses a taken address, and more than fifty letters an hour."""
    address, known = words.email(email), words.names(names)
    with changes.changing(by, at):
        if Person.objects.filter(email=address).exists():
            raise OfficeRefused(gettext("Somebody here has this address already."), "email")
        if not limits.invitation(by.pk, at=at).allowed:
            raise OfficeRefused(gettext("You have sent very many invitations. Please wait an hour."))
        person = Person(
            email=address,
            name=known.get(words.language(language)) or next(iter(known.values())),
            names=known,
            language=language,
            languages=words.languages(languages) or [language],
            created_at=at,
        )
        person.set_unusable_password()
        person.save()
        held = [new_role(person, role, from_on=at.date()) for role in dict.fromkeys(roles)]
        for role in held:
            role.save()
        joined = list(teams)
        Membership.objects.bulk_create(Membership(person=person, team=team) for team in joined)
        after = {
            "email": address,
            "names": known,
            "role": [role.role for role in held],
            "team": [team.code for team in joined],
        }
        changes.note("invite_person", person, by=by, at=at, after=after)
        return Invited(person, tokens.invite(person, by=by, at=at))
