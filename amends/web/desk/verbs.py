"""Every verb on one case: GET shows its form, POST performs it. One small view for all of them."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from amends.core import actions
from amends.core.actions.refused import in_words
from amends.core.models import Complaint
from amends.core.queries.possible import possible
from amends.core.rules.states import Verb
from amends.web.desk import case as case_screen
from amends.web.desk import composer, record
from amends.web.desk.entrance import find, person_of, show, staff
from amends.web.desk.forms import FORMS
from amends.web.desk.forms.base import VerbForm


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def verb(request: HttpRequest, number: str, name: str) -> HttpResponse:
    at = timezone.now()
    case = find(request, number, at)
    if name not in set(Verb) or Verb(name) not in FORMS:
        raise Http404
    form_class = FORMS[Verb(name)]
    if request.method != "POST":
        return _asked(request, case, form_class, at)
    form = form_class(request.POST, case=case, by=person_of(request), at=at)
    try:
        done = form.perform()
    except actions.NotFound:
        raise Http404 from None
    return _performed(request, form) if done else _again(request, form)


def _asked(request: HttpRequest, case: Complaint, form_class: type[VerbForm], at: datetime) -> HttpResponse:
    """The form, or the reason why this person may not use the verb now."""
    person = person_of(request)
    standing = next(entry for entry in possible(case, person, at) if entry.verb is form_class.verb)
    if standing.why_not is not None:
        facts = {"case": case, "title": gettext(form_class.title), "why_not": in_words(standing.why_not)}
        return show(request, "desk/not_possible.html", facts, at, status=403)
    return _form(request, form_class(case=case, by=person, at=at))


def _performed(request: HttpRequest, form: VerbForm) -> HttpResponse:
    if form.code_to_tell:
        return record.told(request, form.case, form.code_to_tell, form.at, name=form.told_to)
    messages.success(request, gettext(form.done))
    back = Complaint.objects.visible_to(form.by, form.at).filter(pk=form.case.pk).exists()
    target = reverse("desk:case", args=[form.case.number]) if back else reverse("desk:worklist")
    if back:
        target += "?" + urlencode({"done": request.POST.get("draft") or form.verb.value})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": target})
    return HttpResponseRedirect(target)


def _again(request: HttpRequest, form: VerbForm) -> HttpResponse:
    """The form once more with what was typed: 409 when the case changed meanwhile, 422 when something is missing."""
    status = 409 if form.stale else 422
    # Written under the timeline: the whole case again, with the words where they were typed.
    if form.verb in composer.VERBS and not request.headers.get("HX-Request"):
        return case_screen.page(request, form.case, form.at, typed=form, status=status)
    return _form(request, form, status=status)


def _form(request: HttpRequest, form: VerbForm, *, status: int = 200) -> HttpResponse:
    facts = {
        "case": form.case,
        "form": form,
        "title": gettext(form.title),
        "hint": gettext(form.hint) if form.hint else "",
        "button": gettext(form.button),
        "address": reverse("desk:verb", args=[form.case.number, form.verb.value]),
    }
    template = form.template if request.headers.get("HX-Request") else "desk/verb.html"
    return show(request, template, facts | {"part": form.template}, form.at, status=status)
