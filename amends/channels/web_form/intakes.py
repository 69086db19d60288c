"""From the checked form to an intake: translation only, no decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from amends.channels.web_form.forms import IN_MONEY, amount_of
from amends.channels.web_form.parcels import Parcel
from amends.core.rules.intake import Contact, Demand, Intake
from amends.core.rules.kinds import Capacity, DemandType, Harm, Kind
from amends.lib.languages import language_of

_SURE = 0.8
_ENOUGH_LETTERS = 20


def intake_of(
    given: dict[str, Any], parcels: Iterable[Parcel], *, language: str, currency: str, at: datetime
) -> Intake:
    """The intake of a complaint form. An anonymous one takes no name and no way to the sender with it."""
    anonymous = given["anonymous"]
    return Intake(
        receipt="",
        channel="web_form",
        received_at=at,
        text=given["text"],
        language=language_meant(given["text"], language),
        author=Contact() if anonymous else Contact(given["name"], given["email"], given["phone"]),
        kind=Kind(given["kind"] or Kind.COMPLAINT),
        capacity=Capacity(given["capacity"]) if given["capacity"] else None,
        on_behalf_of=given["on_behalf_of"],
        authority_proof=given["authority_proof"],
        anonymous=anonymous,
        files=tuple(parcel.file for parcel in parcels),
        product=given["product"],
        lot=given["lot"],
        store=given["store"],
        occurred_on=given["occurred_on"],
        demands=_demands(given, currency),
        harm=tuple(Harm(harm) for harm in given["harm"]),
        contact_times="" if anonymous else given["contact_times"],
        contact_by="" if anonymous else given["contact_by"],
        accessibility=given["accessibility"],
    )


def language_meant(text: str, page: str) -> str:
    """The language of the page, unless the text is clearly in another of ours."""
    found, sure = language_of(text)
    if found != page and sure >= _SURE and sum(letter.isalpha() for letter in text[:400]) >= _ENOUGH_LETTERS:
        return found
    return page


def _demands(given: dict[str, Any], currency: str) -> tuple[Demand, ...]:
    """Each ticked demand with its amount; own words are a demand of their own."""
    demands = []
    for chosen in given["demands"]:
        kind = DemandType(chosen)
        amount = given[amount_of(kind)] if kind in IN_MONEY else None
        demands.append(Demand(kind, amount, currency if amount is not None else ""))
    if given["wish"]:
        demands = [demand for demand in demands if demand.type is not DemandType.OTHER]
        demands.append(Demand(DemandType.OTHER, text=given["wish"]))
    return tuple(demands)
