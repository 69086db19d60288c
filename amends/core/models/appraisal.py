"""What staff know of the money in a case, and what it may cost in currencies other than the office's."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.lib.row import Row


class Appraisal(Row):
    """The newest appraisal of a case; earlier ones stand in its events.

    `sums` in minor units of `currency` by base (price, household_price, prepayment, service_price, loss); `days` and `ends`
    as ISO texts by trigger (delivery_missed, ombudsman); `probability` of a court award in per cent.
    """

    complaint = models.OneToOneField("core.Complaint", models.CASCADE, related_name="appraisal")
    currency = models.CharField(max_length=3)
    sums = models.JSONField(default=dict, blank=True)
    days = models.JSONField(default=dict, blank=True)
    ends = models.JSONField(default=dict, blank=True)
    circumstances = models.JSONField(default=list, blank=True)
    exemptions = models.JSONField(default=list, blank=True)
    probability = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(probability=None) | models.Q(probability__lte=100), name="probability_in_per_cent"
            ),
        ]


class Stake(Row):
    """What a case may cost in a currency that is not the office's: shown beside the rest, never converted."""

    complaint = models.ForeignKey("core.Complaint", models.CASCADE, related_name="stakes")
    currency = models.CharField(max_length=3)
    today_minor = models.BigIntegerField()
    day_minor = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["currency"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "currency"], name="stake_currency_once"),
        ]
