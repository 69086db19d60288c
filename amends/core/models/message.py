"""Every message in or out and every note, with its delivery; each try to deliver is an Attempt."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.expressions import RawSQL

from amends.core.rules.deliveries import ASTRAY, BY_PERSON, SPOKEN
from amends.core.rules.kinds import Delivery, Direction
from amends.lib.row import Row


class MessageQuerySet(models.QuerySet["Message"]):
    def undelivered(self) -> Self:
        """Those that failed or came back; in the words of their index, without which SQLite would read every message."""
        return self.filter(
            RawSQL(f"core_message.delivery IN ('{Delivery.FAILED}', '{Delivery.BOUNCED}')", (), models.BooleanField())
        )

    def to_tell(self) -> Self:
        """Those that no machine carries, or none could, and that nobody has told or opened yet."""
        unheard = models.Q(delivery__in=BY_PERSON, sent_at=None)
        spoken = models.Q(delivery=Delivery.BY_HAND, channel__in=SPOKEN, letter__startswith="acknowledgement")
        return self.filter(unheard & ~spoken | models.Q(delivery__in=ASTRAY), direction=Direction.OUT)


class Message(Row):
    """`body` of an outgoing message may hold marks (see `marks`) that are filled with code and link only at sending.

    `sent_at` is when it left; of what no machine carries, when it was told or opened (`core.rules.deliveries`).
    """

    complaint = models.ForeignKey("core.Complaint", models.CASCADE, db_index=False, related_name="messages")
    direction = models.CharField(max_length=4, choices=[(d.value, d.value) for d in Direction])
    channel = models.CharField(max_length=30)
    account = models.CharField(max_length=254, blank=True)
    party = models.ForeignKey("core.Party", models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    shown_as = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    language = models.CharField(max_length=8, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    html = models.CharField(max_length=64, blank=True, help_text="Stored file with the sender's HTML")
    marks = models.CharField(max_length=32, blank=True)
    letter = models.CharField(max_length=40, blank=True)
    is_automatic = models.BooleanField(default=False)
    is_final = models.BooleanField(default=False)
    receipt = models.CharField(max_length=64, blank=True)
    foreign_id = models.CharField(max_length=500, blank=True)
    delivery = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Delivery], default=Delivery.NONE)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["complaint", "at", "id"], name="messages_of_case"),
            models.Index(
                fields=["next_attempt_at", "id"], condition=models.Q(delivery=Delivery.WAITING), name="outbox_due"
            ),
            # Without it a database that thinks little waits reads all that waits, once for each letter it takes.
            models.Index(
                fields=["complaint", "at", "id"], condition=models.Q(delivery=Delivery.WAITING), name="outbox_of_case"
            ),
            models.Index(
                fields=["-id"], condition=models.Q(delivery__in=[Delivery.FAILED, Delivery.BOUNCED]), name="undelivered"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt"], condition=~models.Q(receipt=""), name="one_message_a_receipt"),
        ]


class Attempt(Row):
    message = models.ForeignKey(Message, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    ok = models.BooleanField()
    is_final = models.BooleanField(default=False)
    detail = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
