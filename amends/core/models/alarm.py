"""An alarm of danger to health, and every call that was made to a person about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.core.rules.alarms import Answered, Sign, Way
from amends.lib.row import Row


class Alarm(Row):
    """One danger of one case, until somebody answers; without a case it is a test. `next_at`: when it goes on to the next."""

    complaint = models.ForeignKey("core.Complaint", models.CASCADE, null=True, blank=True, related_name="alarms")
    sign = models.CharField(max_length=10, choices=[(sign.value, sign.value) for sign in Sign])
    occasion = models.CharField(
        max_length=40, null=True, blank=True, unique=True, help_text="The week of a weekly test"
    )
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    round = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_how = models.CharField(max_length=10, blank=True, choices=[(how.value, how.value) for how in Answered])

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(answered_at=None), name="one_alarm_waits_a_case"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="alarms_due")
        ]

    @property
    def is_test(self) -> bool:
        return self.complaint_id is None

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.next_at is not None


class AlarmCall(Row):
    """One person called by one way. `ok` is None while it is not known; `next_try_at` is None when nothing follows."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="calls")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    round = models.PositiveIntegerField()
    link_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ok = models.BooleanField(null=True, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alarm", "round", "person", "way"], name="called_once_a_round")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["way", "next_try_at"], condition=models.Q(next_try_at__isnull=False), name="calls_due"
            ),
            models.Index(fields=["way", "-tried_at"], condition=models.Q(ok=True), name="calls_that_worked"),
        ]
