"""Who is on duty when, and who is away."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Shift(Row):
    """A person on duty from a moment to a moment (end not included)."""

    person = models.ForeignKey("office.Person", models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ends_at", "starts_at"], name="shift_by_end")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start")
        ]


class Absence(Row):
    """A person away; the deputy acts "for" them meanwhile."""

    person = models.ForeignKey("office.Person", models.CASCADE, related_name="absences")
    deputy = models.ForeignKey("office.Person", models.PROTECT, null=True, blank=True, related_name="stands_in")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_after_start"
            )
        ]
