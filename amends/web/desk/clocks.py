"""The clocks of a case as a quiet strip: what was promised, by when, how much working time is left, and why this date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext

from amends.core.models import Complaint, Deadline, Event
from amends.core.queries.clock_rows import PAUSED, is_running, standing, stands_still
from amends.core.queries.clock_words import clock_name, why
from amends.core.queries.due_days import DROPPED, RUNNING
from amends.core.queries.office_facts import office_facts
from amends.core.queries.wording import line
from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar
from amends.core.rules.clocks.clock import base_of
from amends.core.rules.deadlines import NEVER
from amends.core.rules.law.rule import Unit
from amends.core.rules.words import N_
from amends.ui import dates
from amends.web.desk.deadlines.naming import STATE_NAMES, TONES

NEWS = "progress"
"""Kept promises of news are not shown: every word to the complainant keeps one."""

_LAST_SECOND = time(23, 59, 59)
_FRESH = {"reopened": N_("Anew since the case was reopened."), "interim": N_("The new date of the interim reply.")}
_FIRST = N_("The first date; a later one has been promised since.")
_WHY_ENDED = {
    "closed": N_("the case was closed"),
    "declined": N_("the case was declined"),
    "withdrawn": N_("the complaint was withdrawn"),
    "merged": N_("the case was merged"),
    "reopened": N_("the case was reopened"),
    "window_passed": N_("the time for it has passed"),
    "machine": N_("a machine wrote, and none is answered"),
    "unbound": N_("the facts no longer call for it"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clock stands: a code that gives the sign its shape, the word for it, the tone of its mark."""

    code: str
    words: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class RunningClock:
    """`due` and `left` are empty while it stands still; `note` tells rounds of one promise from one another."""

    what: str
    due: str
    exact: str
    iso: str
    left: str
    mark: Standing
    note: str
    why: Sequence[str]


@dataclass(frozen=True, slots=True)
class EndedClock:
    """A clock that was met, or ended otherwise; `how` says when and by what."""

    what: str
    mark: Standing
    how: str


@dataclass(frozen=True, slots=True)
class Strip:
    running: Sequence[RunningClock]
    ended: Sequence[EndedClock]


def met_by(case: Complaint) -> frozenset[int]:
    """The numbers of the events that met a clock which the strip shows."""
    return frozenset(row.met_seq for row in case.deadlines.all() if row.met_seq is not None and _is_shown(row))


def strip(case: Complaint, events: Iterable[Event], at: datetime) -> Strip:
    """Running clocks by their due moment, then those that have ended. Asks nothing: clocks and events were read."""
    told = {event.seq: event for event in events}
    words = _Words(case, told.values(), at)
    rows = [row for row in case.deadlines.all() if _is_shown(row)]
    return Strip(
        running=[words.running(row) for row in rows if is_running(row)],
        ended=[words.ended(row, told) for row in rows if not is_running(row)],
    )


def _is_shown(row: Deadline) -> bool:
    if is_running(row):
        return row.due_at != NEVER or stands_still(row)
    return not (row.kind == NEWS and row.met_at)


class _Words:
    """What all clocks of a case share: the moment, the reader, the hours of the office, what began later rounds."""

    def __init__(self, case: Complaint, events: Collection[Event], at: datetime) -> None:
        self.at, self.language, self.zone = at, get_language() or "en", timezone.get_current_timezone()
        self.library = office_facts().library
        self.calendar: Calendar = office_facts().books(case.team_id).working_calendar(at)
        self.fresh = {event.at: event.kind for event in events if event.kind in _FRESH}
        self.newest = {base_of(row.key): row.pk for row in sorted(case.deadlines.all(), key=lambda row: row.pk)}

    def running(self, row: Deadline) -> RunningClock:
        has_due = row.due_at != NEVER
        return RunningClock(
            what=clock_name(row, self.language),
            due=self.moment(row.due_at) if has_due else "",
            exact=dates.exact_moment(row.due_at, zone=self.zone, language=self.language) if has_due else "",
            iso=row.due_at.isoformat(),
            left=self.left(row) if has_due else "",
            mark=self.mark(row),
            note=self.note(row),
            why=why(row, self.language),
        )

    def ended(self, row: Deadline, told: Mapping[int, Event]) -> EndedClock:
        if row.met_at:
            event = told.get(row.met_seq or 0)
            how = self.moment(row.met_at) + (f": {line(event)}" if event else "")
        else:
            reason = gettext(_WHY_ENDED.get(row.why_ended, _WHY_ENDED["unbound"]))
            how = f"{self.moment(row.ended_at or row.due_at)}: {reason}"
        return EndedClock(clock_name(row, self.language), self.mark(row), how)

    def mark(self, row: Deadline) -> Standing:
        state = standing(row, self.at)
        if state == PAUSED:
            return Standing(PAUSED, gettext("stands still"))
        # That a clock runs, or has ended, is told by where it stands.
        return Standing(state, "" if state in {RUNNING, DROPPED} else gettext(STATE_NAMES[state]), TONES[state])

    def note(self, row: Deadline) -> str:
        """What tells several rounds of one promise from one another."""
        if self.newest[base_of(row.key)] != row.pk:
            return gettext(_FIRST)
        kind = self.fresh.get(row.start_at) if base_of(row.key) != row.key and row.kind != NEWS else None
        return gettext(_FRESH[kind]) if kind else ""

    def moment(self, moment: datetime) -> str:
        """Monday 16 March; today 18:00. The time of a term of days says nothing: it is the end of the day."""
        local = moment.astimezone(self.zone)
        if local.time() != _LAST_SECOND:
            return dates.moment_words(moment, now=self.at, zone=self.zone, language=self.language, whole=True)
        today = self.at.astimezone(self.zone).date()
        return dates.day_words(local.date(), today=today, language=self.language, whole=True)

    def left(self, row: Deadline) -> str:
        """In 2 working days and 3 hours; 2 working days late. Terms of plain hours run day and night."""
        is_late, rule = row.due_at <= self.at, self.library.rule(row.rule, row.rule_version, row.term)
        span = calendars.working_time_between(self.calendar, *sorted((self.at, row.due_at)))
        if rule.unit is Unit.HOURS or (is_late and not span):
            return dates.distance_words(row.due_at, now=self.at, language=self.language)
        if not span:
            return gettext("no working time left until then")
        words = dates.working_words(span, usual=calendars.usual_day(self.calendar), language=self.language)
        late, left = pgettext("left or late", "%(time)s late"), pgettext("left or late", "in %(time)s")
        return (late if is_late else left) % {"time": words}
