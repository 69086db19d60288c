"""A keyed seal over the events of about a minute, chained to the seal before it and copied to a file outside the database."""

from django.db import models

from amends.lib.row import Row


class Seal(Row):
    """`members` are the ids of the sealed events as ranges, "1-40,42"; `mac` covers them, their digests and the seal before.

    `top` is the highest id looked at; `gaps` are ids below it that were not there (a transaction still open, or rolled
    back), each with the moment it was first missed. One that commits later is sealed later.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    top = models.BigIntegerField()
    members = models.TextField()
    gaps = models.JSONField(default=list)
    digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)
