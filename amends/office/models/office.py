"""The office itself: its names, form of numbers, promises and switches. One row."""

from __future__ import annotations

from django.db import models

from amends.lib.row import Row
from amends.office.names import in_language


class Office(Row):
    names = models.JSONField(default=dict)
    number_form = models.CharField(max_length=60, default="{prefix}-{year}-{count:06d}")
    prefix = models.CharField(max_length=12, default="C")
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=60, default="UTC")
    language = models.CharField(max_length=8, default="en")
    jurisdiction = models.CharField(max_length=2, blank=True)
    assessment_hours = models.PositiveIntegerField(default=4)
    safety_hours = models.PositiveIntegerField(default=1)
    answer_days = models.PositiveIntegerField(default=10)
    alarm_minutes = models.PositiveSmallIntegerField(default=10)
    alarm_test_day = models.PositiveSmallIntegerField(default=1, help_text="Day of the weekly test; Monday is 0")
    alarm_test_hour = models.PositiveSmallIntegerField(default=10)
    approval_required = models.BooleanField(default=False)
    cause_required = models.BooleanField(default=False)
    outgoing_mail = models.BooleanField(default=True, help_text="Off after a restore, until someone says otherwise")
    is_set_up = models.BooleanField(default=False)
    logo = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names) or "Amends"

    def name_in(self, language: str) -> str:
        return in_language(self.names, language) or "Amends"

    @classmethod
    def current(cls) -> Office:
        """The one office; a fresh database answers with the defaults, unsaved."""
        return cls.objects.order_by("pk").first() or cls()


class Policy(Row):
    """A version of the published promise, one text a language (ISO 10002, 5.2). The newest valid one is shown."""

    version = models.PositiveIntegerField(unique=True)
    valid_from = models.DateTimeField()
    texts = models.JSONField(default=dict)
    signed_by = models.ForeignKey("office.Person", models.PROTECT, null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.version}"
