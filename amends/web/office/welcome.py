"""The first page of a new office: its first administrator, its name, its numbers. Then what to do next."""

from __future__ import annotations

import ipaddress
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amends.core.content import load_base
from amends.core.queries.office_facts import forget_office_facts
from amends.office import first_run, limits
from amends.office.setup_code import forget_setup_code, is_setup_code
from amends.ui import errors
from amends.web.office.entrance import sent
from amends.web.office.forms.welcome import Welcome, example

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Opens the office, once. From the machine itself, or with the set-up code; afterwards it leads to the sign-in."""
    if not first_run.is_new():
        return redirect("account_login")
    at = timezone.now()
    form = _form(request, at)
    if request.method == "POST":
        if form.needs_code and not limits.setup_code_tried(limits.caller(request.META), at=at).allowed:
            return errors.page(request, 429)
        if _opened(request, form, at):
            return redirect("office:next")
    facts = {"form": form, "number_example": _example(form, at)}
    return render(request, "office/welcome.html", facts, status=400 if form.errors else 200)


def _form(request: HttpRequest, at: datetime) -> Welcome:
    language = (get_language() or "en").split("-")[0]
    zone, country, currency = _GUESS.get(language, ("UTC", "", "EUR"))
    initial = {
        "language": language,
        "time_zone": settings.TIME_ZONE if settings.TIME_ZONE != "UTC" else zone,
        "jurisdiction": country,
        "currency": currency,
        "code": request.GET.get("code", "")[:40],
    }
    return Welcome(sent(request), initial=initial, year=at.year, needs_code=not _is_here(request))


_GUESS = {
    "ru": ("Europe/Moscow", "RU", "RUB"),
    "fa": ("Asia/Tehran", "IR", "IRR"),
    "zh": ("Asia/Shanghai", "CN", "CNY"),
}


def _opened(request: HttpRequest, form: Welcome, at: datetime) -> bool:
    if not form.is_valid():
        return False
    if form.needs_code and not is_setup_code(form.cleaned_data["code"]):
        form.add_error("code", gettext("This is not the set-up code of this office."))
        return False
    if not form.perform(by=None, at=at):  # type: ignore[arg-type]
        return False
    load_base(at=at, by=form.result)
    forget_setup_code()
    forget_office_facts()
    login(request, form.result, backend=BACKEND)
    messages.success(request, gettext("The office is open. Welcome."))
    return True


def _is_here(request: HttpRequest) -> bool:
    """Whether the browser runs on this very machine, and the office is meant for it alone so far."""
    if not settings.IS_LOCAL or request.META.get("AMENDS_FORWARDED"):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False


def _example(form: Welcome, at: datetime) -> str:
    """What the first form of numbers gives with the prefix typed so far."""
    chosen, prefix = form["number_form"].value(), str(form["prefix"].value() or "")
    known = {value for value, _ in form.fields["number_form"].choices}  # type: ignore[attr-defined]
    return example(chosen, prefix[:12].upper(), at.year) if chosen in known else ""
