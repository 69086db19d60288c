"""A few figures of the moment for machines that watch: what waits, what is late, what somebody must look at."""

from __future__ import annotations

from django.utils import timezone

from amends.core.models import Complaint, Message, Reaction, Receipt
from amends.core.rules.kinds import Delivery


def for_metrics() -> dict[str, tuple[str, int]]:
    """Name → (what it says, value). Each is one count over a small index; nothing here grows with closed cases."""
    to_look_at = [Receipt.State.REVIEW, Receipt.State.FAILED]
    return {
        "open_complaints": ("complaints that wait for us", Complaint.objects.open().count()),
        "overdue_complaints": ("open with a promise missed", Complaint.objects.overdue(timezone.now()).count()),
        "outbox_waiting": ("messages waiting to leave", Message.objects.filter(delivery=Delivery.WAITING).count()),
        "undelivered": ("messages that failed or came back", Message.objects.undelivered().count()),
        "inbox_waiting": ("kept, not yet received", Receipt.objects.filter(state=Receipt.State.KEPT).count()),
        "inbox_to_look_at": ("set aside for a person", Receipt.objects.filter(state__in=to_look_at).count()),
        "dead_reactions": ("reactions given up", Reaction.objects.filter(is_dead=True).count()),
    }
