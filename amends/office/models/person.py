"""A person who works here, and the roles held, each from a day to a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from amends.lib.row import Row
from amends.office.roles import Role


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.create_user(email, password, **fields)
        RoleHeld.objects.create(person=person, role=Role.ADMIN)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(Row, AbstractBaseUser, PermissionsMixin):
    """Someone with an account. Never deleted: a person who left is not active, and the log keeps the name."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    names = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=8, default="en")
    languages = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=8, default="auto")
    is_active = models.BooleanField(default=True)
    notices_by_mail = models.JSONField(default=dict, blank=True)
    alarm_phone = models.CharField(max_length=20, blank=True, help_text="Called when health is in danger")
    sessions_ended = models.PositiveIntegerField(default=0, help_text="How often all sessions were ended at once")
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What each session must still match: it ends with a new password, and whenever `sessions_ended` grows."""
        return salted_hmac(
            "amends.office.session", f"{self.password}:{self.sessions_ended}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email

    def name_in(self, language: str) -> str:
        """How this person is called to someone who reads LANGUAGE."""
        return str(self.names.get(language) or self.name)

    @cached_property
    def held(self) -> list[RoleHeld]:
        """Roles of any date; read once a request, so that rights cost one query."""
        return list(self.roles_held.select_related("team"))

    @cached_property
    def team_ids(self) -> set[int]:
        return set(self.memberships.values_list("team_id", flat=True))

    def roles_on(self, day: date) -> frozenset[Role]:
        return frozenset(Role(held.role) for held in self.held if held.holds_on(day))

    def has_role(self, roles: Iterable[str], day: date) -> bool:
        return not self.roles_on(day).isdisjoint(roles)


class RoleHeld(Row):
    """A role of a person, for one team or one category of complaints, or (both empty) for the whole office."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles_held")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    team = models.ForeignKey("office.Team", models.PROTECT, null=True, blank=True)
    category = models.CharField(max_length=80, blank=True)
    is_deputy = models.BooleanField(default=False)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["category"],
                condition=models.Q(role=Role.SENIOR, is_deputy=False, to_on=None) & ~models.Q(category=""),
                name="one_senior_expert_a_category",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"

    def holds_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day <= self.to_on)
