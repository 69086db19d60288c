"""Reappraise: a new day began; what the case may cost is reckoned anew. No event: it follows from the events and the day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from amends.core.actions._exposure import fields
from amends.core.models import Complaint
from amends.core.queries.exposure import stood, today


def reappraise(complaint: Complaint, *, at: datetime) -> bool:
    """Brings the exposure to the day of AT; False when somebody acted meanwhile, whose verb has done it or leaves it due."""
    with transaction.atomic():
        # The guarded write comes first: who acts at the same time waits, or has changed seq already.
        held = Complaint.objects.filter(pk=complaint.pk, seq=complaint.seq, exposure_on=complaint.exposure_on)
        if not held.update(exposure_on=today(at)):
            return False
        now = fields(complaint, stood(complaint, today(at)))
        Complaint.objects.filter(pk=complaint.pk).update(**now)
    return True
