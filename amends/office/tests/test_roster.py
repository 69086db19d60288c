"""Hours without anybody on duty, as a table; letters stand for hours of one day."""

from datetime import UTC, datetime, timedelta

import pytest

from amends.office.roster import gaps, without

DAY = datetime(2026, 3, 2, tzinfo=UTC)


def span(start: int, end: int) -> tuple[datetime, datetime]:
    return DAY + timedelta(hours=start), DAY + timedelta(hours=end)


ROWS = [
    ("nobody", [], [(0, 24)]),
    ("all day", [(0, 24)], []),
    ("longer than the day", [(-5, 30)], []),
    ("two that meet", [(12, 24), (0, 12)], []),
    ("two that overlap", [(0, 14), (10, 24)], []),
    ("one inside the other", [(0, 24), (3, 4)], []),
    ("a hole in the middle", [(0, 9), (17, 24)], [(9, 17)]),
    ("only office hours", [(9, 18)], [(0, 9), (18, 24)]),
    ("the day before and after", [(-9, 0), (24, 30)], [(0, 24)]),
]


@pytest.mark.parametrize(("covered", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_gaps(covered: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert gaps([span(*each) for each in covered], *span(0, 24)) == [span(*each) for each in expected]


@pytest.mark.parametrize(
    ("away", "left"), [([], [(9, 17)]), ([(0, 24)], []), ([(12, 13)], [(9, 12), (13, 17)]), ([(20, 30)], [(9, 17)])]
)
def test_a_shift_without_the_hours_away(away: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    assert without(span(9, 17), [span(*each) for each in away]) == [span(*each) for each in left]
