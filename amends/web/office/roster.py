"""The roster: a week at a time, who is on duty now, which hours nobody is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from amends.core.queries.office_facts import forget_office_facts, office_facts
from amends.office import actions
from amends.office.duty import covered, on_duty
from amends.office.models import Absence, Shift
from amends.office.refused import OfficeRefused
from amends.office.roster import gaps
from amends.web.office.entrance import done, performed, person_of, sent, setting_up, show, show_form
from amends.web.office.forms.roster import AddAbsence, AddShift

WEEK = timedelta(days=7)


@setting_up
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Query: week (any day of it, as 2026-03-02; otherwise this week)."""
    at, zone = timezone.now(), office_facts().zone
    monday = _monday(request.GET.get("week", ""), at.astimezone(zone).date())
    start, end = _midnight(monday, zone), _midnight(monday + WEEK, zone)
    shifts = list(
        Shift.objects.filter(starts_at__lt=end, ends_at__gt=start).select_related("person").order_by("starts_at", "pk")
    )
    absences = list(
        Absence.objects.filter(starts_at__lt=end, ends_at__gt=start)
        .select_related("person", "deputy")
        .order_by("starts_at")
    )
    with timezone.override(zone):
        facts = {
            "days": [_day(monday + timedelta(days=number), shifts, zone) for number in range(7)],
            "absences": absences,
            "holes": gaps(covered(shifts, absences), max(start, at), end) if end > at else [],
            "on_duty_now": on_duty(at),
            "earlier": (monday - WEEK).isoformat(),
            "later": (monday + WEEK).isoformat(),
            "zone": str(zone),
            "without_phone": _without_phone(shifts, at),
        }
        return show(request, "office/roster.html", facts, at)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def add_shift(request: HttpRequest) -> HttpResponse:
    at, zone = timezone.now(), office_facts().zone
    initial = {"day": _a_day(request.GET.get("day", "")) or at.astimezone(zone).date()}
    form = AddShift(sent(request), zone=zone, initial=initial)
    if performed(request, form, at):
        return done(request, gettext("It stands in the roster."), "office:roster")
    words = gettext("By the clock of the office: %(zone)s.") % {"zone": zone}
    title, button = gettext("Put a person on duty"), gettext("Put on duty")
    return show_form(request, form, at, title=title, words=words, button=button, back=reverse("office:roster"))


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def add_absence(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = AddAbsence(sent(request), zone=office_facts().zone)
    if performed(request, form, at):
        return done(request, gettext("The absence is noted."), "office:roster")
    title, button = gettext("Note an absence"), gettext("Note the absence")
    return show_form(request, form, at, title=title, button=button, back=reverse("office:roster"))


@setting_up
@require_POST
def remove_shift(request: HttpRequest, pk: int) -> HttpResponse:
    shift, at = get_object_or_404(Shift, pk=pk), timezone.now()
    return _act(
        request, lambda: actions.remove_shift(shift, by=person_of(request), at=at), gettext("The shift is out.")
    )


@setting_up
@require_POST
def remove_absence(request: HttpRequest, pk: int) -> HttpResponse:
    absence, at = get_object_or_404(Absence, pk=pk), timezone.now()
    words = gettext("The absence has its end.")
    return _act(request, lambda: actions.remove_absence(absence, by=person_of(request), at=at), words)


def _act(request: HttpRequest, act: Callable[[], None], words: str) -> HttpResponse:
    try:
        act()
        messages.success(request, words)
    except OfficeRefused as refused:
        messages.error(request, str(refused))
    forget_office_facts()
    return redirect("office:roster")


def _without_phone(shifts: list[Shift], at: datetime) -> list[str]:
    """Whom an alarm could call by mail alone."""
    names = (each.person.name for each in shifts if each.ends_at > at and not each.person.alarm_phone)
    return sorted(set(names))


def _day(day: date, shifts: list[Shift], zone: ZoneInfo) -> dict[str, Any]:
    """The shifts that begin on a day."""
    rows = [shift for shift in shifts if shift.starts_at.astimezone(zone).date() == day]
    return {"day": day, "iso": day.isoformat(), "shifts": rows}


def _monday(asked: str, today: date) -> date:
    day = _a_day(asked) or today
    return day - timedelta(days=day.weekday())


def _a_day(asked: str) -> date | None:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    # At the ends of the calendar there is no week before or after.
    return day if 2000 <= day.year <= 2100 else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
