"""The clocks of the stored cases: `python -m tests.speed.clocks recompute` or `tick COUNT` prints what it took, as JSON.

`recompute` tells all open cases again from their events and compares, as `amends clocks recompute --open` does. `tick`
works off what the clock must look at up to the moment at which COUNT cases are due, a week ahead at most. Where fewer are
stored it goes on from there a day at a time, as an awake worker would, until COUNT cases were due or none is any more.
It changes the cases for good.
"""

import gc
import json
import sys
import time
from datetime import datetime, timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from amends.core import recompute, tasks  # noqa: E402
from amends.core.models import Complaint, Event  # noqa: E402
from amends.core.queries.office_facts import office_facts  # noqa: E402
from amends.core.rules.deadlines import NEVER  # noqa: E402

AT_MOST = timedelta(days=7)
"""Further ahead a case would say at once what an awake worker says over months."""
A_DAY = timedelta(days=1)


def main() -> None:
    print(json.dumps(_recompute() if sys.argv[1] == "recompute" else _tick(int(sys.argv[2]))))


def _recompute() -> dict[str, float]:
    tally = recompute.Tally()
    office_facts()  # rules and calendars are read once, however many cases follow
    gc.freeze()  # as the command does
    began = time.perf_counter()
    found = sum(1 for _ in recompute.differences(tally, at=timezone.now(), only_open=True))
    return {"cases": tally.cases, "seconds": time.perf_counter() - began, "differences": found}


def _tick(count: int) -> dict[str, float]:
    now = timezone.now()
    waiting = Complaint.objects.filter(next_tick_at__lt=NEVER).order_by("next_tick_at")
    moments = list(waiting.filter(next_tick_at__lte=now + AT_MOST).values_list("next_tick_at", flat=True)[:count])
    at = max([now, *moments[-1:]])
    letters_before = Event.objects.filter(kind="interim").count()
    looked, seconds = _worked_off(at)
    at_once, days = looked, 0
    while looked < count and waiting.exists():
        days += 1
        more, took = _worked_off(at + days * A_DAY)
        looked, seconds = looked + more, seconds + took
    # Each look is a verb, and each letter that was still due after it another.
    letters = Event.objects.filter(kind="interim").count() - letters_before
    return {"due": looked, "at_once": at_once, "days": days, "verbs": looked + letters, "seconds": seconds}


def _worked_off(at: datetime) -> tuple[int, float]:
    began, looked = time.perf_counter(), 0
    while cases := tasks.tick(at):
        looked += cases
    return looked, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
