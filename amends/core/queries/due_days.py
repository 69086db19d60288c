"""What falls due when: promises by day and by what they are about, their rows, and how long before or after they were kept.

Everything begins at the cases a person may see; promises hang on them. Each function asks once, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from django.db.models import Count, F, FloatField, Func, Q, Window
from django.db.models.functions import RowNumber, TruncDate

from amends.core.models import Deadline
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries.worklists import Place

KEPT, MISSED, AT_RISK, RUNNING, DROPPED = "kept", "missed", "at_risk", "running", "dropped"
STATES = (KEPT, MISSED, AT_RISK, RUNNING, DROPPED)
"""Kept in time · missed, answered late or not at all · still running, near or not · ended before anything was owed."""

PAGE = 50


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days in a zone, both included."""

    first: date
    last: date
    zone: tzinfo

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time.min, self.zone).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer within."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone).astimezone(UTC)


def standing(state: str, at: datetime, prefix: str = "deadlines__") -> Q:
    """The promises that stand so at a moment. Each promise stands in exactly one of STATES."""
    late = _q(prefix, met_at__gt=F(f"{prefix}due_at")) | _q(prefix, met_at=None, missed_at__isnull=False)
    late |= _q(prefix, met_at=None, missed_at=None, due_at__lte=at) & (
        _q(prefix, ended_at=None) | _q(prefix, ended_at__gt=F(f"{prefix}due_at"))
    )
    open_ = _q(prefix, met_at=None, ended_at=None, missed_at=None, due_at__gt=at)
    return {
        KEPT: _q(prefix, met_at__lte=F(f"{prefix}due_at")),
        MISSED: late,
        AT_RISK: open_ & _q(prefix, warn_at__lte=at),
        RUNNING: open_ & _q(prefix, warn_at__gt=at),
        DROPPED: _q(prefix, met_at=None, missed_at=None, ended_at__isnull=False)
        & (_q(prefix, due_at__gt=at) | _q(prefix, ended_at__lte=F(f"{prefix}due_at"))),
    }[state]


class Moments(NamedTuple):
    """What tells how a promise stands."""

    due_at: datetime
    warn_at: datetime
    met_at: datetime | None
    missed_at: datetime | None
    ended_at: datetime | None


def state_of(promise: Moments | Deadline, at: datetime) -> str:
    """How one promise stands: the same as `standing`, of a row that was read."""
    if promise.met_at:
        return KEPT if promise.met_at <= promise.due_at else MISSED
    ended = promise.ended_at
    if promise.missed_at or (promise.due_at <= at and (ended is None or ended > promise.due_at)):
        return MISSED
    if ended:
        return DROPPED
    return AT_RISK if promise.warn_at <= at else RUNNING


@dataclass(frozen=True, slots=True)
class Found:
    """Promises of some cases: one row a promise. `wanted` speaks of `deadlines__…`."""

    cases: ComplaintQuerySet
    wanted: Q

    def rows(self, more: Q | None = None) -> Any:
        # All conditions in one filter: a second one would join the promises of a case with one another.
        return self.cases.order_by().filter(self.wanted if more is None else self.wanted & more)


def within(cases: ComplaintQuerySet, span: Span, *, rules: Iterable[str] = (), state: str = "", at: datetime) -> Found:
    """The promises of these cases that fall due within a span; of these rules or kinds, and standing so, if asked."""
    wanted = Q(deadlines__is_promise=True, deadlines__due_at__gte=span.begins, deadlines__due_at__lt=span.ends)
    if names := list(rules):
        wanted &= Q(deadlines__rule__in=names) | Q(deadlines__kind__in=names)
    return Found(cases, wanted & standing(state, at) if state else wanted)


def by_day(found: Found, span: Span, at: datetime) -> dict[date, Mapping[str, int]]:
    """How many promises stand how, by the day they fall due."""
    rows = found.rows().annotate(due_on=Day("deadlines__due_at", span=span)).values("due_on").annotate(**_counts(at))
    return {row["due_on"]: {state: row[state] for state in STATES} for row in rows.order_by()}


