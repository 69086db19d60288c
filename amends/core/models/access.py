"""Who is named on a case (sees it whatever their role), who must not see it (it is about them), and who read it."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.lib.row import Row

CALLED = "alarm"
"""Why a person is named whom an alarm calls because nobody else may see the case."""


class CaseAccess(Row):
    """One row a person and case; `is_granted` False: the case is about this person."""

    complaint = models.ForeignKey("core.Complaint", models.CASCADE, related_name="access")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="case_access")
    is_granted = models.BooleanField(default=True)
    why = models.CharField(max_length=20, default="named")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["complaint", "person"], name="one_access_row")]
        indexes: ClassVar = [models.Index(fields=["person", "is_granted", "complaint"], name="access_of_person")]


class ReadLog(Row):
    """A look at a confidential case. Append-only."""

    complaint = models.ForeignKey("core.Complaint", models.PROTECT, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=30, default="case")
