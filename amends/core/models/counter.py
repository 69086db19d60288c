"""The last number given in a year. Raised last in the receiving transaction, so that no number is lost or waits long."""

from django.db import models

from amends.lib.row import Row


class Counter(Row):
    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)
