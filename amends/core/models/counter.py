"""The last number given in a year. Raised last in the receiving transaction, so that no number is lost or waits long."""

from django.db import models


class Counter(models.Model):
    year = models.PositiveIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)
