"""A file of a message: kept under a random name, known by its digest, served only as a download."""

from django.db import models

from amends.lib.row import Row


class Attachment(Row):
    complaint = models.ForeignKey("core.Complaint", models.CASCADE, related_name="attachments")
    message = models.ForeignKey("core.Message", models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    stored = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120, default="application/octet-stream")
    preview = models.CharField(max_length=64, blank=True)
    preview_tried = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
