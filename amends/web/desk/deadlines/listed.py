"""The promises behind a day of the month or a figure of the report: one row each, paged by key."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from amends.core.actions.refused import in_words
from amends.core.queries import clock_words, due_days
from amends.core.queries.due_days import AT_RISK, KEPT, MISSED, RUNNING, STATES, Found, Moments, Span
from amends.office.models import Person
from amends.ui import dates, typed_days
from amends.web.desk import place
from amends.web.desk.deadlines import filters, naming
from amends.web.desk.deadlines.tabs import tabs
from amends.web.desk.entrance import person_of, show, staff

SUBJECTS = {"rule": "deadlines__rule", "team": "team", "category": "root"}
"""What the report counts by, and so what a list may be narrowed to; `kind` goes with `rule`."""

_OPEN, _DECIDED = (AT_RISK, RUNNING), (KEPT, MISSED)
GROUPS = {"open": _OPEN, "decided": _DECIDED, **{state: (state,) for state in STATES}}
"""Which states a figure stands for."""

FIELDS = (
    *("number", "key", "complainant_name", "essence", "subject", "language", "owner_id", "handler_id"),
    *("deadlines__rule", "deadlines__rule_version", "deadlines__due_at", "deadlines__warn_at"),
    *("deadlines__met_at", "deadlines__missed_at", "deadlines__ended_at"),
)


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    name: str
    essence: str
    language: str
    rule: str
    due_at: datetime
    state: str
    state_words: str
    tone: str
    distance: str
    face: str


@staff
@require_safe
def deadline_list(request: HttpRequest) -> HttpResponse:
    """Query: from, to, q, state (GROUPS), rule, kind, team, category (exact; empty: without), cursor."""
    at, person, language = timezone.now(), person_of(request), get_language() or "en"
    span = span_of(request.GET, at.astimezone(timezone.get_current_timezone()).date())
    text = request.GET.get("q", "").strip()
    asked = filters.read(text, person, at)
    found = exactly(due_days.within(asked.cases, span, rules=asked.rules, at=at), request.GET, at)
    rows, following = due_days.page(found, after=place.read(request.GET.get("cursor", "")), fields=FIELDS)
    faces = _faces(rows, language)
    facts = {
        "tabs": tabs(""),
        "span": span,
        "is_day": span.first == span.last,
        "states": _states(request.GET),
        "lines": [_line(row, faces, at, language) for row in rows],
        "next": place.written(following),
        "text": text,
        "search_words": "",
        "hidden": [(name, value) for name, value in request.GET.items() if name not in {"q", "cursor"}],
        "words": filters.WORDS,
        "faults": [in_words(fault) for fault in asked.faults],
        "month": span.first.isoformat(),
    }
    return show(request, "desk/deadlines/list.html", facts, at)


def span_of(query: QueryDict, today: date) -> Span:
    """The days asked for, at most ten years; today where nothing, or nonsense, was typed."""
    first, last = _day(query.get("from", ""), today), _day(query.get("to", ""), today)
    if "from" in query and "to" not in query:
        last = first
    first, last = min(first, last), max(first, last)
    return Span(first, min(last, first + timedelta(days=3660)), timezone.get_current_timezone())


def exactly(found: Found, query: QueryDict, at: datetime) -> Found:
    """The promises narrowed to what a figure of the report is about."""
    wanted = found.wanted
    for name, column in SUBJECTS.items():
        if name in query:
            wanted &= _equal(column, query.get(name, ""))
    if "kind" in query:
        wanted &= Q(deadlines__kind=query.get("kind", "")[:30])
    if states := GROUPS.get(query.get("state", ""), ()):
        wanted &= functools.reduce(operator.or_, (due_days.standing(state, at) for state in states))
    return Found(found.cases, wanted)


def _equal(column: str, value: str) -> Q:
    if column == "team":
        return Q(team=int(value[:18])) if value.isdecimal() else Q(team=None)
    return Q(**{column: value[:80]})


def _day(text: str, otherwise: date) -> date:
    try:
        found = typed_days.day(text)
    except typed_days.NotADay:
        return otherwise
    return found if 1700 <= found.year <= 9000 else otherwise


def _states(query: QueryDict) -> list[tuple[str, str, bool]]:
    """Links to the same list by state."""
    kept = {name: value for name, value in query.items() if name not in {"state", "cursor"}}
    here = query.get("state", "")
    made = [("?" + urlencode(kept), gettext("All"), not here)]
    for state in STATES:
        made.append(("?" + urlencode(kept | {"state": state}), gettext(naming.STATE_NAMES[state]), here == state))
    return made


def _line(row: dict[str, Any], faces: dict[int, str], at: datetime, language: str) -> Line:
    state = due_days.state_of(Moments._make(row[f"deadlines__{name}"] for name in Moments._fields), at)
    return Line(
        number=row["number"] or str(row["key"]),
        name=row["complainant_name"] or gettext("No name given"),
        essence=row["essence"] or row["subject"],
        language=row["language"],
        rule=clock_words.title(row["deadlines__rule"], row["deadlines__rule_version"], language),
        due_at=row["deadlines__due_at"],
        state=state,
        state_words=gettext(naming.STATE_NAMES[state]),
        tone=naming.TONES[state],
        distance=_distance(row, state, language),
        face=faces.get(row["owner_id"] or row["handler_id"] or 0, ""),
    )


def _distance(row: dict[str, Any], state: str, language: str) -> str:
    """How much time was left, or how much too long it took; empty while it runs."""
    met = row["deadlines__met_at"]
    if not met:
        return ""
    words = dates.length_words(met - row["deadlines__due_at"], language)
    return (gettext("%(time)s to spare") if state == KEPT else gettext("%(time)s late")) % {"time": words}


def _faces(rows: list[dict[str, Any]], language: str) -> dict[int, str]:
    wanted = {pk for row in rows if (pk := row["owner_id"] or row["handler_id"])}
    people = Person.objects.filter(pk__in=wanted).order_by().values_list("pk", "name", "names")
    return {pk: names.get(language) or name for pk, name, names in people}
