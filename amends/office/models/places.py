"""Departments, teams, stores and products: what a complaint may be about and who may be asked."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row
from amends.office.names import Named


class Department(Named):
    email = models.EmailField(blank=True)


class Team(Named):
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True)
    categories = models.JSONField(default=list, blank=True, help_text="Codes of the top categories this team handles")
    languages = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)


class Membership(Row):
    person = models.ForeignKey("office.Person", models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "team"], name="once_in_a_team")]


class Store(Named):
    sort = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)


class Product(Named):
    """Code is the GTIN. Prices are minor units of the currency."""

    line = models.CharField(max_length=40, blank=True)
    size = models.CharField(max_length=40, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    is_active = models.BooleanField(default=True)
