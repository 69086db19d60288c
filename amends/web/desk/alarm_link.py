"""The page behind the link of a call: a look answers nothing (mail scanners look), the one button does. No sign-in at night."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from amends.core import actions, alarms
from amends.core.models import Alarm, AlarmCall
from amends.core.queries.alarms import call_of
from amends.core.rules.alarms import Answered
from amends.office import limits


# The secret in the address is the proof; a foreign page does not know it, and a cookie would prove nothing more.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Shows number and sort of danger, nothing of the complainant. Unknown links are counted, and are 404."""
    at = timezone.now()
    call = call_of(token, at)
    if call is None:
        allowed = limits.alarm_link_wrong(limits.caller(request.META), at=at).allowed
        return _show(request, None, is_mine=False, status=404 if allowed else 429)
    with translation.override(alarms.language_of(call)):
        if request.method != "POST":
            return _show(request, call, is_mine=False)
        try:
            is_mine = alarms.answer_call(call, how=Answered.LINK, at=at)
        except actions.ActionRefused:
            return _show(request, None, is_mine=False, status=404)
        return _show(request, call, is_mine=is_mine)


def _show(request: HttpRequest, call: AlarmCall | None, *, is_mine: bool, status: int = 200) -> HttpResponse:
    alarm = Alarm.objects.select_related("complaint", "answered_by").get(pk=call.alarm_id) if call else None
    facts = {"alarm": alarm, "is_mine": is_mine, "now": timezone.now()}
    response = render(request, "desk/alarm.html", facts, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
