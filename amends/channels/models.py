"""Accounts of channels (settings, sealed secrets) and letters to staff that wait for the mail server."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Account(Row):
    """A mailbox or community through which complaints come. `secrets` holds sealed texts only (amends.lib.secrets)."""

    channel = models.CharField(max_length=30)
    address = models.CharField(max_length=254)
    settings = models.JSONField(default=dict, blank=True)
    secrets = models.JSONField(default=dict, blank=True)
    state = models.JSONField(default=dict, blank=True, help_text="What fetching must remember, such as UIDVALIDITY")
    is_active = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    next_fetch_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "address"], name="account_once")]

    def __str__(self) -> str:
        return self.address


class OutgoingMail(Row):
    """A letter of the system to a member of staff (invitation, password, notice); complaints have their own outbox."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["next_attempt_at", "id"], condition=models.Q(sent_at=None), name="staff_mail_due")
        ]
