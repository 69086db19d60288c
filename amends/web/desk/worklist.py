"""The worklist: what breaks first, in views, narrowed by the filter box, paged by key, and refreshed without jumping."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from amends.core.actions.refused import in_words
from amends.core.models import Complaint
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries import worklists
from amends.core.rules.rights import MAY_RECORD
from amends.core.rules.words import N_
from amends.office.models import Person
from amends.ui.numbers import digits
from amends.web.desk import at_stake, filters, place, row_html, rows
from amends.web.desk.counts import EVERYTHING, MINE, NOBODYS, TEAM, Capped, cases_of, counts_of
from amends.web.desk.entrance import person_of, show, staff
from amends.web.desk.narrow import all_visible, asks_for_ended, narrow

VIEW_NAMES = {MINE: N_("Mine"), TEAM: N_("My team"), NOBODYS: N_("Nobody’s"), EVERYTHING: N_("Everything")}
REFRESH_SECONDS = 30
BY_WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class View:
    code: str
    name: str
    count: Capped
    address: str
    is_here: bool


@staff
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    person = person_of(request)
    text = request.GET.get("q", "").strip()
    if number := _number(text, person, at):
        return HttpResponseRedirect(reverse("desk:case", args=[number]))
    here = _view(request.GET.get("view", ""), person, at)
    asked = filters.parse(text)
    cases = all_visible(person, at) if asks_for_ended(asked) else cases_of(here, person, at)
    narrowed = narrow(cases, asked, person, at)
    by_waiting = request.GET.get("sort", "") == BY_WAITING
    page = _page(narrowed.cases, request.GET.get("cursor", ""), by_waiting=by_waiting)
    mark = _mark(page.rows, at)
    facts = {
        "groups": row_html.drawn(rows.groups(page.rows, at, by_waiting=by_waiting)),
        "headers": json.dumps({"If-None-Match": mark}),
        "next": place.written(page.next),
        "text": text,
        "search_words": "",
        "here": here,
        "is_cut": narrowed.is_cut,
        "refresh": f"{request.path}?{urlencode(request.GET.dict() | {'view': here})}",
        "seconds": REFRESH_SECONDS,
        "is_narrowed": bool(asked),
    }
    if request.headers.get("HX-Request"):
        if request.headers.get("If-None-Match") == mark:
            return HttpResponseNotModified()
        return show(request, "desk/parts/rows.html", facts, at)
    counts = counts_of(person, at)
    facts |= {
        "views": _views(here, text, counts.views, by_waiting=by_waiting),
        "sorts": _sorts(here, text, by_waiting=by_waiting),
        "sort": BY_WAITING if by_waiting else "",
        "stake": at_stake.of_list(narrowed.cases, view=here, text=text) if by_waiting or asked.stakes else None,
        "intro": _intro(counts.views[MINE], counts.late, here),
        "faults": [in_words(fault) for fault in (*asked.faults, *narrowed.faults)],
        "may_record": person.has_role(MAY_RECORD, at.date()),
        "filters": [f"{key}:" for key in filters.KEYS] + [filters.STAKE, *filters.FLAGS],
    }
    return show(request, "desk/worklist.html", facts, at)


def _number(text: str, person: Person, at: datetime) -> str:
    """A whole number typed into the box goes straight to its case."""
    if not text or " " in text or ":" in text or not any(sign.isdigit() for sign in text):
        return ""
    found = all_visible(person, at).filter(number=text.upper()).values_list("number", flat=True).first()
    return found or ""


def _view(asked: str, person: Person, at: datetime) -> str:
    """The view asked for; by default the first that holds anything: mine, for most people on most days."""
    if asked in VIEW_NAMES:
        return asked
    counts = counts_of(person, at).views
    return next((view for view in VIEW_NAMES if counts[view]), MINE)


def _page(cases: ComplaintQuerySet, cursor: str, *, by_waiting: bool) -> worklists.Page:
    if by_waiting:
        return worklists.by_waiting(cases, after=place.read_cost(cursor), only=rows.SHOWN)
    return worklists.page(cases, after=place.read(cursor), only=rows.SHOWN)


def _sorts(here: str, text: str, *, by_waiting: bool) -> list[tuple[str, str, bool]]:
    """Words, address and whether it is the present one."""
    asked = {"view": here} | ({"q": text} if text else {})
    return [
        (gettext("What breaks first"), f"?{urlencode(asked)}", not by_waiting),
        (gettext("Cost of waiting"), f"?{urlencode(asked | {'sort': BY_WAITING})}", by_waiting),
    ]


def _views(here: str, text: str, counts: Mapping[str, Capped], *, by_waiting: bool) -> list[View]:
    made = []
    for code, name in VIEW_NAMES.items():
        asked = {"view": code} | ({"q": text} if text else {}) | ({"sort": BY_WAITING} if by_waiting else {})
        made.append(View(code, gettext(name), counts[code], f"?{urlencode(asked)}", code == here))
    return made


def _intro(waiting: Capped, late: Capped, here: str) -> str:
    language = get_language() or "en"
    if not waiting:
        nobody = gettext("Nobody waits for you.")
        if here == MINE:
            return nobody
        below = gettext("Below is the view “%(view)s”.") % {"view": gettext(VIEW_NAMES[here])}
        return f"{nobody} {below}"
    people = ngettext("%(count)s person waits for you.", "%(count)s people wait for you.", int(waiting)) % {
        "count": digits(waiting, language)
    }
    if not late:
        unbroken = gettext("No promise is broken.")
        return f"{people} {unbroken}"
    broken = ngettext("%(count)s promise is late.", "%(count)s promises are late.", int(late)) % {
        "count": digits(late, language)
    }
    return f"{people} {broken}"


def _mark(cases: Sequence[Complaint], at: datetime) -> str:
    """Changes when a row does, or its place among the days; not with every minute."""
    facts = [(case.pk, case.version, case.next_due_at < at) for case in cases]
    told = f"{get_language()} {timezone.localdate(at)} {facts}"
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'
