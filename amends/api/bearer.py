"""Who calls: a person of the office, by a token and within its scopes. Session cookies are never looked at here."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from amends.api.problems import Problem, refuse_if_too_many
from amends.office import limits
from amends.office.models import Person, Token
from amends.office.tokens import token_of


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`. Refuses a token without SCOPE with 403, and guessing with 429."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        at = timezone.now()
        found = token_of(token, at)
        if found is None:
            refuse_if_too_many(limits.token_wrong(limits.caller(request.META), at=at))
            return None
        if found.last_used_on != at.date():
            Token.objects.filter(pk=found.pk).update(last_used_on=at.date())
        if not request.META.get("HTTP_ACCEPT_LANGUAGE") and found.person.language in dict(settings.LANGUAGES):
            translation.activate(found.person.language)
        if self.scope not in found.scopes:
            raise Problem(403, _("This token may not do that: it lacks the scope “%(scope)s”.") % {"scope": self.scope})
        return found.person


READ, WRITE = Bearer("read"), Bearer("write")


def caller(request: HttpRequest) -> Person:
    """The person whose token came with the request."""
    person = getattr(request, "auth", None)
    assert isinstance(person, Person)
    return person
