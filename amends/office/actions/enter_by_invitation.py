"""The invited person comes and chooses the first password."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes, passwords, tokens
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def enter_by_invitation(secret: str, *, password: str, at: datetime) -> Person:
    """Sets the password; the link has then served its time. Refuses a link that is not ours, too old, or used, and a
    weak password (the link stays good then)."""
    with changes.in_turn():
        invitation = tokens.invitation_of(secret, at)
        if invitation is None or not invitation.person.is_active:
            raise OfficeRefused(gettext("This link has served its time."))
        person = invitation.person
        passwords.must_be_strong(password, person)
        if not tokens.accept_invitation(invitation, password=password, at=at):
            raise OfficeRefused(gettext("This link has served its time."))
        changes.note("enter_by_invitation", person, by=person, at=at)
        return person
