"""One person: what is known, roles and their days, what they hold, keys, and the way in and out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.core.models import Category, Complaint
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules.states import OPEN
from amends.office import actions
from amends.office.models import Change, Person, RoleHeld, Token
from amends.office.refused import OfficeRefused
from amends.office.roles import Role
from amends.web.office.entrance import done, performed, person_of, sent, setting_up, show, show_form
from amends.web.office.forms.base import LANGUAGE_NAMES
from amends.web.office.forms.person import ChangePerson, EndRole, GiveRole
from amends.web.office.letters import send_invitation
from amends.web.office.log import lines
from amends.web.office.role_names import ROLE_NAMES

MOST_CASES = 200


@setting_up
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one person on one page."""
    at = timezone.now()
    found = get_object_or_404(Person, pk=pk)
    visible, held_in_all = _cases(found, person_of(request), at)
    facts = {
        "person": found,
        "names": [(code, LANGUAGE_NAMES.get(code, code), name) for code, name in found.names.items()],
        "answers_in": [LANGUAGE_NAMES.get(code, code) for code in found.languages],
        "roles": _roles(found, at),
        "teams": [membership.team for membership in found.memberships.select_related("team")],
        "cases": visible,
        "cases_in_all": held_in_all,
        "keys": _keys(found, at),
        "is_invited": found.is_active and not found.has_usable_password(),
        "is_me": found == request.user,
        "invitation": found.invitations.first(),
        "log": lines(Change.objects.filter(thing="person", key=str(pk))[:20]),
    }
    return show(request, "office/person.html", facts, at)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Names, address, languages."""
    at = timezone.now()
    found = get_object_or_404(Person, pk=pk)
    form = ChangePerson(sent(request), person=found)
    if performed(request, form, at):
        return done(request, gettext("The changes are kept."), "office:person", pk)
    return show_form(
        request,
        form,
        at,
        title=found.name,
        button=gettext("Keep the changes"),
        back=reverse("office:person", args=[pk]),
    )


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    found = get_object_or_404(Person, pk=pk)
    form = GiveRole(sent(request), person=found)
    if performed(request, form, at):
        words = gettext("%(name)s has the role “%(role)s” now and is asked to sign in anew.")
        role = ROLE_NAMES[Role(form.result.role)]
        return done(request, words % {"name": found.name, "role": role}, "office:person", pk)
    return show_form(
        request,
        form,
        at,
        title=gettext("A role for %(name)s") % {"name": found.name},
        words=gettext("Rights change at once, and the person is asked to sign in anew."),
        button=gettext("Give the role"),
        back=reverse("office:person", args=[pk]),
    )


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, pk: int, held: int) -> HttpResponse:
    at = timezone.now()
    role = get_object_or_404(RoleHeld.objects.select_related("person", "team"), pk=held, person=pk)
    form = EndRole(sent(request), held=role)
    if performed(request, form, at):
        return done(request, gettext("The role has its end."), "office:person", pk)
    names = {"role": ROLE_NAMES[Role(role.role)], "name": role.person.name}
    return show_form(
        request,
        form,
        at,
        title=gettext("End the role “%(role)s” of %(name)s") % names,
        words=gettext("The role stays in the record: who could do what, and when, stays known."),
        button=gettext("End the role"),
        back=reverse("office:person", args=[pk]),
        is_grave=True,
    )


@setting_up
@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh letter; the earlier link ends."""
    found, at, by = get_object_or_404(Person, pk=pk), timezone.now(), person_of(request)

    def act() -> str:
        secret = actions.invite_again(found, by=by, at=at)
        send_invitation(found, secret, by=by, at=at)
        return gettext("A new letter is on its way; the earlier link has ended.")

    return _act(request, pk, act)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and shows the cases the person holds."""
    found, at, by = get_object_or_404(Person, pk=pk), timezone.now(), person_of(request)

    def act() -> str:
        actions.deactivate_person(found, by=by, at=at)
        return gettext("The account is closed. Whoever was signed in with it is out.")

    if request.method == "POST":
        return _act(request, pk, act)
    visible, held_in_all = _cases(found, by, at)
    facts = {"person": found, "cases": visible, "cases_in_all": held_in_all}
    return show(request, "office/close_person.html", facts, at)


@setting_up
@require_POST
def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    found, at, by = get_object_or_404(Person, pk=pk), timezone.now(), person_of(request)

    def act() -> str:
        actions.activate_person(found, by=by, at=at)
        return gettext("The account is open again. Roles have ended meanwhile: give them anew.")

    return _act(request, pk, act)


@setting_up
@require_POST
def revoke_key(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    found, at, by = get_object_or_404(Token, pk=key, person=pk), timezone.now(), person_of(request)

    def act() -> str:
        actions.revoke_token(found, by=by, at=at)
        return gettext("The key opens nothing any more.")

    return _act(request, pk, act)


def _act(request: HttpRequest, pk: int, act: Callable[[], str]) -> HttpResponse:
    """A verb behind one button: what it did, or why not, stands above the person's page."""
    try:
        messages.success(request, act())
    except OfficeRefused as refused:
        messages.error(request, str(refused))
    forget_office_facts()
    return redirect("office:person", pk)


def _cases(holder: Person, reader: Person, at: datetime) -> tuple[list[Complaint], int]:
    """Open cases a person answers for: those the reader may see, and how many there are in all."""
    held = Complaint.objects.filter(Q(owner=holder) | Q(handler=holder), stage__in=OPEN)
    visible = Complaint.objects.visible_to(reader, at).filter(pk__in=held.values("pk")).order_by("next_due_at")
    return list(visible[:MOST_CASES]), held.count()


def _roles(found: Person, at: datetime) -> list[dict[str, Any]]:
    """Each role with what it is for; those that have ended come last."""
    names = {one.code: one.name for one in Category.objects.filter(valid_to=None)}
    today = at.date()
    rows = [
        {
            "held": held,
            "name": ROLE_NAMES[Role(held.role)],
            "category": names.get(held.category, held.category),
            "is_now": held.holds_on(today),
            "is_over": bool(held.to_on and held.to_on < today),
        }
        for held in found.roles_held.select_related("team").order_by("pk")
    ]
    return sorted(rows, key=lambda row: bool(row["is_over"]))


def _keys(found: Person, at: datetime) -> list[Token]:
    living = Q(expires_at=None) | Q(expires_at__gt=at)
    return list(found.tokens.filter(living, revoked_at=None).order_by("-created_at"))
