"""Receive: make a complaint of what arrived (ISO 10002, 7.2, 7.4). The second of the two transactions of receiving."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError

from amends.core.actions import _draft, _insert
from amends.core.models import Complaint
from amends.core.rules.codes import Codes, codes_of
from amends.core.rules.intake import Intake
from amends.office.models import Person


@dataclass(frozen=True, slots=True)
class Received:
    """The complaint, the secrets of its complainant, and whether this very call made it."""

    complaint: Complaint
    codes: Codes
    is_new: bool


def receive(intake: Intake, *, at: datetime, by: Person | None = None) -> Received:
    """A new complaint with number, code, acknowledgement, deadlines and an owner, in one transaction.

    The same receipt twice gives the first complaint and the same codes. `by` is the operator who typed it in; that
    person becomes the first-contact owner. Raises ActionRefused when there is neither text nor file.
    """
    draft = _draft.draft(intake, at=at, by=by)
    try:
        _insert.insert(draft)
    except IntegrityError:
        first = already_received(intake.receipt)
        if first is None:
            raise
        return first
    return Received(draft.complaint, draft.codes, is_new=True)


def already_received(receipt: str) -> Received | None:
    """What a receipt became, with its codes derived again; None when nothing yet."""
    complaint = Complaint.objects.filter(receipt=receipt).first()
    if complaint is None:
        return None
    return Received(complaint, codes_of(receipt, 0, settings.SECRET_KEY), is_new=False)


def new_receipt_key() -> str:
    """For what a person of the office types in: there are no foreign bytes, the form's own key stands for them."""
    return uuid.uuid4().hex
