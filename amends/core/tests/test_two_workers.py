"""Two workers at the same moment: whoever comes second finds nothing left to say."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from amends.core import make, tasks
from amends.core.models import Event, Message
from amends.core.queries.office_facts import forget_office_facts

CASES = 12


@pytest.mark.django_db(transaction=True)
def test_each_step_is_said_once_and_one_letter_leaves() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite all writers wait in one queue: there is no second one")
    make.office()
    for number in range(CASES):
        make.complaint(at=make.MONDAY + timedelta(minutes=number))
    for day in range(1, 14):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(_work, (day, day)))
    said = Event.objects.filter(kind__in=["deadline_near", "deadline_missed", "escalated", "interim"])
    steps = Counter((event.complaint_id, event.kind, event.facts["key"], event.facts.get("level")) for event in said)
    assert set(steps.values()) == {1}
    assert Message.objects.filter(letter="interim").count() == CASES
    forget_office_facts()


def _work(day: int) -> None:
    try:
        tasks.tick(make.MONDAY + timedelta(days=day))
    finally:
        connections.close_all()
