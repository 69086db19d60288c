"""The calendars deadlines are counted in: a list, a year of each in the reader's own calendar, a change from a day on, a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import jdatetime
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.core.queries import calendar_words, known_calendars, place_names
from amends.core.queries.books import OF_OFFICE, OF_TEAM
from amends.core.rules import calendar_file
from amends.core.rules.calendars import Calendar
from amends.ui import dates, months
from amends.ui.numbers import digits
from amends.web.office.entrance import sent, setting_up, show
from amends.web.office.forms.calendar import CalendarFile, CalendarForm
from amends.web.office.law.files import as_file
from amends.web.office.law.present import today, under_way
from amends.web.office.law.steps import walk

FIRST_YEAR, LAST_YEAR = 1901, 2199


@dataclass(frozen=True, slots=True)
class Line:
    """A calendar in the list."""

    name: str
    url: str
    versions: int
    follows: str
    known_to: date | None
    hours: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year: its number, what it is called in full, what sort of day, and why."""

    number: int
    full: str
    sort: str
    why: str


@dataclass(frozen=True, slots=True)
class YearMonth:
    title: str
    weeks: list[list[Cell | None]]
    named: list[Cell]


@setting_up
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    at, language = timezone.now(), get_language() or "en"
    groups: dict[str, list[Line]] = {}
    known = known_calendars.kept()
    for code in known_calendars.codes(known):
        groups.setdefault(_group(code), []).append(_line(code, known, today(at), language))
    return show(request, "office/law/calendars.html", {"groups": groups.items(), "following": under_way()}, at)


@setting_up
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Query: version (a number; otherwise what counts now), year (of the reader's calendar)."""
    at, language, code = timezone.now(), get_language() or "en", _code(code)
    known = known_calendars.kept()
    rows = known.get(code, ())
    asked = request.GET.get("version", "")
    row = next((each for each in rows if str(each.version) == asked), rows[0] if rows and not asked else None)
    if asked and row is None:
        raise Http404
    shown = known_calendars.calendar_in(row) if row else known_calendars.counts(code, today(at), known)
    year = _year(request.GET.get("year", ""), today(at), language)
    facts = {
        "code": _in_address(code),
        "title": place_names.calendar_name(code, language),
        "follows": "" if rows else _follows(code, known, language),
        "lines": list(calendar_words.lines(shown, language).items()),
        "rows": rows,
        "row": row,
        "year": digits(year, language),
        "before": year - 1,
        "after": year + 1,
        "months": list(_months(shown, year, language)),
        "weekdays": months.weekdays(language),
        "is_known": shown.known_to is None or _first(year, language) <= shown.known_to,
    }
    return show(request, "office/law/calendar.html", facts, at)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """A new version, filled in with what counts now and with public holidays that have become known."""
    at, code = timezone.now(), _code(code)
    form = CalendarForm(
        sent(request), base=known_calendars.grown(code, today(at), known_calendars.kept()), today=today(at)
    )
    name = place_names.calendar_name(code, get_language() or "en")
    title = gettext("Change the calendar “%(name)s” from a day on") % {"name": name}
    back = reverse("office:calendar", args=[_in_address(code)])
    words = gettext("Cases that began before keep the version they have, until you let them follow.")
    return walk(request, form, title=title, words=words, back=back)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def by_file(request: HttpRequest) -> HttpResponse:
    """A calendar from a file."""
    form = CalendarFile(sent(request), request.FILES or None)
    title, back = gettext("A calendar by file"), reverse("office:calendars")
    words = gettext("The file says whose calendar it is and from which day on. Download one of the list to begin with.")
    return walk(request, form, title=title, words=words, back=back, template="office/law/file.html")


@setting_up
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The newest version as a file that `by_file` reads back."""
    code, day = _code(code), today(timezone.now())
    known = known_calendars.kept()
    valid_from = known[code][0].valid_from if code in known else day
    text = calendar_file.text_of(known_calendars.counts(code, day, known), valid_from)
    return as_file(text, f"calendar-{_in_address(code).replace(':', '-')}")


def _in_address(code: str) -> str:
    """A team's code has a slash, which parts an address."""
    return code.replace("/", ":")


def _code(written: str) -> str:
    code = written.replace(":", "/")
    if not known_calendars.is_known(code):
        raise Http404
    return code


def _group(code: str) -> str:
    if code.startswith(OF_TEAM):
        return gettext("Teams")
    return gettext("Office") if code == OF_OFFICE else gettext("Countries")


def _line(code: str, known: known_calendars.Kept, day: date, language: str) -> Line:
    rows = known.get(code, ())
    counts = known_calendars.counts(code, day, known)
    return Line(
        name=place_names.calendar_name(code, language),
        url=reverse("office:calendar", args=[_in_address(code)]),
        versions=len(rows),
        follows="" if rows else _follows(code, known, language),
        known_to=counts.known_to,
        hours=gettext("with working hours") if counts.hours else "",
    )


def _follows(code: str, known: known_calendars.Kept, language: str) -> str:
    followed = known_calendars.follows(code, known)
    return place_names.calendar_name(followed, language) if followed else ""


def _year(asked: str, day: date, language: str) -> int:
    """A year of the reader's calendar; this one when none, or none that there is, was asked for."""
    is_jalali = language.startswith("fa")
    this = jdatetime.date.fromgregorian(date=day).year if is_jalali else day.year
    asked = asked[:4] if asked[:4].isdecimal() else ""
    found = int(asked) if asked else this
    first = FIRST_YEAR - 621 if is_jalali else FIRST_YEAR
    return found if first <= found <= first + LAST_YEAR - FIRST_YEAR else this


def _first(year: int, language: str) -> date:
    if not language.startswith("fa"):
        return date(year, 1, 1)
    first: date = jdatetime.date(year, 1, 1).togregorian()
    return first


def _months(calendar: Calendar, year: int, language: str) -> Iterator[YearMonth]:
    month = months.month_of(_first(year, language), language)
    for _ in range(12):
        cells = {day: _cell(calendar, day, month.number_of(day), language) for day in month.days()}
        weeks = [[cells[day] if day else None for day in week] for week in months.weeks(month, language)]
        named = [cell for cell in cells.values() if cell.why and cell.sort != "weekend"]
        yield YearMonth(months.title(month, language), weeks, named)
        month = month.after()


def _cell(calendar: Calendar, day: date, number: int, language: str) -> Cell:
    sort, why = _sort(calendar, day, language)
    return Cell(number, dates.full_day(day, language), sort, why)


def _sort(calendar: Calendar, day: date, language: str) -> tuple[str, str]:
    if day in calendar.special:
        return "special", calendar_words.hours(calendar.special[day], language)
    if day in calendar.workdays:
        return "makeup", gettext("Make-up working day")
    off: Any = place_names.day_off(calendar, day, language)
    if day in calendar.holidays:
        return "holiday", off
    return ("weekend", off) if off else ("", "")
