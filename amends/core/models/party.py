"""The persons of a case: complainant, buyer, child, representative, payee. Each with own code, language and right to see."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.core.rules.kinds import Capacity, ConsentKind, PartyRole
from amends.lib.row import Row


class Party(Row):
    """One person in one case. Of the access code and the link only keyed digests are kept."""

    complaint = models.ForeignKey("core.Complaint", models.CASCADE, db_index=False, related_name="parties")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in PartyRole])
    capacity = models.CharField(max_length=20, blank=True, choices=[(c.value, c.value) for c in Capacity])
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    handle = models.CharField(max_length=200, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    phone_key = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, blank=True)
    age_months = models.PositiveSmallIntegerField(null=True, blank=True)
    authority_proof = models.CharField(max_length=300, blank=True)
    may_see = models.BooleanField(default=True)
    code_hash = models.CharField(max_length=64, blank=True)
    link_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [
            models.Index(fields=["email_key", "-id"], name="party_by_email"),
            models.Index(fields=["phone_key", "-id"], name="party_by_phone"),
            models.Index(fields=["link_hash"], condition=~models.Q(link_hash=""), name="party_by_link"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "position"], name="party_position_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.role


class Consent(Row):
    """A consent to one text version. None is needed to file."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ConsentKind])
    text_version = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
