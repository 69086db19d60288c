"""Teams, departments, stores, products: lists, and one form each."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.office.models import Department, Product, Store, Team
from amends.web.office.entrance import done, performed, sent, setting_up, show, show_form
from amends.web.office.forms.base import LANGUAGE_NAMES
from amends.web.office.forms.person import categories
from amends.web.office.forms.places import DepartmentForm, ProductForm, StoreForm, TeamForm, ThingForm


class Kind(NamedTuple):
    """A list of the office: what it is called, its rows, its form."""

    title: Any
    add: Any
    model: type[Any]
    form: type[ThingForm]


KINDS = {
    "departments": Kind(_("Departments"), _("Add a department"), Department, DepartmentForm),
    "stores": Kind(_("Stores"), _("Add a store"), Store, StoreForm),
    "products": Kind(_("Products"), _("Add a product"), Product, ProductForm),
}
PAGE = 100


@setting_up
@require_safe
def lists(request: HttpRequest, kind: str = "departments") -> HttpResponse:
    """One list at a time, those no longer used last. Query: from (a number)."""
    about = _kind(kind)
    start = int(request.GET["from"][:9]) if request.GET.get("from", "").isdecimal() else 0
    order = ["code"] if about.model is Department else ["-is_active", "code"]
    rows = list(about.model.objects.order_by(*order)[start : start + PAGE + 1])
    facts = {
        "kind": kind,
        "about": about,
        "kinds": KINDS.items(),
        "rows": rows[:PAGE],
        "next_from": start + PAGE if len(rows) > PAGE else 0,
    }
    return show(request, "office/lists.html", facts, timezone.now())


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def thing(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """Adds a row, or changes one."""
    about, at = _kind(kind), timezone.now()
    found = get_object_or_404(about.model, pk=pk) if pk else about.model()
    form = about.form(sent(request), thing=found)
    if performed(request, form, at):
        return done(request, gettext("It is kept."), "office:list", kind)
    title = str(found) if pk else str(about.add)
    return show_form(
        request, form, at, title=title, button=gettext("Keep it"), back=reverse("office:list", args=[kind])
    )


@setting_up
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Those in use first, with who is in them and what they handle."""
    found = Team.objects.select_related("department").prefetch_related("memberships__person")
    known = dict(categories())
    facts = {
        "teams": [
            (
                team,
                [known.get(code, code) for code in team.categories],
                [LANGUAGE_NAMES.get(code, code) for code in team.languages],
            )
            for team in found.order_by("-is_active", "-is_default", "code")
        ]
    }
    return show(request, "office/teams.html", facts, timezone.now())


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Makes a team, or changes one with its members."""
    at = timezone.now()
    found = get_object_or_404(Team, pk=pk) if pk else Team()
    form = TeamForm(sent(request), thing=found)
    if performed(request, form, at):
        return done(request, gettext("The team is kept."), "office:teams")
    title = found.name if pk else gettext("Make a team")
    return show_form(request, form, at, title=title, button=gettext("Keep the team"), back=reverse("office:teams"))


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]
