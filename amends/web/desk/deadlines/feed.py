"""GET /calendar/SECRET.ics: what falls due for a person or of a team, for calendar programs. No name of a complainant."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from amends.core.models import Complaint
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries import clock_words
from amends.core.queries.office_facts import office_facts
from amends.core.rules.clocks.clock import Calendared
from amends.core.rules.deadlines import NEVER
from amends.core.rules.law.rule import DAY_UNITS, Ends, Term
from amends.lib import ical
from amends.lib.ratelimit import Verdict
from amends.office import limits, tokens
from amends.office.models import Feed
from amends.office.roles import Role

MOST_ENTRIES = 2000
LATE_SHOWN = timedelta(days=90)
FIELDS = (
    *(
        "number",
        "key",
        "is_confidential",
        "last_event_at",
        "deadlines__pk",
        "deadlines__rule",
        "deadlines__rule_version",
    ),
    *(
        "deadlines__term",
        "deadlines__calendar",
        "deadlines__calendar_version",
        "deadlines__start_at",
        "deadlines__due_at",
    ),
)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The running promises as a calendar. An unknown, a revoked address and that of somebody who left give the same 404."""
    at = timezone.now()
    found = tokens.feed_of(token)
    if found is None:
        verdict = limits.calendar_wrong(limits.caller(request.META), at=at)
        if not verdict.allowed:
            return _slow_down(verdict)
        raise Http404
    verdict = limits.calendar(found.pk, at=at)
    if not verdict.allowed:
        return _slow_down(verdict)
    _note_use(found, at)
    with translation.override(found.person.language):
        body = ical.calendar(_title(found), _entries(found, at), product="-//Amends//Deadlines//EN")
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    answer: HttpResponse
    if mark in [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(body, content_type=ical.MEDIA_TYPE)
        answer["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"  # this address holds the secret
    return answer


def _slow_down(verdict: Verdict) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(verdict.retry_after)})


def _note_use(found: Feed, at: datetime) -> None:
    if found.last_used_on != at.date():
        Feed.objects.filter(pk=found.pk).update(last_used_on=at.date())


def _title(found: Feed) -> str:
    language = found.person.language
    whose = str(found.team.names.get(language) or found.team) if found.team else found.person.name_in(language)
    return gettext("Deadlines: %(name)s") % {"name": whose}


def _cases(found: Feed, at: datetime) -> ComplaintQuerySet:
    """What the person may see at this moment: their own cases; for a team its cases, none that is confidential or about
    somebody, since a team hands the address round.
    """
    cases = Complaint.objects.visible_to(found.person, at).open()
    if found.team is None:
        return cases.filter(Q(handler=found.person) | Q(owner=found.person))
    if not found.person.has_role((Role.HEAD,), at.date()):
        return cases.none()
    return cases.filter(team=found.team, is_confidential=False).exclude(access__is_granted=False)


def _entries(found: Feed, at: datetime) -> Iterator[ical.Entry]:
    running = Q(deadlines__is_promise=True, deadlines__met_at=None, deadlines__ended_at=None)
    near = Q(deadlines__due_at__gt=at - LATE_SHOWN, deadlines__due_at__lt=NEVER)
    rows = _cases(found, at).filter(running & near).order_by("deadlines__due_at", "deadlines__pk").values(*FIELDS)
    host = settings.BASE_URL.partition("://")[2]
    for row in rows[:MOST_ENTRIES]:
        number = row["number"] or str(row["key"])
        yield ical.Entry(
            uid=f"deadline-{row['deadlines__pk']}@{host}",
            changed_at=row["last_event_at"],
            when=_when(row),
            summary=number if row["is_confidential"] else f"{number} {_title_of(row, found.person.language)}",
            url=settings.BASE_URL + reverse("desk:case", args=[number]),
        )


def _title_of(row: dict[str, Any], language: str) -> str:
    return clock_words.title(row["deadlines__rule"], row["deadlines__rule_version"], language)


def _when(row: dict[str, Any]) -> date | datetime:
    """A whole day where the rule counts in days to the end of the last one, in the zone it is counted in; else the moment."""
    due_at: datetime = row["deadlines__due_at"]
    library = office_facts().library
    try:
        rule = library.rule(row["deadlines__rule"], row["deadlines__rule_version"], row["deadlines__term"])
        known = Calendared(row["deadlines__calendar"], row["deadlines__calendar_version"])
        zone = library.calendar(known, row["deadlines__start_at"]).tz
    except LookupError:  # a rule or a calendar that nobody knows any more: the moment still stands
        return due_at
    if rule.ends is Ends.CLOSING or (rule.unit not in DAY_UNITS and rule.term is not Term.TYPED):
        return due_at
    return due_at.astimezone(zone).date()
