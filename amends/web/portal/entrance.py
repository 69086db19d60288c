"""The two ways in: number and code, or the link. Wrong tries are counted, and say nothing about what exists."""

from __future__ import annotations

import unicodedata

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.core.models import Party
from amends.core.queries import portal
from amends.lib.ratelimit import Verdict
from amends.office import limits
from amends.web.portal import session, view
from amends.web.portal.privately import privately

_DASHES = {"Pd"}
_LONGEST_NUMBER = 60


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The case, for whoever came in; otherwise the question for number and code."""
    if request.method == "POST":
        return _enter(request)
    party = session.party(request)
    return view.page(request, party) if party is not None else ask(request)


@privately
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter or of the confirmation: opens a visit and leaves the secret out of the address from then on."""
    party = portal.by_token(token)
    if party is None:
        verdict = limits.link_wrong(limits.caller(request.META), at=timezone.now())
        if not verdict.allowed:
            return _slow_down(request, verdict, "")
        words = gettext("This link does not open anything. Perhaps a part of it is missing. Try with number and code.")
        return ask(request, words=words, status=404)
    response = HttpResponseRedirect("/follow")
    response["Referrer-Policy"] = "no-referrer"  # this address holds the secret
    session.enter(response, party)
    return response


def ask(request: HttpRequest, *, words: str = "", number: str = "", text: str = "", status: int = 200) -> HttpResponse:
    """The question for number and code. `text` is a message that was typed when the visit had ended; it is carried on."""
    context = {"words": words, "number": number, "text": text}
    return render(request, "portal/entrance.html", context, status=status)


def _enter(request: HttpRequest) -> HttpResponse:
    """Counts the try before the secret is compared, so that many at once count too; a right one forgets them."""
    typed, at = request.POST.get("number", ""), timezone.now()
    number, caller = plain_number(typed), limits.caller(request.META)
    verdict = limits.code_tried(caller, number, at=at)
    if not verdict.allowed:
        return _slow_down(request, verdict, typed)
    party = portal.by_code(number, request.POST.get("code", ""))
    if party is None:
        words = gettext(
            "Number and code do not belong together. Look at both again: the code has four groups of four signs."
        )
        return ask(request, words=words, number=typed, text=request.POST.get("text", ""), status=422)
    limits.code_right(caller, number)
    return _let_in(request, party)


def _let_in(request: HttpRequest, party: Party) -> HttpResponse:
    text = request.POST.get("text", "")
    response = view.page(request, party, text=text) if text else HttpResponseRedirect("/follow")
    session.enter(response, party)
    return response


def _slow_down(request: HttpRequest, verdict: Verdict, number: str) -> HttpResponse:
    words = gettext(
        "Too many tries in a short time. Please try again in %(minutes)s minutes. Your complaint is safe meanwhile."
    )
    minutes = -(-verdict.retry_after // 60)
    text = request.POST.get("text", "")
    response = ask(request, words=words % {"minutes": minutes}, number=number, text=text, status=429)
    response["Retry-After"] = str(verdict.retry_after)
    return response


def plain_number(typed: str) -> str:
    """A number as we write it, however it was typed: any digits, dashes, spaces and case."""
    normal = unicodedata.normalize("NFKC", typed[: _LONGEST_NUMBER * 2])
    signs = []
    for sign in normal:
        if sign.isdecimal():
            signs.append(str(unicodedata.decimal(sign)))
        elif unicodedata.category(sign) in _DASHES or sign == "\u2212":
            signs.append("-")
        elif not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc", "Cs"}:
            signs.append(sign.upper())
    return "".join(signs)[:_LONGEST_NUMBER]
