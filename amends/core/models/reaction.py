"""Work that an event calls for (index it, tell staff, make previews): queued in the event's own transaction."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Reaction(Row):
    """Deleted when done. After five failures it stays, `is_dead`, for a person to look at."""

    event = models.ForeignKey("core.Event", models.CASCADE, related_name="reactions")
    name = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    is_dead = models.BooleanField(default=False)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["name", "due_at", "id"], condition=models.Q(is_dead=False), name="reactions_due")
        ]
