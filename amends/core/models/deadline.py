"""One promise of one case: a clock of `core/rules/clocks` as a row. What made it so are the events."""

from typing import ClassVar

from django.db import models

from amends.core.rules.deadlines import NEVER
from amends.lib.row import Row


class Deadline(Row):
    """`key`, `term`, `level` and `next_at` as the clock has them; `due_at` is NEVER while it stands still."""

    complaint = models.ForeignKey("core.Complaint", models.CASCADE, db_index=False, related_name="deadlines")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=30)
    rule = models.CharField(max_length=60)
    rule_version = models.PositiveIntegerField(default=1)
    jurisdiction = models.CharField(max_length=10, default="*")
    term = models.CharField(max_length=12, blank=True)
    calendar = models.CharField(max_length=100)
    calendar_version = models.PositiveIntegerField(default=0)
    is_promise = models.BooleanField(default=True)
    start_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    interim_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=NEVER)
    extended = models.BooleanField(default=False)
    pauses = models.JSONField(default=list, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    missed_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    met_seq = models.PositiveIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.CharField(max_length=30, blank=True)
    steps = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["complaint", "key"], name="clock_once_a_case")]
        indexes: ClassVar = [models.Index(fields=["due_at", "complaint"], name="deadlines_by_due")]
