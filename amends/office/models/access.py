"""Secrets by which a machine or a new person comes in. Only hashes are kept."""

from typing import ClassVar

from django.db import models

from amends.lib.row import Row


class Token(Row):
    """A machine's key to the API, acting as its person and within that person's rights."""

    person = models.ForeignKey("office.Person", models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100, blank=True)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)


class Invitation(Row):
    """A letter that lets a person set a first password, once, for some days."""

    person = models.ForeignKey("office.Person", models.CASCADE, related_name="invitations")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey("office.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-created_at"]


class Feed(Row):
    """A secret address at which a calendar program reads what falls due: for its person, or of a team in this person's sight."""

    person = models.ForeignKey("office.Person", models.CASCADE, related_name="feeds")
    team = models.ForeignKey("office.Team", models.CASCADE, null=True, blank=True, related_name="feeds")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.team) if self.team_id else str(self.person)
