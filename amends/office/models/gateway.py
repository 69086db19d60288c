"""The gateway that calls people by SMS, voice or messenger when health is in danger. One row; its secrets are sealed."""

from __future__ import annotations

from django.db import models

from amends.lib.row import Row


class Gateway(Row):
    """A machine outside that takes a signed POST and calls a telephone. `header` is the name of the header it wants."""

    url = models.CharField(max_length=500)
    header = models.CharField(max_length=60, blank=True)
    secrets = models.JSONField(default=dict, blank=True, help_text="Sealed: the header's value, the key that signs")
    is_on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.url

    @classmethod
    def current(cls) -> Gateway | None:
        """The gateway that is set up, switched on or not; None when there is none."""
        return cls.objects.order_by("pk").first()
