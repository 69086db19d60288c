"""The clocks of the stored cases: `python -m tests.speed.clocks recompute` or `tick COUNT` prints what it took, as JSON.

`recompute` tells all open cases again from their events and compares, as `amends clocks recompute --open` does. `tick`
works off what the clock must look at up to the moment at which COUNT cases are due, a week ahead at most; it changes
the cases for good.
"""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.utils import timezone  # noqa: E402

from amends.core import recompute, tasks  # noqa: E402
from amends.core.models import Complaint, Event  # noqa: E402

AT_MOST = timedelta(days=7)
"""Further ahead a case would say at once what an awake worker says over months."""


def main() -> None:
    print(json.dumps(_recompute() if sys.argv[1] == "recompute" else _tick(int(sys.argv[2]))))


def _recompute() -> dict[str, float]:
    tally = recompute.Tally()
    began = time.perf_counter()
    found = sum(1 for _ in recompute.differences(tally, at=timezone.now(), only_open=True))
    return {"cases": tally.cases, "seconds": time.perf_counter() - began, "differences": found}


def _tick(count: int) -> dict[str, float]:
    now = timezone.now()
    due = Complaint.objects.filter(next_tick_at__lte=now + AT_MOST).order_by("next_tick_at")
    moments = list(due.values_list("next_tick_at", flat=True)[:count])
    at = max([now, *moments[-1:]])
    before = Event.objects.filter(kind="interim").count()
    began = time.perf_counter()
    looked = 0
    while cases := tasks.tick(at):
        looked += cases
    seconds = time.perf_counter() - began
    # Each look is a verb, and each letter that was still due after it another.
    letters = Event.objects.filter(kind="interim").count() - before
    return {"due": len(moments), "verbs": looked + letters, "seconds": seconds}


if __name__ == "__main__":
    sys.exit(main())
