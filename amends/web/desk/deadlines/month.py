"""The month: what falls due on each day, in the reader's own calendar, with the days on which the office is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from amends.core.actions.refused import in_words
from amends.core.queries import due_days, place_names
from amends.core.queries.due_days import DROPPED, STATES, Span
from amends.core.queries.office_book import office_calendar
from amends.core.rules.calendars import Calendar
from amends.ui import dates, months, typed_days
from amends.ui.months import Month
from amends.ui.numbers import number
from amends.web.desk.deadlines import filters, naming
from amends.web.desk.deadlines.tabs import tabs
from amends.web.desk.entrance import person_of, show, staff

SHOWN = tuple(state for state in STATES if state != DROPPED)


@dataclass(frozen=True, slots=True)
class Count:
    state: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class DayCell:
    number: int
    full: str
    off: str
    is_today: bool
    address: str
    counts: list[Count]


@staff
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """Query: month (any day of it, as it is typed), q (the filter). Four queries, however much falls due."""
    at, person, language = timezone.now(), person_of(request), get_language() or "en"
    text = request.GET.get("q", "").strip()
    zone = timezone.get_current_timezone()
    today = at.astimezone(zone).date()
    here = months.month_of(_day(request.GET.get("month", ""), today), language)
    asked = filters.read(text, person, at)
    span = Span(here.first, here.last, zone)
    found = due_days.within(asked.cases, span, rules=asked.rules, at=at)
    by_day = due_days.by_day(found, span, at)
    cells = _cells(here, by_day, office_calendar(here.first), today, text)
    facts = {
        "tabs": tabs("desk:deadlines"),
        "title": months.title(here, language),
        "weekdays": months.weekdays(language),
        "weeks": [[cells[day] if day else None for day in week] for week in months.weeks(here, language)],
        "totals": _counts({state: sum(row[state] for row in by_day.values()) for state in SHOWN}),
        "everything": _address(here.first, here.last, text),
        "before": _month_address(here.before(), text),
        "after": _month_address(here.after(), text),
        "this_month": ""
        if here.first <= today <= here.last
        else _month_address(months.month_of(today, language), text),
        "holidays": [(cell, cell.off) for day, cell in cells.items() if cell.off and _is_named(here, day)],
        "month": here.first.isoformat(),
        "text": text,
        "search_words": "",
        "words": filters.WORDS,
        "faults": [in_words(fault) for fault in asked.faults],
    }
    return show(request, "desk/deadlines/month.html", facts, at)


def _is_named(here: Month, day: date) -> bool:
    calendar = office_calendar(here.first)
    return day in calendar.holidays and day not in calendar.workdays


def _day(text: str, today: date) -> date:
    try:
        return typed_days.day(text)
    except typed_days.NotADay:
        return today


def _cells(
    here: Month, by_day: Mapping[date, Mapping[str, int]], calendar: Calendar, today: date, text: str
) -> dict[date, DayCell]:
    language = get_language() or "en"
    return {
        day: DayCell(
            number=here.number_of(day),
            full=dates.full_day(day, language),
            off=place_names.day_off(calendar, day, language),
            is_today=day == today,
            address=_address(day, day, text),
            counts=_counts(by_day.get(day, {})),
        )
        for day in here.days()
    }


def _counts(row: Mapping[str, int]) -> list[Count]:
    language = get_language() or "en"
    said = gettext("%(count)s %(state)s")
    return [
        Count(
            state,
            said % {"count": number(row[state], language), "state": gettext(naming.STATE_NAMES[state])},
            row[state],
        )
        for state in SHOWN
        if row.get(state)
    ]


def _address(first: date, last: date, text: str) -> str:
    asked = {"from": first.isoformat(), "to": last.isoformat()} | ({"q": text} if text else {})
    return f"{reverse('desk:deadline_list')}?{urlencode(asked)}"


def _month_address(month: Month, text: str) -> str:
    return f"?{urlencode({'month': month.first.isoformat()} | ({'q': text} if text else {}))}"
