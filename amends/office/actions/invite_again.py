"""A fresh letter for a person who has not come yet; the earlier link ends."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, limits, tokens
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def invite_again(person: Person, *, by: Person, at: datetime) -> str:
    """The secret of a new link. Refuses for somebody who has a password (they can ask for a new one) or has left."""
    with changes.changing(by, at):
        person.refresh_from_db()
        if not person.is_active:
            raise OfficeRefused(gettext("This account is closed. Open it again first."))
        if person.has_usable_password():
            raise OfficeRefused(
                gettext("This person has a password already and can sign in, or ask for a new one there.")
            )
        if not limits.invitation(by.pk, at=at).allowed:
            raise OfficeRefused(gettext("You have sent very many invitations. Please wait an hour."))
        changes.note("invite_again", person, by=by, at=at)
        return tokens.invite(person, by=by, at=at)
