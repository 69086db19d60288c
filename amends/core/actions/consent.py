"""Consent: given or withdrawn, to one version of a text. None is needed to complain."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import short
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Consent, Event, Party
from amends.core.rules.kinds import ConsentKind
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def consent(
    complaint: Complaint,
    *,
    party: Party,
    kind: ConsentKind,
    given: bool,
    text_version: str,
    at: datetime,
    by: Person | None = None,
) -> Event:
    """Records the consent of a party (by a person who heard it, or None: by the party). Refuses a stranger's party."""
    if party.complaint_id != complaint.pk:
        raise ActionRefused(N_("This person is not part of the case."))
    version = short(text_version, 40)
    with recording(complaint, Verb.CONSENT, by=by, at=at, on_behalf_of="" if by else "complainant") as act:
        Consent.objects.filter(party=party, kind=kind, withdrawn_at=None).update(withdrawn_at=at)
        if given:
            Consent.objects.create(party=party, kind=kind, text_version=version, given_at=at, recorded_by=by)
        return act.event(
            "consented", {"consent": kind, "given": given, "text_version": version, "party": party.position}
        )
