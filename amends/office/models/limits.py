"""Uses counted by amends.lib.ratelimit.Table; a row holds no address, only a keyed hash, and goes with its window."""

from django.db import models

from amends.lib.row import Row


class Counted(Row):
    """One counter. Written by the limiter's own statement, never through this model."""

    key = models.CharField(max_length=32, primary_key=True)
    ends = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        db_table = "amends_counter"
