"""The facts that the law asks about a case, as events keep them (plain, without language or person), and as rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Protocol

from amends.core.rules.law.binding import Facts

SETS = ("jurisdictions", "harms", "sectors", "circumstances", "marks")
"""Facts that are several words."""

WORDS = ("kind", "channel", "presented_to", "subject", "product")
TYPED = ("subject", "product", "sectors", "circumstances", "marks", "contract_days", "due_on", "moments")
"""What staff say by `qualify`; all else follows from the case."""

SUBJECTS = ("goods", "services", "digital")
PRODUCTS = ("food", "nonfood")
SECTORS = ("financial", "payment", "superannuation", "e_commerce", "federal_service", "executive_agency", "cfpb_portal")
CIRCUMSTANCES = (
    "quality_check", "out_of_stock", "far_north", "durable", "not_informed", "recall_class_1", "recall_class_2",
    "recall_class_3", "infant_formula", "supplement",
)  # fmt: skip
TYPED_MARKS = ("prepaid_undelivered", "distance_sale", "is_data_request")
DERIVED = frozenset({"complaint_received", "complaint_open", "claim_presented", "safety_mark", "closed"})
"""Triggers whose moment follows from the case itself and is never typed."""

_EARLIEST, _LATEST = datetime(1900, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_UNION = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
        "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts without what is empty: what is not there is not known."""
    return {name: value for name, value in facts.items() if value not in (None, "", (), [], {}, False)}


class Case(Protocol):
    """The row of a case, or what was read of it."""

    @property
    def channel(self) -> str: ...
    @property
    def has_danger(self) -> bool: ...
    @property
    def jurisdictions(self) -> list[str]: ...
    @property
    def occurred_on(self) -> date | None: ...
    @property
    def presented_to(self) -> str: ...


class Issue(Protocol):
    """The row of an issue, or what was read of it."""

    @property
    def demands(self) -> list[dict[str, Any]]: ...
    @property
    def harm(self) -> list[str]: ...


def of_case(case: Case) -> dict[str, Any]:
    """The facts that stand in the row of a case as they are."""
    return {
        "channel": case.channel,
        "danger": case.has_danger,
        "jurisdictions": case.jurisdictions,
        "occurred_on": case.occurred_on.isoformat() if case.occurred_on else None,
        "presented_to": case.presented_to,
    }


def of_issues(issues: Sequence[Issue]) -> dict[str, Any]:
    """What was demanded (type, and the sum in minor units with its currency where one is named), and the harm."""
    wanted = ("type", "amount_minor", "currency")
    return {
        "demands": [plain({name: demand.get(name) for name in wanted}) for issue in issues for demand in issue.demands],
        "harms": sorted({str(harm) for issue in issues for harm in issue.harm}),
    }


def facts_of(law: Mapping[str, Any]) -> Facts:
    """The facts of an event as the rules read them. A moment outside the years 1900 to 2199 starts no clock."""
    kind, due_on = law.get("kind", ""), law.get("due_on")
    demands = frozenset(demand["type"] for demand in law.get("demands", ()))
    marks = frozenset(law.get("marks", ()))
    return Facts(
        jurisdictions=bodies_of_law(law.get("jurisdictions", ())),
        kind=kind,
        channel=law.get("channel", ""),
        demands=demands,
        subject=law.get("subject", "goods"),
        product=law.get("product", ""),
        prepaid_undelivered="prepaid_undelivered" in marks,
        distance_sale="distance_sale" in marks,
        sectors=frozenset(law.get("sectors", ())),
        presented_to=law.get("presented_to", ""),
        harms=frozenset(law.get("harms", ())),
        has_danger=bool(law.get("danger")),
        is_data_request="is_data_request" in marks,
        circumstances=frozenset(law.get("circumstances", ())),
        contract_days=law.get("contract_days"),
        due_typed=date.fromisoformat(due_on) if due_on else None,
        moments=_moments(law, kind, demands, marks),
    )


def bodies_of_law(countries: Iterable[str]) -> frozenset[str]:
    """The jurisdictions of countries (ISO 3166): Great Britain is UK there, and the Union's law holds beside its members'."""
    found = {"UK" if country == "GB" else country for country in countries}
    return frozenset(found | {"EU"} if found & _UNION else found)


def _moments(law: Mapping[str, Any], kind: str, demands: frozenset[str], marks: frozenset[str]) -> dict[str, datetime]:
    received = datetime.fromisoformat(law["received_at"])
    presented = datetime.fromisoformat(law["presented_at"]) if "presented_at" in law else received
    moments = {"complaint_received": received, "complaint_open": received, "claim_presented": presented}
    if kind == "data_request" or "is_data_request" in marks:
        moments["request_received"] = received
    if "refund" in demands:
        moments["refund_demanded"] = presented
    if "occurred_on" in law:
        # At noon in London it is the same day almost everywhere.
        moments["event"] = datetime.combine(date.fromisoformat(law["occurred_on"]), time(12), UTC)
    moments |= {name: datetime.fromisoformat(at) for name, at in law.get("moments", {}).items()}
    return {name: at for name, at in moments.items() if _EARLIEST <= at < _LATEST}
