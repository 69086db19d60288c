"""A key to the API is taken back."""

from __future__ import annotations

from datetime import datetime

from amends.office import changes
from amends.office.models import Person, Token


def revoke_token(token: Token, *, by: Person, at: datetime) -> None:
    """The key opens nothing from now on. One's own, or (administrator, head) anybody's; doing it twice is no harm."""
    with changes.in_turn():
        if token.person_id != by.pk:
            changes.may_change(by, at)
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
            changes.note("revoke_token", token.person, by=by, at=at, before={"label": token.label})
