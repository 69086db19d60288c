"""A new complaint in memory: all its rows, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from amends.core.models import (
    Alarm,
    Attachment,
    CaseAccess,
    Complaint,
    Consent,
    Deadline,
    Event,
    Issue,
    Message,
    Party,
    PersonalFacts,
)
from amends.core.queries.office_facts import OfficeFacts
from amends.core.rules.codes import Codes


@dataclass(slots=True)
class Draft:
    """The rows, in the order in which they refer to one another."""

    complaint: Complaint
    parties: list[Party]
    consents: list[Consent]
    issues: list[Issue]
    deadlines: list[Deadline]
    message: Message
    attachments: list[Attachment]
    access: list[CaseAccess]
    event: Event
    apart: PersonalFacts | None
    raised: Event | None
    alarms: list[Alarm]
    codes: Codes
    office: OfficeFacts
    at: datetime
    acknowledgement: Message | None = None

    @property
    def year(self) -> int:
        """Whose counter gives the number: the year of receipt in the office's zone."""
        return self.complaint.received_at.astimezone(self.office.zone).year
