"""Settings of the alarms: how long a person has to answer, when the weekly test comes; the gateway, for administrators."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amends.core.queries.alarm_health import alarm_health
from amends.office.models import Gateway, Office
from amends.office.roles import Role
from amends.web.office.entrance import View, done, performed, person_of, sent, setting_up, show, show_form, staff
from amends.web.office.forms.alarms import AlarmSettings, GatewayForm


def _administering(view: View) -> View:
    """Only for an administrator: the gateway is told whom to call, and its secrets are typed here."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not person_of(request).has_role({Role.ADMIN}, timezone.now().date()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return staff(guarded)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def alarms(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = AlarmSettings(sent(request), office=Office.current())
    if performed(request, form, at):
        return done(request, gettext("The settings of the alarms are kept."), "desk:alarms")
    title, button = gettext("Settings of the alarms"), gettext("Keep the settings")
    words = gettext("A test call goes every week to the person on duty, by both ways, so that we know they work.")
    return show_form(request, form, at, title=title, words=words, button=button, back=reverse("desk:alarms"))


@_administering
@sensitive_post_parameters("header_value", "key")
@require_http_methods(["GET", "HEAD", "POST"])
def gateway(request: HttpRequest) -> HttpResponse:
    """The gateway, and who of the next seven days has a telephone number."""
    at, known = timezone.now(), Gateway.current()
    form = GatewayForm(sent(request), gateway=known)
    if performed(request, form, at):
        return done(
            request, gettext("The gateway is kept. Now test it: “Test now” on the page of the alarms."), "desk:alarms"
        )
    facts = {"form": form, "without_phone": alarm_health(at).without_phone}
    return show(request, "office/gateway.html", facts, at, status=400 if form.errors else 200)
