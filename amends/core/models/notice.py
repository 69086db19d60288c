"""What a member of staff is told: in the desk, and by mail if they wish."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.lib.row import Row


class Notice(Row):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    complaint = models.ForeignKey("core.Complaint", models.CASCADE, related_name="notices")
    event = models.ForeignKey("core.Event", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was mailed, or found unwanted")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "event", "kind"], name="told_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "read_at", "-id"], name="notices_of_person"),
            models.Index(fields=["id"], condition=models.Q(mail_decided_at=None), name="notices_to_mail"),
        ]
