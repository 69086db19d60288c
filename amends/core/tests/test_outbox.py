"""Taking what waits costs the portion, not the backlog, whatever the database thinks of how much waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from amends.core import make, outbox
from amends.core.models import Message
from amends.core.rules.kinds import Delivery
from amends.office.models import Office

LATER = make.MONDAY + timedelta(hours=1)


def test_both_questions_go_by_the_indexes_of_what_waits(office: Office) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which reads a table of a few rows whole
            cursor.execute("SET LOCAL enable_seqscan = off")
    for question in (outbox.due("email", LATER)[: outbox.PORTION], outbox.waiting_of([1, 2], "email")):
        plan = question.explain()
        # Which of the two is the planner's own affair where little waits; either holds only what waits.
        assert "outbox_due" in plan or "outbox_of_case" in plan


def test_a_backlog_is_asked_for_in_portions_until_enough_is_free(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """The first letters of four cases were put off, so nothing of those is free; the fifth case has only one."""
    monkeypatch.setattr(outbox, "PORTION", 3)
    cases = [make.complaint(receipt=f"backlog-{count}") for count in range(5)]
    Message.objects.filter(delivery=Delivery.WAITING).update(delivery=Delivery.SENT)
    told = {"direction": "out", "channel": "email", "delivery": Delivery.WAITING, "language": "en"}
    for case in cases[:4]:
        Message.objects.create(complaint=case, at=make.MONDAY, next_attempt_at=LATER + timedelta(1), **told)
        Message.objects.create(complaint=case, at=LATER, next_attempt_at=make.MONDAY, **told)
    free = Message.objects.create(complaint=cases[4], at=LATER, next_attempt_at=make.MONDAY, **told)
    with django_assert_num_queries(6):  # two portions of two questions; then it is taken and read
        assert outbox.take_due("email", LATER) == [free]


@pytest.mark.parametrize("channel", ["email", "letter"])
def test_the_elder_of_a_case_leaves_first(office: Office, channel: str) -> None:
    case, other = make.complaint(), make.complaint()
    Message.objects.filter(delivery=Delivery.WAITING).update(delivery=Delivery.SENT)
    told = {"direction": "out", "channel": channel, "delivery": Delivery.WAITING, "language": "en"}
    elder = Message.objects.create(complaint=case, at=make.MONDAY, next_attempt_at=LATER + timedelta(1), **told)
    younger = Message.objects.create(complaint=case, at=LATER, next_attempt_at=make.MONDAY, **told)
    free = Message.objects.create(complaint=other, at=LATER, next_attempt_at=make.MONDAY, **told)
    assert outbox.take_due(channel, LATER) == [free]
    Message.objects.filter(pk=elder.pk).update(next_attempt_at=LATER)
    assert outbox.take_due(channel, LATER) == [elder]
    Message.objects.filter(pk=elder.pk).update(delivery=Delivery.SENT)
    assert outbox.take_due(channel, LATER) == [younger]
    assert outbox.take_due(channel, LATER) == []
