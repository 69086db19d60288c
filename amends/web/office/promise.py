"""Our promise: its versions, and a new one, looked at before it is published."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.core.queries.office_facts import office_facts
from amends.core.queries.published import published
from amends.office.models import Policy
from amends.web.office.entrance import done, performed, sent, setting_up, show
from amends.web.office.forms.base import LANGUAGE_NAMES
from amends.web.office.forms.words import PromiseForm


@setting_up
@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first."""
    at = timezone.now()
    versions = list(Policy.objects.select_related("signed_by").order_by("-version"))
    current = next((policy for policy in versions if policy.valid_from <= at), None)
    facts = {
        "versions": [(policy, policy == current, _shown(policy.texts, at)) for policy in versions],
    }
    return show(request, "office/promise.html", facts, at)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def new_promise(request: HttpRequest) -> HttpResponse:
    """Begins with the newest text. The button “look at it” shows the four texts and publishes nothing."""
    at, newest = timezone.now(), Policy.objects.order_by("-version").first()
    initial = {f"text_{code}": text for code, text in (newest.texts if newest else {}).items()}
    form = PromiseForm(sent(request), zone=office_facts().zone, initial=initial | {"signed_by": request.user})
    looks = "look" in request.POST
    if not looks and performed(request, form, at):
        return done(request, gettext("The promise is made."), "office:promise")
    facts = {"form": form, "shown": _shown(form.texts(), at) if looks else []}
    refused = request.method == "POST" and not looks and form.errors
    return show(request, "office/new_promise.html", facts, at, status=400 if refused else 200)


def _shown(texts: dict[str, str], at: datetime) -> list[tuple[str, str, list[str]]]:
    """Each language, the reader's own first, with its paragraphs; figures filled in as on the public page."""
    figures = {f"{{{name}}}": str(holds.figure) for name, holds in published(at, get_language() or "en").items()}
    shown = []
    own_first = sorted(LANGUAGE_NAMES.items(), key=lambda language: language[0] != get_language())
    for code, name in own_first:
        text = texts.get(code, "").replace("\r\n", "\n")
        for place, figure in figures.items():
            text = text.replace(place, figure)
        shown.append((code, str(name), [part.strip() for part in text.split("\n\n") if part.strip()]))
    return shown
