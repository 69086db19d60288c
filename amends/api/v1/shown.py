"""How a case looks to machines of the staff: plain data, stable names, moments in UTC."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from amends.api.v1 import owed
from amends.api.v1.owed import DeadlineShown, ExposureShown
from amends.core import outbox
from amends.core.actions.refused import in_words
from amends.core.models import Category, Complaint, Event, Issue, Message, Party
from amends.core.queries import possible
from amends.core.queries.wording import line
from amends.core.rules.deadlines import NEVER
from amends.core.rules.deliveries import is_proven
from amends.core.rules.kinds import Direction
from amends.office.models import Person, Team


class PersonShown(BaseModel):
    id: int
    name: str


class Coded(BaseModel):
    code: str
    name: str = Field(description="In the language of Accept-Language")


class Case(BaseModel):
    """A complaint in a list."""

    number: str = Field(examples=["PX-2026-000412"])
    version: int = Field(description="To be sent back in If-Match")
    kind: str
    stage: str
    is_open: bool
    is_set_aside: bool
    is_confidential: bool
    is_anonymous: bool
    has_danger: bool
    channel: str
    language: str
    subject: str
    essence: str
    complainant_name: str
    anger: int | None
    category: Coded | None
    team: Coded | None
    owner: PersonShown | None
    handler: PersonShown | None
    received_at: str
    next_due_at: str | None
    is_overdue: bool
    closed_at: str | None
    outcome: str


class PartyShown(BaseModel):
    position: int
    role: str
    capacity: str
    name: str
    email: str
    phone: str
    language: str
    age_months: int | None
    may_see: bool


class IssueShown(BaseModel):
    position: int
    category: str
    essence: str
    product: str
    lot: str
    best_before: str
    place: str
    happened_on: str | None
    quantity: str
    price_minor: int | None
    currency: str
    harm: list[str]
    demands: list[dict[str, Any]]
    validity: str
    decision: str
    reasons: str
    factors: list[str]
    redress: str


class VerbShown(BaseModel):
    verb: str
    label: str
    why_not: str = Field(description="Empty when it may be used now")


class CaseWhole(Case):
    """A complaint with everything but its messages and events."""

    statement: str
    restated: str
    restated_right: bool | None
    occurred_on: str | None
    postmarked_on: str | None
    contact_by: str
    contact_times: str
    accessibility: str
    jurisdictions: list[str]
    handoffs: int
    is_repeat: bool
    merged_into: str
    parties: list[PartyShown]
    issues: list[IssueShown]
    deadlines: list[DeadlineShown]
    exposure: list[ExposureShown] = Field(description="By currency; empty where no sum is known or the case has ended")
    verbs: list[VerbShown]


class EventShown(BaseModel):
    seq: int
    kind: str
    at: str
    by: PersonShown | None
    on_behalf_of: str
    line: str = Field(description="In words, in the language of Accept-Language")
    facts: dict[str, Any]
    personal: dict[str, Any] = Field(description="Kept apart; empty once erased")
    digest: str = Field(description="Hash of this event and all before it, hexadecimal")


class AttachmentShown(BaseModel):
    name: str
    size: int
    media_type: str
    digest: str = Field(description="SHA-256, hexadecimal")


class MessageShown(BaseModel):
    id: int
    at: str
    direction: str
    channel: str
    shown_as: str
    author: PersonShown | None
    language: str
    subject: str
    text: str = Field(description="Access codes and links in it are veiled")
    is_final: bool
    is_automatic: bool
    delivery: str
    is_proven: bool = Field(description="Whether it is known to have arrived: sent, opened, or told by a person")
    sent_at: str | None = Field(description="When it left; of what no mail carries, when it was told or opened")
    failure: str
    files: list[AttachmentShown]


def case(one: Complaint, at: datetime) -> dict[str, Any]:
    return {
        "number": one.number,
        "version": one.version,
        "kind": one.kind,
        "stage": one.stage,
        "is_open": one.is_open,
        "is_set_aside": one.is_set_aside,
        "is_confidential": one.is_confidential,
        "is_anonymous": one.is_anonymous,
        "has_danger": one.has_danger,
        "channel": one.channel,
        "language": one.language,
        "subject": one.subject,
        "essence": one.essence,
        "complainant_name": one.complainant_name,
        "anger": one.anger,
        "category": coded(one.category),
        "team": coded(one.team),
        "owner": person(one.owner),
        "handler": person(one.handler),
        "received_at": one.received_at.isoformat(),
        "next_due_at": None if one.next_due_at >= NEVER else one.next_due_at.isoformat(),
        "is_overdue": one.is_open and one.next_due_at < at,
        "closed_at": moment(one.closed_at),
        "outcome": one.outcome,
    }


def whole(one: Complaint, reader: Person, at: datetime) -> dict[str, Any]:
    return case(one, at) | {
        "statement": one.statement,
        "restated": one.restated,
        "restated_right": one.restated_right,
        "occurred_on": moment(one.occurred_on),
        "postmarked_on": moment(one.postmarked_on),
        "contact_by": one.contact_by,
        "contact_times": one.contact_times,
        "accessibility": one.accessibility,
        "jurisdictions": one.jurisdictions,
        "handoffs": one.handoffs,
        "is_repeat": one.is_repeat,
        "merged_into": str(one.merged_into.number) if one.merged_into else "",
        "parties": [_party(party) for party in one.parties.all()],
        "issues": [_issue(issue) for issue in one.issues.select_related("category")],
        "deadlines": owed.deadlines(one, at),
        "exposure": owed.exposure(one, at),
        "verbs": [
            {
                "verb": entry.verb,
                "label": _(entry.label),
                "why_not": in_words(entry.why_not) if entry.why_not else "",
            }
            for entry in possible.possible(one, reader, at)
        ],
    }


def event(one: Event) -> dict[str, Any]:
    apart = getattr(one, "personal", None)
    return {
        "seq": one.seq,
        "kind": one.kind,
        "at": one.at.isoformat(),
        "by": person(one.by),
        "on_behalf_of": one.on_behalf_of,
        "line": line(one),
        "facts": one.facts,
        "personal": apart.facts if apart else {},
        "digest": bytes(one.digest).hex(),
    }


def message(one: Message) -> dict[str, Any]:
    return {
        "id": one.pk,
        "at": one.at.isoformat(),
        "direction": one.direction,
        "channel": one.channel,
        "shown_as": one.shown_as,
        "author": person(one.author),
        "language": one.language,
        "subject": outbox.veiled(one, one.subject),
        "text": outbox.veiled(one),
        "is_final": one.is_final,
        "is_automatic": one.is_automatic,
        "delivery": one.delivery,
        "is_proven": one.direction == Direction.OUT and is_proven(one.delivery, one.sent_at),
        "sent_at": moment(one.sent_at),
        "failure": one.failure,
        "files": [
            {"name": file.name, "size": file.size, "media_type": file.media_type, "digest": file.digest}
            for file in one.attachments.all()
        ],
    }


def person(one: Person | None) -> dict[str, Any] | None:
    return {"id": one.pk, "name": one.name} if one else None


def coded(one: Category | Team | None) -> dict[str, Any] | None:
    return {"code": one.code, "name": one.name} if one else None


def moment(one: Any) -> str | None:
    return one.isoformat() if one else None


def _party(one: Party) -> dict[str, Any]:
    return {
        "position": one.position,
        "role": one.role,
        "capacity": one.capacity,
        "name": one.name,
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "age_months": one.age_months,
        "may_see": one.may_see,
    }


def _issue(one: Issue) -> dict[str, Any]:
    return {
        "position": one.position,
        "category": one.category.code if one.category else "",
        "essence": one.essence,
        "product": one.product,
        "lot": one.lot,
        "best_before": one.best_before,
        "place": one.place,
        "happened_on": moment(one.happened_on),
        "quantity": one.quantity,
        "price_minor": one.price_minor,
        "currency": one.currency,
        "harm": one.harm,
        "demands": one.demands,
        "validity": one.validity,
        "decision": one.decision,
        "reasons": one.reasons,
        "factors": one.factors,
        "redress": one.redress,
    }
