"""The short visit of one party to the follow page: a signed cookie for that page alone, ended by leaving or after two hours."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse

from amends.core.models import Party

SECONDS = 2 * 3600
PATH = "/follow"
COOKIE = "__Secure-follow" if settings.IS_HTTPS else "follow"
_SALT = "amends.portal.visit"


def enter(response: HttpResponse, party: Party) -> None:
    """Lets this browser see this party's page. Its link's digest is kept beside, so that new secrets end old visits."""
    kept = SessionStore()
    kept["party"], kept["link"] = party.pk, party.link_hash
    kept.set_expiry(SECONDS)
    kept.create()
    response.set_cookie(
        COOKIE, signing.dumps(kept.session_key, salt=_SALT), max_age=SECONDS, path=PATH,
        secure=settings.IS_HTTPS, httponly=True, samesite="Lax",
    )  # fmt: skip


def party(request: HttpRequest) -> Party | None:
    """Whose page this browser may see; None when the visit is over, was left, or was never there."""
    kept = _kept(request)
    if kept is None or "party" not in kept:
        return None
    found = Party.objects.filter(pk=kept["party"], may_see=True).select_related("complaint__owner").first()
    return found if found is not None and found.link_hash == kept["link"] else None


def leave(request: HttpRequest, response: HttpResponse) -> None:
    """Ends the visit here and for every copy of the cookie."""
    kept = _kept(request)
    if kept is not None:
        kept.delete()
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _kept(request: HttpRequest) -> SessionStore | None:
    try:
        return SessionStore(signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=SECONDS))
    except signing.BadSignature:
        return None
