"""The log of what was changed in the office: who, when, what, from what to what. Append-only (amends/core/triggers.py)."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Change(Row):
    """One act of one verb of amends/office/actions. Holds no password, token or other secret, only that one was set."""

    at = models.DateTimeField()
    by = models.ForeignKey("office.Person", models.PROTECT, null=True, related_name="+")
    what = models.CharField(max_length=40, help_text="The verb")
    thing = models.CharField(max_length=20, help_text="What sort of thing it was done to")
    key = models.CharField(max_length=80, blank=True, help_text="Its code, or its number in the database")
    title = models.CharField(max_length=200, blank=True, help_text="What it was called then")
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["thing", "key"], name="changes_of_thing")]
