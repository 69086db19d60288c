"""Public holidays are kept as data, a year ahead; people are told in time when next year's are not known yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import send_mail
from django.utils.translation import gettext, override

from amends.core.catalogue import keep_calendar
from amends.core.models import Calendar, Deadline
from amends.core.queries.books import place_of
from amends.core.queries.calendars import PLACES, ready
from amends.core.rules import calendar_data
from amends.core.rules.calendars import Calendar as RuleCalendar
from amends.core.rules.clocks.books import IN_ZONE
from amends.core.rules.clocks.facts import bodies_of_law
from amends.core.rules.letter_dates import day as day_in_words
from amends.office.models import Office, Person, RoleHeld
from amends.office.roles import MAY_SET_UP_THE_OFFICE

WARN_AHEAD = timedelta(days=30)
YEARS_BACK, YEARS_AHEAD = 3, 2


@dataclass(frozen=True, slots=True)
class Gap:
    """A calendar whose public holidays are known until a day that is near."""

    code: str
    known_to: date


def extend(at: datetime, used: set[str] | None = None) -> int:
    """Keeps what has become known of the calendars in use (USED, where that is known); returns how many versions it made.

    Days that are known already stay as they are, whatever a newer package says: only later ones are added.
    """
    made = 0
    for code in sorted(in_use() if used is None else used):
        newest = Calendar.objects.filter(code=code).order_by("-version").first()
        found = ready(code, at.year - YEARS_BACK, at.year + YEARS_AHEAD)
        if newest is not None:
            kept = calendar_data.from_plain(code, newest.version, newest.definition)
            if kept.known_to is None or found.known_to is None or found.known_to <= kept.known_to:
                continue
            found = _continued(kept, found, kept.known_to)
        keep_calendar(code, calendar_data.to_plain(found), valid_from=date.min, by=None, at=at)
        made += 1
    return made


def _continued(kept: RuleCalendar, found: RuleCalendar, since: date) -> RuleCalendar:
    later = {day: name for day, name in found.holidays.items() if day > since}
    return RuleCalendar(
        code=kept.code,
        zone=kept.zone,
        weekend=kept.weekend,
        holidays=dict(kept.holidays) | later,
        workdays=kept.workdays | {day for day in found.workdays if day > since},
        hours=kept.hours,
        special=kept.special,
        known_to=found.known_to,
    )


def in_use() -> set[str]:
    """Calendars of countries that the office or a running deadline counts in. Reads all deadlines: a second for a million."""
    country = Office.current().jurisdiction
    running = (
        Deadline.objects.filter(met_at=None, ended_at=None).order_by().values_list("calendar", flat=True).distinct()
    )
    codes = {place_of(country), *bodies_of_law([country]), *(code.partition(IN_ZONE)[0] for code in running)}
    return {code for code in codes if code in PLACES and PLACES[code].country}


def gaps(at: datetime, used: set[str] | None = None) -> Iterator[Gap]:
    """Calendars in use (USED, where that is known), those of office and teams too, whose holidays are not known for all of
    the coming thirty days and the year they reach into."""
    own = Calendar.objects.exclude(code__in=PLACES).values_list("code", flat=True).distinct()
    for code in sorted((in_use() if used is None else used).union(own)):
        newest = Calendar.objects.filter(code=code).order_by("-version").first()
        known_to = newest and newest.definition.get("known_to")
        if known_to and date.fromisoformat(known_to) < (at + WARN_AHEAD).date():
            yield Gap(code, date.fromisoformat(known_to))


def look_after(at: datetime) -> int:
    """The daily job: keeps what became known, then tells administrators and heads, once, of what is still missing."""
    used = in_use()
    done = extend(at, used)
    for gap in gaps(at, used):
        newest = Calendar.objects.filter(code=gap.code, told_at=None).order_by("-version").first()
        # Another worker may have read the same row: who marks it tells.
        if newest is not None and Calendar.objects.filter(pk=newest.pk, told_at=None).update(told_at=at):
            _tell(gap, at)
            done += 1
    return done


def _tell(gap: Gap, at: datetime) -> None:
    held = RoleHeld.objects.filter(role__in=MAY_SET_UP_THE_OFFICE).values("person")
    for person in Person.objects.filter(pk__in=held, is_active=True).order_by("pk"):
        if not person.has_role(MAY_SET_UP_THE_OFFICE, at.date()):
            continue
        with override(person.language):
            facts = {"code": gap.code, "day": day_in_words(gap.known_to, person.language)}
            subject = gettext("The calendar %(code)s ends on %(day)s") % facts
            text = gettext(
                "Public holidays and moved working days of %(code)s are known until %(day)s. Deadlines beyond it may fall"
                " on a day off. Update Amends, or keep the calendar of the coming year."
            )
            send_mail(subject, text % facts, None, [person.email])
