"""What happened, append-only. Each case has its own hash chain; personal facts live apart and enter it as a salted digest."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.lib.row import Row


class Event(Row):
    """A row never changes (triggers see to it). `digest` covers the previous digest and everything here but the id."""

    complaint = models.ForeignKey("core.Complaint", models.PROTECT, db_index=False, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.CharField(max_length=30, blank=True)
    facts = models.JSONField(default=dict)
    personal_digest = models.BinaryField(max_length=32, default=b"")
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        ordering: ClassVar = ["complaint", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["complaint", "seq"], name="event_order")]


class PersonalFacts(Row):
    """The personal part of an event. Erasing deletes this row, salt included, and touches no event."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="personal", primary_key=True)
    salt = models.BinaryField(max_length=16)
    facts = models.JSONField(default=dict)
