"""What complaints are about, what causes them, and ready words for replies: trees and lists the office edits."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from amends.lib.row import Row
from amends.office.names import in_language


class Tree(Row):
    """A versioned node: changing a node ends it and begins another with the same code; cases keep the version they had."""

    code = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    names = models.JSONField(default=dict)
    parent_code = models.CharField(max_length=80, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    mapped_to = models.CharField(max_length=80, blank=True, help_text="Code that continues this one after its end")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names) or self.code


class Category(Tree):
    department = models.ForeignKey("office.Department", models.PROTECT, null=True, blank=True, related_name="+")
    is_danger = models.BooleanField(default=False)
    is_confidential = models.BooleanField(
        default=False, help_text="Such complaints name a person and stay confidential"
    )
    standard_remedy = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="category_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="one_valid_category"),
        ]


class Cause(Tree):
    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="cause_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="one_valid_cause"),
        ]


class TextBlock(Row):
    """Ready words, phrased to calm, one text a language; `category` empty: for all."""

    code = models.CharField(max_length=80, unique=True)
    names = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    category = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names) or self.code
