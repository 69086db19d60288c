"""The screens of the mail accounts: list with state, add and change, connection check, switch off. For admin and head."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.channels.email import accounts as verbs
from amends.channels.email import staff_mail
from amends.channels.email.check import check as try_servers
from amends.channels.email.forms import AccountForm
from amends.channels.email.way_out import SLUG
from amends.channels.models import Account
from amends.core.queries.office_facts import office_facts
from amends.office.models import Person
from amends.office.roles import MAY_SET_UP_THE_OFFICE

Screen = Callable[Concatenate[HttpRequest, ...], HttpResponse]


def _for_the_office(screen: Screen) -> Screen:
    """Only for an administrator or the head of the office."""

    @wraps(screen)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _person(request).has_role(MAY_SET_UP_THE_OFFICE, timezone.localdate()):
            raise PermissionDenied
        return screen(request, *args, **kwargs)

    guarded_and_signed_in: Screen = login_required(guarded)
    return guarded_and_signed_in


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@_for_the_office
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account with what it did last and what troubles it; letters to staff that did not leave."""
    facts = {
        "accounts": Account.objects.filter(channel=SLUG).order_by("-is_active", "-is_default", "address"),
        "letters": staff_mail.undelivered(),
        "is_mail_off": not office_facts().office.outgoing_mail,
    }
    return render(request, "email/accounts.html", facts | {"now": timezone.now()})


@_for_the_office
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("imap_password", "smtp_password")
def account(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Adds an account or changes one. What was typed is kept when something is wrong, passwords apart."""
    known = get_object_or_404(Account, pk=pk, channel=SLUG) if pk is not None else None
    form = AccountForm(request.POST or None, account=known)
    if request.method == "POST" and form.is_valid():
        saved = verbs.save(form.wish(), known, by=_person(request), at=timezone.now())
        messages.success(request, _("%(address)s is saved. Now check the connection.") % {"address": saved.address})
        return redirect("email:account", pk=saved.pk)
    status = 422 if form.errors else 200
    return render(request, "email/account.html", {"form": form, "account": known, "now": timezone.now()}, status=status)


@_for_the_office
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Tries both servers now and says what does not work."""
    known = get_object_or_404(Account, pk=pk, channel=SLUG)
    troubles = try_servers(known)
    facts = {"form": AccountForm(account=known), "account": known, "troubles": troubles, "is_checked": True}
    return render(request, "email/account.html", facts | {"now": timezone.now()})


@_for_the_office
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Switches an account off, or on again."""
    known = get_object_or_404(Account, pk=pk, channel=SLUG)
    on = request.POST.get("on") == "1"
    verbs.switch(known, on=on, by=_person(request), at=timezone.now())
    words = _("%(address)s is switched on.") if on else _("%(address)s is switched off: nothing comes or leaves by it.")
    messages.success(request, words % {"address": known.address})
    return redirect("email:accounts")


@_for_the_office
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Tries a letter to a colleague anew."""
    if staff_mail.send_again(pk, at=timezone.now()):
        messages.success(request, _("The letter will be sent again."))
    return redirect("email:accounts")
