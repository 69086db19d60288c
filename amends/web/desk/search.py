"""The search page: cases found by word, number or name, newest first, only those within sight; found words are marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
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


@dataclass(frozen=True, slots=True)
class Hit:
    number: str
    name: list[Segment]
    essence: list[Segment]
    excerpt: list[Segment]
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
    """Two queries for a page."""
    query = analyse.query(text)
    cases = {case.pk: case for case in Complaint.objects.filter(pk__in=ids).select_related("owner")}
    written = Message.objects.filter(complaint__in=ids).exclude(direction=Direction.NOTE).order_by("at", "pk")
    said: dict[int, list[str]] = {}
    for pk, body in written.values_list("complaint_id", "body"):
        said.setdefault(pk, []).append(body)
    return [_hit(cases[pk], said.get(pk, []), query) for pk in ids if pk in cases]


def _hit(case: Complaint, said: Iterable[str], query: analyse.Query) -> Hit:
    essence = case.essence or case.subject
    excerpts = (highlight.excerpt(body, query) for body in (case.statement, *said))
    excerpt = next(filter(_is_found, excerpts), None) or highlight.excerpt(case.statement, query)
    return Hit(
        number=str(case),
        name=highlight.marked(case.complainant_name or gettext("No name given"), query),
        essence=highlight.marked(essence, query),
        excerpt=excerpt,
        stage=gettext(STAGE_NAMES[Stage(case.stage)]),
        language=case.language,
        received_at=case.received_at,
        face=case.owner.name if case.owner else "",
    )


def _is_found(segments: Iterable[Segment]) -> bool:
    return any(segment.is_found for segment in segments)
