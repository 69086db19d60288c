"""Intake: what every channel hands in, already made equal. Facts only; who answers and by when is decided later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from amends.core.rules.kinds import Capacity, ConsentKind, DemandType, Harm, Kind


@dataclass(frozen=True, slots=True)
class Contact:
    """How the writer gave themselves. `handle` is an identity in a messenger."""

    name: str = ""
    email: str = ""
    phone: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file already kept in the store under `stored` (a random name)."""

    name: str
    stored: str
    digest: str
    size: int
    media_type: str = "application/octet-stream"
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    type: DemandType
    amount_minor: int | None = None
    currency: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    kind: ConsentKind
    text_version: str


@dataclass(frozen=True, slots=True)
class Intake:
    """One contact as its channel understood it. `receipt` is the key of the kept bytes: the same key twice is the same contact.

    `case` (its key) and `party` (position) are set when the contact belongs to a case already; `employee` and
    `recorded_by` are persons of the office by id.
    """

    receipt: str
    channel: str
    received_at: datetime
    text: str
    language: str = ""
    subject: str = ""
    author: Contact = Contact()
    kind: Kind = Kind.COMPLAINT
    capacity: Capacity | None = None
    on_behalf_of: str = ""
    authority_proof: str = ""
    anonymous: bool = False
    confidential: bool = False
    files: tuple[File, ...] = ()
    product: str = ""
    lot: str = ""
    store: str = ""
    occurred_on: date | None = None
    postmarked_on: date | None = None
    presented_at: datetime | None = None
    demands: tuple[Demand, ...] = ()
    harm: tuple[Harm, ...] = ()
    consents: tuple[ConsentGiven, ...] = ()
    contact_times: str = ""
    contact_by: str = ""
    accessibility: str = ""
    account: str = ""
    foreign_id: str = ""
    quoted: str = ""
    html: str = ""
    automatic: bool = False
    anger: int | None = None
    employee: int | None = None
    recorded_by: int | None = None
    case: str = ""
    party: int = 0

    @property
    def complained_of(self) -> int | None:
        """The colleague this is about and is kept from; praise is kept from nobody."""
        return None if self.kind is Kind.PRAISE else self.employee
