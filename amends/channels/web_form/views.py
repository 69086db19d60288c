"""The complaint form: each answer leads to the next question; nothing typed is lost by whatever goes wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.channels.web_form import confirmation, draft, own_site, parcels, summary
from amends.channels.web_form.draft import Draft, Trouble, number_of
from amends.channels.web_form.forms import IN_MONEY, amount_of
from amends.channels.web_form.intakes import intake_of
from amends.channels.web_form.steps import LAST, STEPS, step_of
from amends.core import actions, inbox
from amends.core.queries.office_facts import OfficeFacts, office_facts
from amends.core.queries.published import published
from amends.core.rules import letters, safety
from amends.office import duty, limits

_LONGEST_WATCHED = 20_000


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: complain, follow, read our promise."""
    facts = office_facts()
    answer = published(timezone.now(), get_language() or facts.language)["answer_days"]
    return render(request, "web_form/home.html", {"answer": answer})


@own_site.checks_itself
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """One question at a time; the whole state comes with each request and goes back with each answer."""
    facts = office_facts()
    with timezone.override(facts.zone):
        if request.method != "POST":
            return _draw(request, facts, draft.fresh(**_given(facts)), 1)
        return _answer(request, facts)


@require_POST
def danger(request: HttpRequest) -> HttpResponse:
    """The calm card, while somebody is still typing words of danger; nothing otherwise. The words are looked at and forgotten."""
    if not limits.intake(limits.caller(request.META), at=timezone.now()).allowed:
        return HttpResponse(status=429)
    if safety.danger(request.POST.get("text", "")[:_LONGEST_WATCHED]) is None:
        return HttpResponse(status=200)
    return render(request, "web_form/danger.html", {"danger": danger_facts(office_facts()), "number": 1})


def _answer(request: HttpRequest, facts: OfficeFacts) -> HttpResponse:
    number, refused = number_of(request), _refused(request)
    given = draft.read(request, **_given(facts), with_files=refused is None)
    if refused is not None:
        given.trouble = refused
        return _draw(request, facts, given, number)
    if (language := request.POST.get("language")) in dict(settings.LANGUAGES):
        return _in_language(request, facts, given, number, str(language))
    if (place := request.POST.get("remove", "")).isdecimal():
        given.parcels = [parcel for at, parcel in enumerate(given.parcels) if at != int(place[:3])]
        return _draw(request, facts, given, number)
    if given.trouble is not None:
        return _draw(request, facts, given, number)
    return _go(request, facts, given, number)


def _refused(request: HttpRequest) -> Trouble | None:
    """Why this request may change nothing, in words for above the form."""
    if own_site.is_foreign(request):
        words = gettext(
            "This page had grown old, so nothing was sent yet. All your words are here: press the button again."
        )
        return Trouble(words, 403)
    if "whole" not in request.POST:
        return Trouble(
            gettext("The connection broke off on the way. Your words are here; please add the files again."), 400
        )
    verdict = limits.intake(limits.caller(request.META), at=timezone.now())
    if verdict.allowed:
        return None
    words = gettext(
        "Too much came from your address in a short time. "
        "All your words are here: press the button again in %(minutes)s minutes."
    )
    return Trouble(words % {"minutes": -(-verdict.retry_after // 60)}, 429)


def _go(request: HttpRequest, facts: OfficeFacts, given: Draft, number: int) -> HttpResponse:
    go = request.POST.get("go", "next")
    if go == "back":
        return _draw(request, facts, given, max(1, number - 1))
    if go.isdecimal() and 1 <= int(go[:2]) <= LAST:
        return _draw(request, facts, given, int(go[:2]))
    wrong = sorted({step_of(field) for field in given.form.errors})
    asked = range(1, LAST + 1) if go == "send" else range(1, number + 1)
    if first := next((step for step in wrong if step in asked), 0):
        given.trouble = Trouble(gettext("Something needs another look. Nothing was lost."))
        return _draw(request, facts, given, first)
    if go == "send":
        return _send(request, facts, given)
    return _draw(request, facts, given, min(LAST, number + 1))


def _send(request: HttpRequest, facts: OfficeFacts, given: Draft) -> HttpResponse:
    at = timezone.now()
    language = translation.get_language() or facts.language
    intake = intake_of(given.form.cleaned_data, given.parcels, language=language, currency=facts.office.currency, at=at)
    try:
        parcels.must_be_there(given.parcels)
        accepted = inbox.accept(intake, key=given.key, at=at)
    except parcels.Gone:
        given.parcels, given.trouble = [], Trouble(str(draft.GONE))
        return _draw(request, facts, given, 1)
    except actions.OtherContent:
        return confirmation.sent_before(request, facts, given.key)
    except actions.ActionRefused as refusal:
        field = refusal.field if refusal.field in given.form.fields else None
        given.form.add_error(field, str(refusal))
        given.trouble = Trouble(str(refusal))
        return _draw(request, facts, given, step_of(field or ""))
    except (OperationalError, InterfaceError):
        words = gettext(
            "We cannot store it at this moment, so it is not sent yet. "
            "All is kept on this page: press “Send it” again in a minute."
        )
        given.trouble = Trouble(words, 503)
        return _draw(request, facts, given, LAST)
    parcels.forget_originals(given.parcels)
    return confirmation.page(request, facts, accepted.complaint, accepted.codes)


def _in_language(request: HttpRequest, facts: OfficeFacts, given: Draft, number: int, language: str) -> HttpResponse:
    """The same question in another language, with all that was typed; the choice is remembered."""
    translation.activate(language)
    request.LANGUAGE_CODE = language
    again = draft.Complaint(request.POST, **_given(facts), has_files=bool(given.parcels))
    response = _draw(request, facts, Draft(given.key, again, given.parcels, given.trouble), number)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000, samesite="Lax", httponly=True,
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _given(facts: OfficeFacts) -> dict[str, Any]:
    return {"currency": facts.office.currency, "today": timezone.now().astimezone(facts.zone).date()}


def _draw(request: HttpRequest, facts: OfficeFacts, given: Draft, number: int) -> HttpResponse:
    step = STEPS[number - 1]
    has_danger = given.has_danger
    context = {
        "draft": given,
        "form": given.form,
        "step": step,
        "number": number,
        "last": LAST,
        "fields": [given.form[name] for name in step.fields],
        "demands": _demands(given),
        "carried": list(given.carried(number)),
        "references": given.references(),
        "most": settings.FILE_LIMIT,
        "most_mb": settings.FILE_LIMIT // (1024 * 1024),
        "danger": danger_facts(facts) if has_danger else None,
        "parts": summary.parts(given.form, facts.office.currency) if number == LAST and given.form.is_bound else [],
    }
    status = given.trouble.status if given.trouble else 200
    return render(request, "web_form/complain.html", context, status=status)


def _demands(given: Draft) -> list[dict[str, Any]]:
    """Each demand's box with the field for its amount, where it is about money."""
    amounts = {demand.value: given.form[amount_of(demand)] for demand in IN_MONEY}
    return [{"box": box, "amount": amounts.get(str(box.data["value"]))} for box in given.form["demands"]]


def danger_facts(facts: OfficeFacts) -> dict[str, Any]:
    """What a person in danger must read first. Whether somebody is on duty all that time is asked, never assumed."""
    language = get_language() or facts.language
    at = timezone.now()
    hours = published(at, language)["safety_hours"].figure
    is_watched = duty.is_covered(at, at + timedelta(hours=hours))
    emergency = letters.emergency(language, facts.jurisdiction_in(language))
    return {"emergency": emergency, "is_watched": is_watched, "hours": hours}
