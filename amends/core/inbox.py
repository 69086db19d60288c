"""Accept durably first, then think: what the form, the API and the desk do with a submission, and how it is recovered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from amends.core import actions
from amends.core.models import Complaint, Message, Party, Receipt
from amends.core.rules import submission
from amends.core.rules.codes import Codes, codes_of
from amends.core.rules.intake import Contact, Intake
from amends.lib.safe_together import safe_together
from amends.office.models import Person


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a submission became. `codes` are those of its complainant; `is_new` is False on a replay."""

    complaint: Complaint
    codes: Codes
    is_new: bool


def accept(intake: Intake, *, at: datetime, key: str = "", by: Person | None = None) -> Accepted:
    """Keeps the submission, then receives it (or adds it to its case). Durable when it returns.

    `key` is the sender's idempotency key: the same key and content gives the first answer, codes included; the same key
    with other content raises actions.OtherContent. Raises actions.ActionRefused on what cannot be received; then the
    kept bytes are settled as ignored, for the sender was told.
    """
    if by is not None:
        intake = replace(intake, recorded_by=by.pk)
    if intake.anonymous:
        # Not even the kept bytes may say who it was.
        intake = replace(intake, author=Contact())
    with safe_together():
        return _keep_and_perform(intake, at, key, by)


def _keep_and_perform(intake: Intake, at: datetime, key: str, by: Person | None) -> Accepted:
    body, digest = submission.encode_and_digest(intake)
    kept = actions.keep(
        body,
        channel=intake.channel,
        account=intake.account,
        foreign_id=key,
        digest=digest,
        at=at,
    )
    try:
        return _perform(replace(intake, receipt=kept.receipt.key, received_at=kept.receipt.received_at), at=at, by=by)
    except actions.ActionRefused as refused:
        actions.settle(kept.receipt, Receipt.State.IGNORED, why=str(refused))
        raise


def recover(receipt: Receipt, *, at: datetime) -> Accepted:
    """Does again, from the kept bytes, what a killed process left undone. Raises ValueError on foreign bytes."""
    intake = submission.decode(bytes(receipt.body), receipt=receipt.key, received_at=receipt.received_at)
    by = Person.objects.filter(pk=intake.recorded_by).first() if intake.recorded_by else None
    return _perform(intake, at=at, by=by)


def _perform(intake: Intake, *, at: datetime, by: Person | None) -> Accepted:
    if not intake.case:
        received = actions.receive(intake, at=at, by=by)
        return Accepted(received.complaint, received.codes, received.is_new)
    case = Complaint.objects.get(key=intake.case)
    party = Party.objects.filter(complaint=case, position=intake.party).first()
    is_new = not Message.objects.filter(receipt=intake.receipt).exists()
    actions.add(case, intake, party=party, at=at)
    codes = codes_of(case.receipt, intake.party, settings.SECRET_KEY)
    return Accepted(case, codes, is_new=is_new)
