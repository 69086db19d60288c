"""Add a person to the case: buyer, child, representative, payee; with an own code if they may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max

from amends.core.actions._record import recording
from amends.core.actions._words import short
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event, Party
from amends.core.rules.codes import Codes, code_hash, codes_of, token_hash
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import PartyRole
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.lib.contacts import email_key, phone_key
from amends.office.models import Person


@dataclass(frozen=True, slots=True)
class PartyAdded:
    """`codes` are told once, to the person added; None when they may not see."""

    event: Event
    party: Party
    codes: Codes | None


def add_party(
    complaint: Complaint,
    *,
    role: PartyRole,
    contact: Contact,
    by: Person,
    at: datetime,
    may_see: bool = False,
    language: str = "",
    age_months: int | None = None,
    authority_proof: str = "",
) -> PartyAdded:
    """Adds the person. A child is kept without name and contact, by age in months only; a second complainant is refused."""
    if role is PartyRole.COMPLAINANT:
        raise ActionRefused(N_("A case has one complainant. Link the case of the other person instead."), "role")
    if role is PartyRole.CHILD:
        contact, may_see = Contact(), False
    with recording(complaint, Verb.ADD_PARTY, by=by, at=at) as act:
        position = (act.case.parties.aggregate(last=Max("position"))["last"] or 0) + 1
        codes = codes_of(act.case.receipt, position, settings.SECRET_KEY) if may_see else None
        party = Party.objects.create(
            complaint=act.case,
            position=position,
            role=role,
            name=short(contact.name, 200),
            email=short(contact.email, 254),
            phone=short(contact.phone, 60),
            email_key=email_key(contact.email),
            phone_key=phone_key(contact.phone),
            language=language or act.case.language,
            age_months=age_months,
            authority_proof=short(authority_proof, 300),
            may_see=may_see,
            code_hash=code_hash(codes.code, settings.SECRET_KEY) if codes else "",
            link_hash=token_hash(codes.token, settings.SECRET_KEY) if codes else "",
        )
        event = act.event(
            "party_added",
            {"role": role, "may_see": may_see},
            {"name": party.name, "email": party.email, "phone": party.phone},
        )
    return PartyAdded(event, party, codes)