def by_subject(found: Found, subject: str, at: datetime) -> dict[Any, Mapping[str, int]]:
    """Likewise by a field of the case or of the promise."""
    rows = found.rows().values(subject).annotate(**_counts(at)).order_by()
    return {row[subject]: {state: row[state] for state in STATES} for row in rows}


def medians(found: Found, subject: str) -> dict[tuple[Any, bool], timedelta]:
    """By subject, and by whether it was late: the median time that was left, or that it took too long."""
    left = Seconds("deadlines__due_at", "deadlines__met_at")
    late = Func(
        F("deadlines__met_at"),
        F("deadlines__due_at"),
        template="CASE WHEN %(expressions)s THEN 1 ELSE 0 END",
        arg_joiner=" > ",
        output_field=FloatField(),
    )
    part: list[Any] = [F(subject), late]
    ranked = (
        found.rows(Q(deadlines__met_at__isnull=False))
        .annotate(left=left, late=late)
        .annotate(
            rank=Window(RowNumber(), partition_by=part, order_by=F("left").asc()),
            size=Window(Count("pk"), partition_by=part),
        )
        .filter(rank__gte=(F("size") + 1) / 2, rank__lte=(F("size") + 2) / 2)
        .values_list(subject, "late", "left")
    )
    middle: dict[tuple[Any, bool], list[float]] = {}
    for about, is_late, seconds in ranked:
        middle.setdefault((about, bool(is_late)), []).append(float(seconds))
    return {key: timedelta(seconds=abs(sum(values) / len(values))) for key, values in middle.items()}


def page(
    found: Found, *, after: Place | None, fields: Iterable[str], size: int = PAGE
) -> tuple[list[Any], Place | None]:
    """Rows of promises by due moment and id, with fields of case and promise, and where the next page begins."""
    beyond = None
    if after is not None:
        later = Q(deadlines__due_at__gt=after.due_at) | Q(deadlines__due_at=after.due_at, deadlines__pk__gt=after.pk)
        beyond = later & Q(deadlines__due_at__gte=after.due_at)
    rows = list(
        found.rows(beyond).order_by("deadlines__due_at", "deadlines__pk").values("deadlines__pk", *fields)[: size + 1]
    )
    more, rows = len(rows) > size, rows[:size]
    return rows, Place(rows[-1]["deadlines__due_at"], rows[-1]["deadlines__pk"]) if more else None


class Day(TruncDate):
    """The day of a moment in the zone of a span. On SQLite by its own arithmetic: a call into Python for every row is slow."""

    def __init__(self, expression: str, *, span: Span, **extra: Any) -> None:
        super().__init__(expression, tzinfo=span.zone, **extra)
        self.span = span

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        inner, values = compiler.compile(self.lhs)
        changes = list(_offsets(self.span))
        cases = "".join(
            f" WHEN {inner} < '{ends}' THEN date({inner}, '{offset:+d} seconds')" for ends, offset in changes
        )
        return f"CASE{cases} END", tuple(values) * (2 * len(changes))


class Seconds(Func):
    """Seconds from the second moment to the first; exact to a millisecond."""

    arity = 2
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(julianday(%(expressions)s)) * 86400.0"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "EXTRACT(EPOCH FROM (%(expressions)s))"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" - ", **extra)


def _q(prefix: str, **conditions: Any) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def _counts(at: datetime) -> dict[str, Count]:
    return {state: Count("deadlines__pk", filter=standing(state, at)) for state in STATES}


def _offsets(span: Span) -> Iterable[tuple[str, int]]:
    """Until when which offset from UTC holds: one pair, and one more for each change of the clocks within the span."""
    day, offset = span.begins, _offset(span.begins, span.zone)
    while day < span.ends:
        following = day + timedelta(hours=1)
        if (then := _offset(following, span.zone)) != offset:
            yield f"{following:%Y-%m-%d %H:%M:%S}", offset
            offset = then
        day = following
    yield "9999-12-32", offset


def _offset(moment: datetime, zone: tzinfo) -> int:
    found = moment.astimezone(zone).utcoffset()
    return int(found.total_seconds()) if found else 0
