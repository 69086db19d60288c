"""One thing a complaint is about, 1..n per complaint: object, harm, demands, what was found and decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.core.rules.kinds import Validity
from amends.lib.row import Row


class Issue(Row):
    complaint = models.ForeignKey("core.Complaint", models.CASCADE, db_index=False, related_name="issues")
    position = models.PositiveSmallIntegerField()
    category = models.ForeignKey("core.Category", models.PROTECT, null=True, blank=True, related_name="+")
    essence = models.CharField(max_length=300, blank=True)
    product = models.CharField(max_length=200, blank=True)
    product_ref = models.ForeignKey("office.Product", models.PROTECT, null=True, blank=True, related_name="+")
    lot = models.CharField(max_length=60, blank=True)
    best_before = models.CharField(max_length=30, blank=True)
    store = models.ForeignKey("office.Store", models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    promotion = models.CharField(max_length=120, blank=True)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    happened_on = models.DateField(null=True, blank=True)
    quantity = models.CharField(max_length=40, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    harm = models.JSONField(default=list, blank=True)
    demands = models.JSONField(default=list, blank=True)
    validity = models.CharField(max_length=20, blank=True, choices=[(v.value, v.value) for v in Validity])
    decision = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    factors = models.JSONField(default=list, blank=True)
    redress = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cause = models.ForeignKey("core.Cause", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "position"], name="issue_position_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["lot", "-id"], name="issue_by_lot")]
