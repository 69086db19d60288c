"""The search page: cases found by word, number or name, newest first, only those within sight; found words are marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from amends.core.models import Complaint, Message
from amends.core.rules.kinds import Direction
from amends.core.rules.states import STAGE_NAMES, Stage
from amends.insight.search import analyse, highlight
from amends.insight.search import search as engine
from amends.insight.search.highlight import Segment
from amends.web.desk.entrance import person_of, show, staff

PAGE = 30
LONGEST = 500


SHOWN = (
    "number", "key", "complainant_name", "essence", "subject", "statement", "stage", "language", "received_at",
    "owner__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found; name, essence and excerpt with the found words marked."""

    number: str
    name: SafeString
    essence: SafeString
    excerpt: SafeString
    stage: str
    language: str
    received_at: datetime
    face: str


@staff
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """An exact number goes straight to its case."""
    at = timezone.now()
    text = request.GET.get("q", "").strip()[:LONGEST]
    visible = Complaint.objects.visible_to(person_of(request), at)
    if text and (number := visible.filter(number=text.upper()).values_list("number", flat=True).first()):
        return HttpResponseRedirect(reverse("desk:case", args=[number]))
    before = request.GET.get("cursor", "")
    found = engine.matching(visible, text, before=int(before[:18]) if before.isdecimal() else None, limit=PAGE)
    facts = {
        "text": text,
        "hits": _hits(found.ids, text),
        "next": str(found.before or ""),
    }
    return show(request, "desk/search.html", facts, at)


def _hits(ids: list[int], text: str) -> list[Hit]:
    """At most two queries for a page: messages are read only of cases whose first words do not hold what was asked."""
    query = analyse.query(text)
    found = Complaint.objects.filter(pk__in=ids).select_related("owner").only(*SHOWN)
    cases = {case.pk: case for case in found}
    first = {pk: highlight.excerpt(case.statement, query) for pk, case in cases.items()}
    later = _said_later([pk for pk, excerpt in first.items() if not _is_found(excerpt)], query)
    return [_hit(cases[pk], later.get(pk, first[pk]), query) for pk in ids if pk in cases]


def _said_later(ids: list[int], query: analyse.Query) -> dict[int, list[Segment]]:
    """By case the first message in which the words are found, as an excerpt."""
    if not ids:
        return {}
    written = Message.objects.filter(complaint__in=ids).exclude(direction=Direction.NOTE).order_by("at", "pk")
    excerpts: dict[int, list[Segment]] = {}
    for pk, body in written.values_list("complaint_id", "body"):
        if pk not in excerpts and _is_found(excerpt := highlight.excerpt(body, query)):
            excerpts[pk] = excerpt
    return excerpts


def _hit(case: Complaint, excerpt: Iterable[Segment], query: analyse.Query) -> Hit:
    name = case.complainant_name or gettext("No name given")
    return Hit(
        number=str(case),
        name=_html(highlight.marked(name, query)),
        essence=_html(highlight.marked(case.essence or case.subject, query)),
        excerpt=_html(excerpt),
        stage=gettext(STAGE_NAMES[Stage(case.stage)]),
        language=case.language,
        received_at=case.received_at,
        face=case.owner.name if case.owner else "",
    )


def _html(segments: Iterable[Segment]) -> SafeString:
    """In Python, not in the template: a page has hundreds of segments. Every one is escaped."""
    parts = ((escape(segment.text), segment.is_found) for segment in segments)
    return mark_safe("".join(f"<mark>{text}</mark>" if is_found else text for text, is_found in parts))


def _is_found(segments: Iterable[Segment]) -> bool:
    return any(segment.is_found for segment in segments)
