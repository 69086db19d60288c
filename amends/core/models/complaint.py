"""The complaint: its present. Its past is the events; both are written together, only by actions."""

from __future__ import annotations

import functools
import operator
import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from amends.core.rules.deadlines import NEVER
from amends.core.rules.kinds import Kind
from amends.core.rules.states import OPEN, Stage
from amends.lib.row import Row
from amends.office import roles
from amends.office.models import Person, RoleHeld


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def open(self) -> Self:
        """Somebody still owes the complainant something."""
        return self.filter(is_open=True)

    def overdue(self, at: datetime) -> Self:
        return self.filter(is_open=True, next_due_at__lt=at)

    def visible_to(self, person: Person, at: datetime) -> Self:
        """The one gate of sight (docs/invariants.md). Everything that shows cases to a person passes here.

        Seen are: the cases where the person is named, owner or handler; those of the areas of their roles; for quality,
        audit and top management all; never a confidential one without being named, and never one about themselves.
        """
        area = _area(person, at)
        in_area = models.Q(is_confidential=False) if area is EVERYTHING else area & models.Q(is_confidential=False)
        letting_in = person.case_access.filter(is_granted=True)
        if area is NOTHING:
            named = models.Q(pk__in=letting_in.values("complaint_id"))
        else:
            # Asked of each case that is looked at: in years a person is named on so many that reading them all costs more.
            named = models.Q(models.Exists(letting_in.filter(complaint=models.OuterRef("pk"))))
        keeping_out = person.case_access.filter(is_granted=False)
        return self.filter(in_area | named).exclude(pk__in=keeping_out.values("complaint_id"))


EVERYTHING = models.Q()
"""An area without bounds. Django drops an empty Q from an `or`, so it is asked for by identity."""

NOTHING = models.Q(pk__in=[])


def _area(person: Person, at: datetime) -> models.Q:
    """What the person's roles let them see, confidential cases apart.

    A role held for a team or a category shows that; one held without either shows the person's own teams, or the whole
    office to a person of no team.
    """
    if not person.is_active:
        return NOTHING
    held = [role for role in person.held if role.holds_on(at.date())]
    codes = {roles.Role(role.role) for role in held}
    areas = [_area_of_role(role, person) for role in held if roles.Role(role.role) in roles.SEE_THEIR_AREA]
    if codes & roles.SEE_ALL_BUT_CONFIDENTIAL or any(area is EVERYTHING for area in areas):
        return EVERYTHING
    if roles.Role.DPO in codes:
        areas.append(models.Q(kind=Kind.DATA_REQUEST))
    return functools.reduce(operator.or_, areas, NOTHING)


def _area_of_role(role: RoleHeld, person: Person) -> models.Q:
    if role.category:
        return models.Q(root=role.category.split(".")[0])
    if role.team_id is not None:
        return models.Q(team=role.team_id)
    return models.Q(team__in=sorted(person.team_ids)) if person.team_ids else EVERYTHING


class Complaint(Row):
    """One contact of a complainant and all that follows from it (a question or praise too; `kind` says which).

    The exposure is what the case may cost in the office's currency, and what one more day adds, as reckoned for the day
    `exposure_on`; that day is none while nothing is known that could be at stake.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    receipt = models.CharField(max_length=64, unique=True)
    number = models.CharField(max_length=60, unique=True, null=True)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind], default=Kind.COMPLAINT)
    stage = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Stage], default=Stage.RECEIVED)
    is_open = models.BooleanField(default=True)
    is_set_aside = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    seq = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32, default=b"")

    channel = models.CharField(max_length=30)
    account = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=500, blank=True)
    statement = models.TextField()
    essence = models.CharField(max_length=300, blank=True)
    restated = models.TextField(blank=True)
    restated_right = models.BooleanField(null=True, blank=True)
    anger = models.PositiveSmallIntegerField(null=True, blank=True)
    consequence = models.CharField(max_length=20, blank=True)
    has_danger = models.BooleanField(default=False)
    danger_words = models.JSONField(default=list, blank=True)
    is_confidential = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    is_repeat = models.BooleanField(default=False)
    jurisdictions = models.JSONField(default=list, blank=True)
    law = models.JSONField(
        default=dict, blank=True, help_text="The facts that the law asks about, as the last event told"
    )
    presented_to = models.CharField(max_length=10, blank=True)
    contact_by = models.CharField(max_length=30, blank=True)
    contact_times = models.CharField(max_length=300, blank=True)
    accessibility = models.CharField(max_length=300, blank=True)

    received_at = models.DateTimeField()
    presented_at = models.DateTimeField()
    occurred_on = models.DateField(null=True, blank=True)
    postmarked_on = models.DateField(null=True, blank=True)
    last_event_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(default=NEVER)
    next_tick_at = models.DateTimeField(default=NEVER)
    exposure_minor = models.BigIntegerField(default=0)
    exposure_day_minor = models.BigIntegerField(default=0)
    exposure_on = models.DateField(null=True, blank=True)

    category = models.ForeignKey("core.Category", models.PROTECT, null=True, blank=True, related_name="+")
    root = models.CharField(max_length=80, blank=True)
    team = models.ForeignKey("office.Team", models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    handoffs = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=20, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    complainant_name = models.CharField(max_length=200, blank=True)
    proposed_kind = models.CharField(max_length=20, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["next_due_at", "id"], condition=models.Q(is_open=True), name="open_by_due"),
            models.Index(
                fields=["team", "next_due_at", "id"], condition=models.Q(is_open=True), name="open_team_by_due"
            ),
            models.Index(
                fields=["handler", "next_due_at", "id"], condition=models.Q(is_open=True), name="open_handler_by_due"
            ),
            models.Index(
                fields=["owner", "next_due_at", "id"], condition=models.Q(is_open=True), name="open_owner_by_due"
            ),
            models.Index(
                fields=["root", "next_due_at", "id"], condition=models.Q(is_open=True), name="open_root_by_due"
            ),
            models.Index(fields=["stage", "-id"], name="by_stage"),
            models.Index(fields=["-id"], condition=models.Q(is_set_aside=True), name="set_aside_newest"),
            models.Index(
                fields=["-exposure_day_minor", "id"], condition=models.Q(is_open=True), name="open_by_waiting_cost"
            ),
            models.Index(
                fields=["exposure_minor"], condition=models.Q(is_open=True, exposure_minor__gt=0), name="open_at_stake"
            ),
            models.Index(
                fields=["exposure_on", "id"],
                condition=models.Q(is_open=True, exposure_on__isnull=False),
                name="open_by_exposure_day",
            ),
            models.Index(fields=["next_tick_at"], condition=models.Q(next_tick_at__lt=NEVER), name="by_tick"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(stage__in=[s.value for s in Stage]), name="known_stage"),
            models.CheckConstraint(
                condition=models.Q(anger=None) | models.Q(anger__gte=1, anger__lte=5), name="anger_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.key)

    @property
    def is_ended(self) -> bool:
        return Stage(self.stage) not in OPEN
