"""What arrived, byte for byte, kept before anything is made of it. Everything later can be run again from here."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Receipt(Row):
    """`key` names the receipt for ever; (channel, foreign_id) is refused a second time, so a replay finds the first."""

    class State(models.TextChoices):
        KEPT = "kept"
        DONE = "done"
        REVIEW = "review"
        FAILED = "failed"
        IGNORED = "ignored"

    key = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=30)
    account = models.CharField(max_length=254, blank=True)
    foreign_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    body = models.BinaryField(default=b"")
    stored = models.CharField(max_length=64, blank=True, help_text="Stored file, when the bytes are many")
    size = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.KEPT)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    complaint = models.ForeignKey("core.Complaint", models.PROTECT, null=True, blank=True, related_name="receipts")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "foreign_id"], name="receipt_once")]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try_at", "id"], name="inbox_due"),
            models.Index(fields=["state", "-id"], name="receipts_by_state"),
        ]
