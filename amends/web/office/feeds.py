"""My settings: secret addresses for calendar programs, made, renewed and taken back."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from amends.office import actions
from amends.office.models import Feed
from amends.web.office.entrance import performed, person_of, show, staff
from amends.web.office.forms.me import OpenFeed
from amends.web.office.me import page


@staff
@never_cache
@require_POST
def open_feed(request: HttpRequest) -> HttpResponse:
    """Makes an address, or renews it, and shows it on this one page; it cannot be read again."""
    at, person = timezone.now(), person_of(request)
    form = OpenFeed(request.POST, person=person, at=at, prefix="feed")
    if performed(request, form, at):
        address = settings.BASE_URL + reverse("calendar_feed", args=[form.result])
        return show(request, "office/me.html", page(person, at) | {"feed_address": address}, at)
    return show(request, "office/me.html", page(person, at) | {"feed_form": form}, at, status=400)


@staff
@require_POST
def revoke_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own only; others' are 404 here."""
    person = person_of(request)
    feed = get_object_or_404(Feed, pk=pk, person=person)
    actions.revoke_feed(feed, by=person, at=timezone.now())
    messages.success(request, gettext("The calendar address opens nothing any more."))
    return redirect("office:me")
