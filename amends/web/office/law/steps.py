"""The way of a change of rules or calendars: typed, looked at with the open cases it would move, kept, with or without them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from amends.core.models import Complaint
from amends.core.queries import clock_words
from amends.core.queries.moving import Foreseen, Moved, foresee
from amends.office.models import Person
from amends.office.refused import OfficeRefused
from amends.web.office.entrance import done, person_of, show
from amends.web.office.forms.draft import Draft, DraftForm

ROWS_A_PAGE = 50
KEEP, FOLLOW, CHANGE = "keep", "follow", "change"


@dataclass(frozen=True, slots=True)
class Row:
    """A deadline that would move, of a case the reader may see."""

    number: str
    url: str
    title: str
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class Movement:
    """A page of what would move, with the counts of all of it."""

    rows: list[Row]
    cases: int
    deadlines: int
    earlier: int
    later: int
    unseen: int
    looked_at: int
    is_whole: bool
    page: int
    pages: int


def walk(
    request: HttpRequest, form: DraftForm, *, title: str, back: str, words: str = "", template: str = "", **facts: Any
) -> HttpResponse:
    """One page for each step, told apart by the button that was pressed; nothing is kept before the last."""
    at = timezone.now()
    if request.method == "POST" and form.is_valid():
        go = request.POST.get("go", "")
        try:
            draft = form.draft(at)
            if go in {KEEP, FOLLOW}:
                draft.keep(person_of(request), at, go == FOLLOW)
                return done(request, _kept(go), back)  # an address, as `redirect` takes it
            if go != CHANGE:
                return _preview(request, form, draft, at, {"title": title, "back": back})
        except OfficeRefused as refused:
            form.refuse(refused)
    page = {"form": form, "title": title, "words": words, "back": back, **facts}
    return show(request, template or "office/law/form.html", page, at, status=400 if form.errors else 200)


def movement(found: Foreseen, person: Person, at: datetime, asked: str) -> Movement:
    """A page of what was foreseen; of cases the person may not see it gives the count alone."""
    seen = _seen(found.moved, person, at)
    rows = [move for move in found.moved if move.complaint in seen]
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    page = min(int(asked[:6]), pages) if asked.isdecimal() and int(asked[:6]) else 1
    language = get_language() or "en"
    return Movement(
        rows=[_row(move, language) for move in rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]],
        cases=len({move.complaint for move in found.moved}),
        deadlines=len(found.moved),
        earlier=sum(move.after < move.before for move in found.moved),
        later=sum(move.after > move.before for move in found.moved),
        unseen=len({move.complaint for move in found.moved} - seen),
        looked_at=found.looked_at,
        is_whole=found.is_whole,
        page=page,
        pages=pages,
    )


def _preview(request: HttpRequest, form: DraftForm, draft: Draft, at: datetime, facts: dict[str, Any]) -> HttpResponse:
    found = movement(foresee(draft.trial), person_of(request), at, request.POST.get("page", ""))
    page = facts | {"sections": draft.sections, "found": found, "typed": form.typed()}
    return show(request, "office/law/preview.html", page, at)


def _kept(go: str) -> str:
    if go == FOLLOW:
        return gettext("It is kept. Open cases follow now, one after the other, each with a line in its log.")
    return gettext("It is kept, for cases that begin from its day on.")


def _seen(moved: list[Moved], person: Person, at: datetime) -> set[int]:
    cases = {move.complaint for move in moved}
    return set(Complaint.objects.visible_to(person, at).filter(pk__in=cases).values_list("pk", flat=True))


def _row(move: Moved, language: str) -> Row:
    title = clock_words.title_by_id(move.rule, language)
    return Row(move.number, reverse("desk:case", args=[move.number]), title, move.before, move.after)
