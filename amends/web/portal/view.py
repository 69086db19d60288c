"""The follow page as one party sees it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from amends.core import actions, outbox
from amends.core.models import Complaint, Consent, Message, Party
from amends.core.queries import portal
from amends.core.queries.office_facts import office_facts
from amends.core.rules.kinds import CONSENT_NAMES, ConsentKind
from amends.core.rules.rights import wrong_moment
from amends.core.rules.states import Stage, Verb
from amends.web.portal import standing

CONSENT_TEXTS = {
    ConsentKind.CONTACT: "contact-1",
    ConsentKind.PUBLISH: "publish-1",
    ConsentKind.RECORDING: "recording-1",
}
"""What the page asks for, with the version of the words it asks in."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry of the story: a line of what happened, or a message with its text as its reader gets it."""

    at: datetime
    line: str
    message: Message | None
    text: str
    subject: str
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A consent: whether it is given, in the words of the page."""

    kind: str
    name: str
    is_given: bool


def page(
    request: HttpRequest, party: Party, *, text: str = "", words: str = "", correction: str = "", status: int = 200
) -> HttpResponse:
    """The whole page. `text`, `correction` are kept from a form that was refused with `words`."""
    seen, facts = portal.follow(party), office_facts()
    case, language = seen.complaint, get_language() or facts.language
    stage, now = Stage(case.stage), timezone.now()
    if request.method != "HEAD" and not request.user.is_authenticated:  # a colleague who looks is not the complainant
        actions.messages_seen(seen.messages, at=now)
    headline, meaning = standing.WORDS[stage]
    context: dict[str, Any] = {
        "party": party,
        "own": party.complaint,
        "case": case,
        "is_joined": case.pk != party.complaint_id,
        "headline": headline,
        "meaning": meaning,
        "owner": case.owner.name_in(language) if case.owner else "",
        "entries": [_shown(entry) for entry in seen.entries],
        "promises": [(promise, promise.due_at < now) for promise in seen.promises],
        "may": possible(case, party),
        "asked": _consents(party) if may_consent(party) else [],
        "key": secrets.token_urlsafe(24),
        "most": settings.FILE_LIMIT,
        "most_mb": settings.FILE_LIMIT // (1024 * 1024),
        "text": text,
        "correction": correction,
        "words": words,
        "now": now,
    }
    return render(request, "portal/follow.html", context, status=status)


def possible(case: Complaint, party: Party) -> dict[str, bool]:
    """What this party may do now. Confirming and taking back are the complainant's own."""
    stage, own = Stage(case.stage), party.position == 0
    aside = case.is_set_aside
    return {
        "confirm": own and bool(case.restated) and wrong_moment(Verb.CONFIRM, stage, is_set_aside=aside) is None,
        "withdraw": own and wrong_moment(Verb.WITHDRAW, stage, is_set_aside=aside) is None,
        "add": wrong_moment(Verb.ADD, stage, is_set_aside=aside) is None,
    }


def may_consent(party: Party) -> bool:
    return wrong_moment(Verb.CONSENT, Stage(party.complaint.stage)) is None


def _shown(entry: portal.Told) -> Shown:
    message = entry.message
    if message is None:
        return Shown(entry.at, entry.line, None, "", "", False)
    return Shown(entry.at, "", message, outbox.filled(message), outbox.filled_subject(message), entry.is_theirs)


def _consents(party: Party) -> list[Asked]:
    given = set(Consent.objects.filter(party=party, withdrawn_at=None).values_list("kind", flat=True))
    kinds = [*CONSENT_TEXTS, *(kind for kind in ConsentKind if kind in given and kind not in CONSENT_TEXTS)]
    return [Asked(kind.value, gettext(CONSENT_NAMES[kind]), kind.value in given) for kind in kinds]
