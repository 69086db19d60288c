"""Taking what waits costs the portion, not the backlog, whatever the database thinks of how much waits."""

from datetime import timedelta

import pytest
from django.db import connection

from amends.core import make, outbox
from amends.core.models import Message
from amends.core.rules.kinds import Delivery
from amends.office.models import Office

LATER = make.MONDAY + timedelta(hours=1)


def test_the_elders_of_a_letter_are_looked_up_by_its_case(office: Office) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which reads a table of a few rows whole
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = outbox.free("email", LATER)[:50].explain()
    assert "outbox_due" in plan and "outbox_of_case" in plan


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
