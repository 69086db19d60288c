"""Try the alarm: a test call to the person on duty, by both ways, marked as a test."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions.refused import ActionRefused
from amends.core.models import Alarm
from amends.core.rules.alarms import Sign
from amends.core.rules.words import N_
from amends.office.models import Person


def try_alarm(*, at: datetime, by: Person | None = None, occasion: str | None = None) -> None:
    """Raises a test that the worker takes up at once. OCCASION names the week of a weekly one: the same week, one test.

    By hand it is refused while a test is under way.
    """
    if by is not None and Alarm.objects.filter(complaint=None, answered_at=None, next_at__isnull=False).exists():
        raise ActionRefused(N_("A test is under way already."))
    test = Alarm(sign=Sign.TEST, raised_at=at, raised_by=by, next_at=at, occasion=occasion)
    # Another worker may have the same thought in this very moment.
    Alarm.objects.bulk_create([test], ignore_conflicts=True)
