"""What deadlines are reckoned with beside the rules that ship: calendars with their holidays, and the office's own rules."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from amends.lib.row import Row


class Calendar(Row):
    """A version of a calendar: of a country (RU), of the office (office) or of a team (team/front).

    Public holidays stand in it as data, so that a newer package of holidays moves nothing by itself. It counts for terms
    that start on `valid_from` or later. `edition` tells in which order rules and calendars became known.
    """

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField()
    valid_from = models.DateField()
    definition = models.JSONField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True, help_text="When people were told that it ends soon")

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "version"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Rule(Row):
    """A rule of the office: a new one, or a later version of one that ships. `definition` is a pack with this one rule."""

    rule = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField()
    valid_from = models.DateField()
    definition = models.JSONField()
    made_from = models.CharField(
        max_length=64,
        blank=True,
        help_text="The imprint of what shipped when it was kept; - for nothing; empty: not noted",
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["rule", "version"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["rule", "version"], name="rule_version_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.version}"


class RuleReview(Row):
    """A lawyer of the office has checked one version of a rule, shipped or own. The newest line counts; no name takes it back."""

    rule = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    edition = models.PositiveIntegerField()
    reviewed_by = models.CharField(max_length=200, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["edition", "pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.version}"


class Following(Row):
    """Somebody let the open cases follow what has changed. The worker goes through them by id; `last` is how far it came."""

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    last = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0, help_text="How many cases have moved so far")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["id"], condition=models.Q(done_at=None), name="followings_under_way")]
