"""What stands beside the case: issues, persons, history, links. Read together, a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language, gettext, ngettext

from amends.core.actions.link import SORTS
from amends.core.models import Complaint, Consent, Issue, Link, Party
from amends.core.queries import trees
from amends.core.rules.kinds import (
    CAPACITY_NAMES,
    CONSENT_NAMES,
    DEMAND_NAMES,
    HARM_NAMES,
    PARTY_NAMES,
    VALIDITY_NAMES,
    Capacity,
    ConsentKind,
    DemandType,
    Harm,
    PartyRole,
    Validity,
)
from amends.office.models import Person
from amends.ui import numbers

MOST_EARLIER = 8
MOST_OTHERS = 200
_OTHER = ("number", "key", "essence", "received_at", "is_open", "merged_into_id")
VALIDITY_TONES = {Validity.UPHELD: "kept", Validity.PARTLY: "risk"}


@dataclass(frozen=True, slots=True)
class IssueView:
    position: int
    title: str
    object: str
    demands: list[str]
    harm: list[str]
    validity: str
    tone: str
    decision: str
    reasons: str
    redress: str


@dataclass(frozen=True, slots=True)
class PartyView:
    role: str
    name: str
    email: str
    phone: str
    details: list[str]
    may_see: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Another case, as far as the reader may see it."""

    number: str
    essence: str
    how: str
    at: datetime
    is_open: bool


def issues(case: Complaint) -> list[IssueView]:
    return [_issue(row) for row in case.issues.all()]


def _title(issue: Issue) -> str:
    """What it is about; a category that has ended also says what it continues as."""
    if issue.category is None:
        return issue.essence or gettext("Not classified yet")
    if issue.category.valid_to is None:
        return issue.category.name
    following = trees.forward(issue.category)
    if following is None or following.name == issue.category.name:
        return issue.category.name
    names = {"name": issue.category.name, "following": following.name}
    return gettext("%(following)s (then: %(name)s)") % names


def _issue(issue: Issue) -> IssueView:
    product = issue.product_ref.name if issue.product_ref else issue.product
    place = issue.store.name if issue.store else issue.place
    # Isolated (FSI, PDI): among Persian words the halves of 26-0147 would change places.
    lot = gettext("lot %(lot)s") % {"lot": f"\u2068{issue.lot}\u2069"} if issue.lot else ""
    best = gettext("best before %(day)s") % {"day": issue.best_before} if issue.best_before else ""
    employee = gettext("about %(name)s") % {"name": issue.employee} if issue.employee else ""
    price = _money(issue.price_minor, issue.currency)
    validity = Validity(issue.validity) if issue.validity else None
    return IssueView(
        position=issue.position,
        title=_title(issue),
        object=numbers.between(get_language() or "en").join(
            filter(None, (product, issue.quantity, lot, best, place, price, issue.proof, employee))
        ),
        demands=[_demand(demand) for demand in issue.demands],
        harm=[gettext(HARM_NAMES[Harm(harm)]) for harm in issue.harm if harm in set(Harm)],
        validity=gettext(VALIDITY_NAMES[validity]) if validity else "",
        tone=VALIDITY_TONES.get(validity, "") if validity else "",
        decision=issue.decision,
        reasons=issue.reasons,
        redress=issue.redress,
    )


def _demand(demand: dict[str, object]) -> str:
    kind = str(demand.get("type"))
    name = gettext(DEMAND_NAMES[DemandType(kind)]) if kind in set(DemandType) else kind
    minor = demand.get("amount_minor")
    amount = _money(minor if isinstance(minor, int) else None, str(demand.get("currency") or ""))
    return numbers.between(get_language() or "en").join(filter(None, (name, amount, str(demand.get("text") or ""))))


def _money(minor: int | None, currency: str) -> str:
    return numbers.money(minor, currency, get_language() or "en") if minor is not None and currency else ""


def parties(rows: Sequence[Party]) -> list[PartyView]:
    languages = dict(settings.LANGUAGES)
    made = []
    for party in rows:
        details = [
            gettext(CAPACITY_NAMES[Capacity(party.capacity)]) if party.capacity in set(Capacity) else "",
            gettext("writes %(language)s") % {"language": languages.get(party.language, party.language)}
            if party.language and party.position == 0
            else "",
            _age(party.age_months),
            party.authority_proof,
        ]
        made.append(
            PartyView(
                role=gettext(PARTY_NAMES[PartyRole(party.role)]),
                name=party.name,
                email=party.email,
                phone=party.phone,
                details=[detail for detail in details if detail],
                may_see=party.may_see,
            )
        )
    return made


def _age(months: int | None) -> str:
    if months is None:
        return ""
    return ngettext("%(count)s month old", "%(count)s months old", months) % {
        "count": numbers.digits(months, get_language() or "en")
    }


def consents(rows: Sequence[Party]) -> list[tuple[str, Consent]]:
    found = Consent.objects.filter(party__in=[party.pk for party in rows]).order_by("given_at", "pk")
    return [(gettext(CONSENT_NAMES[ConsentKind(consent.kind)]), consent) for consent in found]


def others(
    case: Complaint, complainant: Party | None, person: Person, at: datetime, merged: Sequence[Complaint]
) -> tuple[list[Other], list[Other]]:
    """Other cases of the same mail address or telephone number, and those linked or merged; only within sight."""
    sorts: dict[int, str] = {}
    for link in Link.objects.filter(Q(complaint=case) | Q(other=case)).order_by("pk"):
        other = link.other_id if link.complaint_id == case.pk else link.complaint_id
        sorts[other] = gettext(SORTS.get(link.sort, link.sort))
    # Ids first: an `or` of two conditions would read every case there is.
    ids = [*sorts, *(one.pk for one in merged[:MOST_OTHERS]), *_same_person(case, complainant)]
    if not ids:
        return [], []
    seen = Complaint.objects.visible_to(person, at).filter(pk__in=ids).only(*_OTHER).order_by("-pk")[:MOST_OTHERS]
    earlier, linked = [], []
    for one in seen:
        if one.pk in sorts or one.merged_into_id == case.pk:
            linked.append(_other(one, sorts.get(one.pk) or gettext("merged into this case")))
        else:
            earlier.append(_other(one, ""))
    return earlier[:MOST_EARLIER], linked


def _same_person(case: Complaint, complainant: Party | None) -> list[int]:
    if complainant is None or not (complainant.email_key or complainant.phone_key):
        return []
    same = Q()
    if complainant.email_key:
        same |= Q(email_key=complainant.email_key)
    if complainant.phone_key:
        same |= Q(phone_key=complainant.phone_key)
    parties = Party.objects.filter(same, position=0).exclude(complaint=case.pk).order_by("-pk")
    return list(parties.values_list("complaint_id", flat=True)[:MOST_OTHERS])


def _other(case: Complaint, how: str) -> Other:
    return Other(str(case), case.essence, how, case.received_at, case.is_open)
