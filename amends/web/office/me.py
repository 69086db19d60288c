"""My settings: how the house speaks to me, and my keys to the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from amends.office import actions
from amends.office.models import Person, Token
from amends.web.office.entrance import performed, person_of, sent, show, staff
from amends.web.office.forms.me import SCOPES, Me, NewKey, OpenFeed

A_YEAR = 365 * 24 * 3600


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Keeps the wishes, and sets language and theme of this browser to them."""
    at, person = timezone.now(), person_of(request)
    form = Me(sent(request), person=person)
    if performed(request, form, at):
        with translation.override(person.language):
            messages.success(request, gettext("Your settings are kept."))
        response = redirect("office:me")
        for name, value in (("django_language", person.language), ("theme", person.theme)):
            response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
        return response
    return show(request, "office/me.html", page(person, at) | {"form": form}, at, status=400 if form.errors else 200)


@staff
@never_cache
@require_POST
def new_key(request: HttpRequest) -> HttpResponse:
    """Makes a key and shows it on this one page; it cannot be read again."""
    at, person = timezone.now(), person_of(request)
    form = NewKey(request.POST, prefix="key")
    secret = form.result if performed(request, form, at) else ""
    facts = page(person, at) | {"secret": secret} | ({} if secret else {"key_form": form})
    return show(request, "office/me.html", facts, at, status=400 if form.errors else 200)


@staff
@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own only; others' are 404 here."""
    person = person_of(request)
    key = get_object_or_404(Token, pk=pk, person=person)
    actions.revoke_token(key, by=person, at=timezone.now())
    messages.success(request, gettext("The key opens nothing any more."))
    return redirect("office:me")


def page(person: Person, at: datetime) -> dict[str, Any]:
    """Everything the page shows while nothing is typed."""
    return {
        "form": Me(person=person),
        "key_form": NewKey(prefix="key"),
        "keys": _keys(person, at),
        "secret": "",
        "feed_form": OpenFeed(person=person, at=at, prefix="feed"),
        "feeds": list(person.feeds.filter(revoked_at=None).select_related("team").order_by("pk")),
        "feed_address": "",
    }


def _keys(person: Person, at: datetime) -> list[tuple[Token, str]]:
    living = Q(expires_at=None) | Q(expires_at__gt=at)
    names = dict(SCOPES)
    found = person.tokens.filter(living, revoked_at=None).order_by("-created_at")
    return [(key, ", ".join(str(names.get(scope, scope)) for scope in key.scopes)) for key in found]
