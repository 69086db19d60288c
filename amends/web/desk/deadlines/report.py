"""The report: promises kept and missed by rule, team or category, beside the period before; every figure leads to its list."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from amends.core.actions.refused import in_words
from amends.core.models import Category
from amends.core.queries import due_days
from amends.core.queries.due_days import AT_RISK, DROPPED, KEPT, MISSED, RUNNING, STATES, Span
from amends.core.rules.words import N_
from amends.lib.text import csv_safe
from amends.office.models import Team
from amends.office.names import in_language
from amends.ui import dates, months, typed_days
from amends.web.desk.deadlines import filters, naming
from amends.web.desk.deadlines.listed import SUBJECTS, span_of
from amends.web.desk.deadlines.tabs import tabs
from amends.web.desk.entrance import person_of, show, staff

BY = {"rule": N_("Rule"), "team": N_("Team"), "category": N_("Category")}
PERIODS = {"month": N_("Month"), "quarter": N_("Quarter"), "free": N_("From day to day")}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the list behind it."""

    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """`share` is of those decided, in per cent; None where nothing was. `change` is in points against the period before.

    `code` is the id of a rule that has a title of its own.
    """

    name: str
    code: str
    due: Figure
    kept: Figure
    missed: Figure
    open: Figure
    dropped: Figure
    share: int | None
    change: int | None
    left: str
    over: str

    @property
    def change_words(self) -> str:
        if not self.change:
            return "" if self.change is None else "0"
        return f"{self.change:+d}".replace("-", "−")

    @property
    def whole_name(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name


@dataclass(frozen=True, slots=True)
class Period:
    """The days of the report and those just before it, as long or the month or quarter before."""

    span: Span
    before: Span


@staff
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """Query: by (BY), period (PERIODS), day (any day of it), from and to, q, format=csv. Constant queries."""
    at, person, language = timezone.now(), person_of(request), get_language() or "en"
    by = request.GET.get("by", "") if request.GET.get("by") in BY else "rule"
    kind = request.GET.get("period", "") if request.GET.get("period") in PERIODS else "month"
    period = _period(request.GET, kind, at, language)
    text = request.GET.get("q", "").strip()
    asked = filters.read(text, person, at)
    lines, total = _lines(asked, period, by, text, at, language)
    if request.GET.get("format") == "csv":
        return _csv(lines, total, period, by)
    facts = {
        "tabs": tabs("desk:deadline_report"),
        "lines": lines,
        "total": total,
        "by": by,
        "by_name": gettext(BY[by]),
        "by_choices": [(code, gettext(name)) for code, name in BY.items()],
        "period": kind,
        "periods": [(code, gettext(name)) for code, name in PERIODS.items()],
        "title": _title(period.span, kind, language),
        "before_title": _title(period.before, kind, language),
        "typed": [typed_days.written(day, language) for day in (period.span.first, period.span.last)],
        "back": period.before.first.isoformat(),
        "on": (period.span.last + timedelta(days=1)).isoformat(),
        "text": text,
        "search_words": "",
        "words": filters.WORDS,
        "faults": [in_words(fault) for fault in asked.faults],
    }
    return show(request, "desk/deadlines/report.html", facts, at)


def _period(query: QueryDict, kind: str, at: datetime, language: str) -> Period:
    zone = timezone.get_current_timezone()
    today = at.astimezone(zone).date()
    if kind == "free":
        span = span_of(query, today)
        length = (span.last - span.first).days + 1
        return Period(span, Span(span.first - timedelta(days=length), span.first - timedelta(days=1), zone))
    try:
        day = typed_days.day(query.get("day", ""))
    except typed_days.NotADay:
        day = today
    holding = months.month_of if kind == "month" else months.quarter_of
    here = holding(day, language)
    before = holding(here.first - timedelta(days=1), language)
    return Period(Span(here.first, here.last, zone), Span(before.first, before.last, zone))


def _title(span: Span, kind: str, language: str) -> str:
    if kind == "month":
        return months.title(months.month_of(span.first, language), language)
    first, last = dates.full_day(span.first, language), dates.full_day(span.last, language)
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _lines(
    asked: filters.Asked, period: Period, by: str, text: str, at: datetime, language: str
) -> tuple[list[Line], Line]:
    subject = SUBJECTS[by]
    now = due_days.within(asked.cases, period.span, rules=asked.rules, at=at)
    past = due_days.within(asked.cases, period.before, rules=asked.rules, at=at)
    counted, earlier = due_days.by_subject(now, subject, at), due_days.by_subject(past, subject, at)
    middle = due_days.medians(now, subject)
    names = _names(by, list(counted), language)
    titled = {code for code, name in names.items() if by == "rule" and name != code}
    made = [
        _line(
            names[about], about if about in titled else "", row, earlier.get(about),
            _address(period.span, text, {by: about if about is not None else ""}),
            (middle.get((about, False)), middle.get((about, True))), language,
        )
        for about, row in counted.items()
    ]  # fmt: skip
    made.sort(key=lambda line: (-line.missed.count, -line.due.count, line.name))
    whole = _line(
        gettext("Together"), "", _sum(counted), _sum(earlier), _address(period.span, text, {}), (None, None), language
    )
    return made, whole


def _line(
    name: str,
    code: str,
    row: Mapping[str, int],
    earlier: Mapping[str, int] | None,
    address: str,
    middle: tuple[timedelta | None, timedelta | None],
    language: str,
) -> Line:
    share, before = _share(row), _share(earlier) if earlier else None
    left, over = (dates.length_words(each, language) if each is not None else "" for each in middle)
    return Line(
        name=name,
        code=code,
        due=Figure(sum(row.values()), address),
        kept=Figure(row[KEPT], f"{address}&state=kept"),
        missed=Figure(row[MISSED], f"{address}&state=missed"),
        open=Figure(row[AT_RISK] + row[RUNNING], f"{address}&state=open"),
        dropped=Figure(row[DROPPED], f"{address}&state=dropped"),
        share=share,
        change=share - before if share is not None and before is not None else None,
        left=left,
        over=over,
    )


def _share(row: Mapping[str, int]) -> int | None:
    """Kept of those decided, in whole per cent, rounded down: a hundred means every one."""
    decided = row[KEPT] + row[MISSED]
    return 100 * row[KEPT] // decided if decided else None


def _sum(rows: Mapping[Any, Mapping[str, int]]) -> dict[str, int]:
    return {state: sum(row[state] for row in rows.values()) for state in STATES}


def _address(span: Span, text: str, about: dict[str, Any]) -> str:
    asked = {"from": span.first.isoformat(), "to": span.last.isoformat(), **about} | ({"q": text} if text else {})
    return f"{reverse('desk:deadline_list')}?{urlencode(asked)}"


def _names(by: str, found: list[Any], language: str) -> dict[Any, str]:
    if by == "rule":
        return {code: naming.newest_title(code, language) for code in found}
    if by == "team":
        teams = {team.pk: in_language(team.names, language) or team.code for team in Team.objects.order_by()}
        return {pk: teams.get(pk) or gettext("Without a team") for pk in found}
    roots = Category.objects.filter(code__in=found).order_by("version").values_list("code", "names")
    named = {code: in_language(names, language) or code for code, names in roots}
    return {code: named.get(code) or code or gettext("Without a category") for code in found}


def _csv(lines: list[Line], total: Line, period: Period, by: str) -> HttpResponse:
    """For spreadsheets: numbers as they are, texts that cannot be taken for formulas, a mark that says UTF-8."""
    made = StringIO()
    table = csv.writer(made)
    head = [
        BY[by],
        N_("Fell due"),
        N_("Kept"),
        N_("Missed"),
        N_("Still open"),
        N_("Ended before"),
        N_("Share kept, per cent"),
    ]
    head += [N_("Change, points"), N_("Median time left"), N_("Median time late"), N_("From"), N_("To")]
    table.writerow([csv_safe(gettext(word)) for word in head])
    for line in (*lines, total):
        figures = [each.count for each in (line.due, line.kept, line.missed, line.open, line.dropped)]
        rest = ["" if each is None else each for each in (line.share, line.change)]
        days = [period.span.first.isoformat(), period.span.last.isoformat()]
        table.writerow([csv_safe(line.whole_name), *figures, *rest, csv_safe(line.left), csv_safe(line.over), *days])
    answer = HttpResponse("\ufeff" + made.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="deadlines-{period.span.first}-{period.span.last}.csv"'
    return answer
