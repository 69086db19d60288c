"""Each promise stands in exactly one way, is counted on the reader's day, and medians are those of statistics."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from amends.core import make
from amends.core.models import Complaint, Deadline
from amends.core.queries import due_days
from amends.core.queries.due_days import AT_RISK, DROPPED, KEPT, MISSED, RUNNING, STATES, Span
from amends.office.models import Person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TEHRAN = ZoneInfo("Asia/Tehran")
Make = Callable[..., Deadline]

CASES = {
    "kept": ({"due": 1, "met": 0}, KEPT),
    "kept to the second": ({"due": -1, "met": -1}, KEPT),
    "answered late": ({"due": -2, "met": -1}, MISSED),
    "late and the clock has not seen it yet": ({"due": -1}, MISSED),
    "late as the clock saw it": ({"due": -1, "missed": -1}, MISSED),
    "late, then withdrawn": ({"due": -2, "missed": -2, "ended": -1}, MISSED),
    "withdrawn late before the clock saw it": ({"due": -2, "ended": -1}, MISSED),
    "withdrawn in time": ({"due": -1, "ended": -2}, DROPPED),
    "withdrawn before it is due": ({"due": 2, "ended": -2}, DROPPED),
    "near": ({"due": 1, "warn": -1}, AT_RISK),
    "far": ({"due": 3, "warn": 2}, RUNNING),
}


@pytest.fixture
def promise(boris: Person) -> Make:
    """Promises of one case, moments in days from AT."""
    case = make.complaint(at=AT - 9 * DAY)
    case.deadlines.all().delete()

    def made(due: float, warn: float = 0, **moments: float) -> Deadline:
        given = {f"{name}_at": AT + days * DAY for name, days in moments.items()}
        return case.deadlines.create(
            key=f"k{case.deadlines.count()}",
            rule="POL-ANSWER",
            calendar="*",
            kind="answer",
            start_at=AT - 9 * DAY,
            warn_at=AT + warn * DAY,
            due_at=AT + due * DAY,
            **given,
        )

    return made


def _within(span: Span) -> due_days.Found:
    return due_days.within(Complaint.objects.all(), span, at=AT)


WIDE = Span(date(2026, 3, 1), date(2026, 4, 30), UTC)


@pytest.mark.parametrize(("moments", "stands"), CASES.values(), ids=CASES.keys())
def test_a_promise_stands_in_exactly_one_way(promise: Make, moments: dict[str, float], stands: str) -> None:
    promise(**moments)
    (counted,) = due_days.by_subject(_within(WIDE), "deadlines__rule", AT).values()
    assert counted == {state: int(state == stands) for state in STATES}


@pytest.mark.parametrize(
    "zone", ["Asia/Tehran", "Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]
)
def test_days_are_those_of_the_readers_zone_also_when_clocks_change(promise: Make, zone: str) -> None:
    moments = [AT + hours * timedelta(minutes=97) for hours in range(-60, 400)]
    case = Complaint.objects.get()
    Deadline.objects.bulk_create(
        Deadline(complaint=case, key=f"m{each}", rule="x", calendar="*", kind="x", start_at=AT, warn_at=AT, due_at=each)
        for each in moments
    )
    span = Span(date(2026, 3, 8), date(2026, 4, 1), ZoneInfo(zone))
    expected: dict[date, int] = {}
    for each in moments:
        there = each.astimezone(span.zone).date()
        if span.first <= there <= span.last:
            expected[there] = expected.get(there, 0) + 1
    counted = due_days.by_day(_within(span), span, AT)
    assert {day: sum(row.values()) for day, row in counted.items()} == expected


def test_medians_are_those_of_statistics(promise: Make) -> None:
    left = [0.5, 1, 2, 7]
    over = [0.25, 3, 1]
    for days in left:
        promise(due=0, met=-days)
    for days in over:
        promise(due=-4, met=days - 4)
    found = due_days.medians(_within(WIDE), "deadlines__kind")
    assert abs(found["answer", False] - median(left) * DAY) < timedelta(seconds=1)
    assert abs(found["answer", True] - median(over) * DAY) < timedelta(seconds=1)


def test_pages_by_key_give_every_promise_once(promise: Make) -> None:
    for number in range(7):
        promise(due=number // 3)
    place, seen = None, []
    while True:
        rows, place = due_days.page(_within(WIDE), after=place, fields=["deadlines__due_at"], size=3)
        seen += [row["deadlines__pk"] for row in rows]
        if place is None:
            break
    assert seen == list(Deadline.objects.order_by("due_at", "pk").values_list("pk", flat=True))
