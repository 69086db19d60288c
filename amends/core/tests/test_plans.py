"""On SQLite a partial index is used only by a query that says its condition: what runs all day must not read whole tables."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.db.models import QuerySet

from amends.core import make
from amends.core.models import Complaint, Event, Issue, Message, Party, Reaction, Receipt
from amends.core.queries import worklists
from amends.core.rules.deadlines import NEVER
from amends.core.rules.kinds import Delivery
from amends.office.models import Person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("postgres" in str(connection.vendor), reason="an empty table is always read whole there"),
]
AT = make.MONDAY

QUERIES: dict[str, tuple[Callable[[Person], QuerySet], str]] = {  # type: ignore[type-arg]
    "mine": (lambda person: worklists.mine(person, AT), "open_owner_by_due"),
    "my team's": (
        lambda person: Complaint.objects.open().filter(team=1).order_by("next_due_at", "pk"),
        "open_team_by_due",
    ),
    "all that is open": (lambda person: Complaint.objects.open().order_by("next_due_at", "pk"), "open_by_due"),
    "set aside": (lambda person: Complaint.objects.filter(is_set_aside=True).order_by("-pk"), "set_aside_newest"),
    "what the clock must look at": (
        lambda person: Complaint.objects.filter(next_tick_at__lt=NEVER, next_tick_at__lte=AT).order_by("next_tick_at"),
        "by_tick",
    ),
    "inbox": (
        lambda person: Receipt.objects.filter(state="kept", next_try_at__lte=AT).order_by("next_try_at", "id"),
        "inbox_due",
    ),
    "receipts to look at": (lambda person: Receipt.objects.filter(state__in=["review", "failed"]), "receipts_by_state"),
    "outbox": (
        lambda person: Message.objects.filter(
            delivery=Delivery.WAITING, channel="email", next_attempt_at__lte=AT
        ).order_by("next_attempt_at", "id"),
        "outbox_due",
    ),
    "undelivered": (lambda person: Message.objects.undelivered().order_by("-pk"), "undelivered"),
    "reactions": (
        lambda person: Reaction.objects.filter(name="x", is_dead=False, due_at__lte=AT).order_by("due_at", "id"),
        "reactions_due",
    ),
    "cases of an address": (lambda person: Party.objects.filter(email_key="a@b"), "party_by_email"),
    "cases of a telephone": (lambda person: Party.objects.filter(phone_key="9001234567"), "party_by_phone"),
    "the case of a link": (lambda person: Party.objects.filter(link_hash="x").exclude(link_hash=""), "party_by_link"),
    "cases of a lot": (lambda person: Issue.objects.filter(lot="26-1"), "issue_by_lot"),
    "events of a case": (lambda person: Event.objects.filter(complaint=1).order_by("seq"), "core_event"),
    "messages of a case": (lambda person: Message.objects.filter(complaint=1).order_by("at", "pk"), "messages_of_case"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_index_is_used(boris: Person, name: str) -> None:
    query, index = QUERIES[name]
    plan = query(boris).explain()
    assert index in plan
    assert "SCAN core_complaint\n" not in f"{plan}\n"
