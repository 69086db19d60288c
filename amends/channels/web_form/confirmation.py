"""The page after sending: number, code, who answers by when, what happens next. The same key gives the same page again."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language

from amends.channels.web_form.steps import STEPS
from amends.core import actions
from amends.core.models import Complaint, Receipt
from amends.core.queries.office_facts import OfficeFacts
from amends.core.rules import deadlines, letters
from amends.core.rules.codes import Codes
from amends.office import duty
from amends.office.bodies import bodies
from amends.ui import qr


def page(
    request: HttpRequest, facts: OfficeFacts, complaint: Complaint, codes: Codes, *, changed_text: str | None = None
) -> HttpResponse:
    """The confirmation. `changed_text` is what was typed after the first sending and is not part of the case."""
    promises = dict(complaint.deadlines.values_list("kind", "due_at"))
    language = get_language() or facts.language
    jurisdiction = facts.jurisdiction_in(language)
    context = {
        "complaint": complaint,
        "code": codes.code,
        "groups": codes.code.split("-"),
        "follow_url": f"{settings.BASE_URL}/follow/{codes.token}",
        "follow_path": f"/follow/{codes.token}",
        "picture": qr.picture(f"{settings.BASE_URL}/follow/{codes.token}"),
        "owner": complaint.owner.name_in(language) if complaint.owner else "",
        "assessment_at": promises.get(deadlines.ASSESSMENT),
        "is_watched": _is_watched(complaint, promises.get(deadlines.ASSESSMENT)),
        "answer_at": promises.get(deadlines.ANSWER),
        "emergency": letters.emergency(language, jurisdiction) if complaint.has_danger else "",
        "bodies": bodies(jurisdiction),
        "authority": letters.authority(language, jurisdiction),
        "drafts": [step.code for step in STEPS],
        "changed_text": changed_text,
    }
    response = render(request, "web_form/done.html", context, status=409 if changed_text is not None else 200)
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_watched(complaint: Complaint, due: datetime | None) -> bool:
    """Whether a first look may be promised: of danger only when somebody is on duty all that time."""
    return due is not None and (not complaint.has_danger or duty.is_covered(complaint.received_at, due))


def sent_before(request: HttpRequest, facts: OfficeFacts, key: str) -> HttpResponse:
    """What was sent first under this key, and a word that the later changes are not in it."""
    receipt = Receipt.objects.get(channel="web_form", foreign_id=key)
    received = actions.already_received(receipt.key)
    if received is None:
        raise actions.OtherContent
    return page(request, facts, received.complaint, received.codes, changed_text=request.POST.get("text", ""))
