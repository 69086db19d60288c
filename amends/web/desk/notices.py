"""What this person is told: given to them, answered, undelivered, about to be late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from amends.core import notify
from amends.core.models import Complaint, Notice
from amends.core.rules.words import N_
from amends.web.desk.entrance import person_of, show, staff

PAGE = 50
WORDS = {
    notify.ASSIGNED: N_("This case was given to you"),
    notify.WROTE: N_("The complainant wrote"),
    notify.UNDELIVERED: N_("A message did not arrive"),
    notify.NEAR: N_("A deadline is near"),
    notify.MISSED: N_("A deadline was missed"),
    notify.DANGER: N_("There may be danger to health"),
    notify.PRAISE: N_("Praise for you or your people"),
}
TONES = {
    notify.DANGER: "health",
    notify.MISSED: "broken",
    notify.UNDELIVERED: "broken",
    notify.NEAR: "risk",
    notify.PRAISE: "thanks",
}


@dataclass(frozen=True, slots=True)
class Line:
    pk: int
    words: str
    tone: str
    case: Complaint
    at: datetime
    is_read: bool


@staff
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; only of cases that are still in this person's sight."""
    at, person = timezone.now(), person_of(request)
    visible = Complaint.objects.visible_to(person, at).order_by().values("pk")
    rows = Notice.objects.filter(person=person, complaint__in=visible).select_related("complaint").order_by("-pk")
    before = request.GET.get("cursor", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows[: PAGE + 1])
    lines = [
        Line(
            row.pk,
            gettext(WORDS.get(row.kind, row.kind)),
            TONES.get(row.kind, ""),
            row.complaint,
            row.at,
            row.read_at is not None,
        )
        for row in page[:PAGE]
    ]
    following = str(page[PAGE - 1].pk) if len(page) > PAGE else ""
    return show(request, "desk/notices.html", {"lines": lines, "next": following}, at)


@staff
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks one notice or all of them as read; one leads on to its case."""
    at, person = timezone.now(), person_of(request)
    mine = Notice.objects.filter(person=person, read_at=None)
    one = request.POST.get("notice", "")
    if not one.isdecimal():
        mine.update(read_at=at)
        return HttpResponseRedirect(reverse("desk:notices"))
    found = Notice.objects.filter(person=person, pk=int(one[:18])).select_related("complaint").first()
    mine.filter(pk=int(one[:18])).update(read_at=at)
    target = reverse("desk:case", args=[found.complaint.number]) if found else reverse("desk:notices")
    return HttpResponseRedirect(target)
