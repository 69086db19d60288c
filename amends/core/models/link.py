"""Two cases that belong together without being one: related, same incident, same person, repeat."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Link(Row):
    complaint = models.ForeignKey("core.Complaint", models.CASCADE, related_name="links")
    other = models.ForeignKey("core.Complaint", models.CASCADE, related_name="linked_from")
    sort = models.CharField(max_length=20, default="related")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["complaint", "other"], name="linked_once")]
