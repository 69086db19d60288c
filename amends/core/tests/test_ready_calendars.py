"""Ready calendars: each jurisdiction's zone, weekend and holidays, reckoned once and only when asked for."""

import subprocess
import sys
from datetime import date

import pytest

from amends.core.queries import calendars as ready
from amends.core.rules import calendars


@pytest.mark.parametrize("code", ready.PLACES)
def test_every_calendar_stands_ready(code: str) -> None:
    calendar = ready.around(code, date(2026, 3, 2))
    assert calendar.code == code and calendar.tz
    assert calendars.add_working_days(calendar, date(2026, 3, 2), 250) > date(2026, 12, 1)
    assert ready.around(code, date(2026, 9, 2)) is calendar, "reckoned once"


def test_persian_names_and_weekends_are_data() -> None:
    calendar = ready.around("IR", date(2026, 3, 2))
    assert calendar.holidays[date(2026, 4, 1)]["fa"] == "روز جمهوری اسلامی"  # type: ignore[index]
    assert calendars.is_working_day(calendar, date(2026, 5, 14)), "a Thursday"
    assert not calendars.is_working_day(ready.around("IR-THU-FRI", date(2026, 3, 2)), date(2026, 5, 14))


def test_the_library_sleeps_until_a_calendar_is_asked_for() -> None:
    code = "import sys; import amends.core.queries.calendars; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
