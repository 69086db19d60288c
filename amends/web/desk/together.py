"""One verb on several chosen cases. Each is its own transaction and obeys the same rules; what was refused is told by case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from amends.core import actions
from amends.core.models import Complaint
from amends.office.models import Person, Team
from amends.ui import numbers
from amends.web.desk.entrance import person_of, show, staff
from amends.web.desk.forms.base import offer, people, words

MOST = 50

Act = Callable[[Complaint], object]


@dataclass(slots=True)
class Outcome:
    done: int = 0
    refused: list[str] = field(default_factory=list)


class Assign(forms.Form):
    handler = forms.ModelChoiceField(
        label=_("Who works on it"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody new")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("The team it has")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        offer(self, "handler", people())
        offer(self, "team", Team.objects.filter(is_active=True).order_by("code"))


class Aside(forms.Form):
    why = words(_("Why are they not meant for us?"), rows=2)


FORMS: dict[str, type[forms.Form]] = {"take": forms.Form, "assign": Assign, "set_aside": Aside}


@staff
@require_http_methods(["POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Take at once; assign and set aside ask first for what they need, on a page of their own."""
    at, person = timezone.now(), person_of(request)
    taken_one = request.POST.get("take", "")
    chosen = [taken_one] if taken_one else request.POST.getlist("case")[:MOST]
    act = "take" if taken_one else request.POST.get("act", "")
    back = _safe(request.POST.get("back", ""))
    if not chosen or act not in FORMS:
        messages.warning(request, gettext("Choose some cases first."))
        return HttpResponseRedirect(back)
    form = FORMS[act](request.POST if act == "take" or "sure" in request.POST else None)
    if not form.is_bound or not form.is_valid():
        facts = {"form": form, "act": act, "chosen": [(one, one.partition("~")[0]) for one in chosen], "back": back}
        return show(request, "desk/together.html", facts, at, status=422 if form.is_bound else 200)
    outcome = perform(chosen, _acting(act, form, person, at), person, at)
    _tell(request, outcome)
    return HttpResponseRedirect(back)


def perform(chosen: list[str], act: Act, person: Person, at: datetime) -> Outcome:
    """Acts on every case as it was when it was chosen (`NUMBER~VERSION`); one refusal stops no other."""
    outcome = Outcome()
    for one in chosen:
        number, _tilde, version = one.partition("~")
        case = Complaint.objects.visible_to(person, at).filter(number=number).first()
        try:
            if case is None:
                raise actions.NotFound
            if version.isdecimal():
                case.version = int(version)
            act(case)
        except actions.ActionRefused as refused:
            outcome.refused.append(f"{number}: {refused}")
        else:
            outcome.done += 1
    return outcome


def _acting(act: str, form: forms.Form, person: Person, at: datetime) -> Act:
    chosen = form.cleaned_data
    acting: dict[str, Act] = {
        "take": lambda case: actions.take(case, by=person, at=at),
        "assign": lambda case: actions.assign(case, handler=chosen["handler"], team=chosen["team"], by=person, at=at),
        "set_aside": lambda case: actions.set_aside(case, why=chosen["why"], by=person, at=at),
    }
    return acting[act]


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.done:
        told = ngettext("Done for %(count)s case.", "Done for %(count)s cases.", outcome.done)
        messages.success(request, told % {"count": numbers.digits(outcome.done, get_language() or "en")})
    if outcome.refused:
        messages.warning(request, "\n".join([gettext("Not done:"), *outcome.refused]))


def _safe(back: str) -> str:
    """Only an address of our own is gone back to."""
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("desk:worklist")
