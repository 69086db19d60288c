"""Makes and reads the secrets of access.py: API tokens and invitations."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from amends.office.models import Feed, Invitation, Person, Team, Token

INVITATION_LASTS = timedelta(days=7)
SCOPES = ("read", "write")


def _hash(secret: str) -> str:
    # Secrets are 256 random bits, so a plain digest cannot be guessed back.
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(
    person: Person, *, at: datetime, label: str = "", scopes: tuple[str, ...] = SCOPES, lasts: timedelta | None = None
) -> str:
    """A new API token of a person; the answer is the only place where it is ever shown."""
    secret = "am_" + secrets.token_urlsafe(32)
    Token.objects.create(
        person=person,
        label=label,
        hash=_hash(secret),
        scopes=list(scopes),
        created_at=at,
        expires_at=at + lasts if lasts else None,
    )
    return secret


def token_of(secret: str, at: datetime) -> Token | None:
    """The living token with this secret, of an active person, or None."""
    return (
        Token.objects.filter(hash=_hash(secret), revoked_at=None, person__is_active=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=at))
        .select_related("person")
        .first()
    )


def invite(person: Person, *, by: Person | None, at: datetime) -> str:
    """A fresh invitation; earlier ones of the same person end. Returns the secret for the link."""
    secret = secrets.token_urlsafe(32)
    person.invitations.filter(used_at=None).update(expires_at=at)
    Invitation.objects.create(
        person=person, hash=_hash(secret), created_at=at, expires_at=at + INVITATION_LASTS, invited_by=by
    )
    return secret


def invitation_of(secret: str, at: datetime) -> Invitation | None:
    return (
        Invitation.objects.filter(hash=_hash(secret), used_at=None, expires_at__gt=at).select_related("person").first()
    )


def accept_invitation(invitation: Invitation, *, password: str, at: datetime) -> bool:
    """Sets the first password. False when the invitation was used meanwhile (guarded, so two clicks act once)."""
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at):
        return False
    invitation.person.set_password(password)
    invitation.person.save(update_fields=["password"])
    return True


def open_feed(person: Person, team: Team | None, *, at: datetime) -> str:
    """A fresh calendar address of 128 bits; the earlier one of the same person and team ends. Shown here alone."""
    secret = secrets.token_urlsafe(16)
    person.feeds.filter(team=team, revoked_at=None).update(revoked_at=at)
    Feed.objects.create(person=person, team=team, hash=_hash(secret), created_at=at)
    return secret


def feed_of(secret: str) -> Feed | None:
    """The living feed with this secret, of somebody who still works here, or None."""
    return (
        Feed.objects.filter(hash=_hash(secret), revoked_at=None, person__is_active=True)
        .select_related("person", "team")
        .first()
    )
