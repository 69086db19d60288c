"""Which clocks run for a case: told by its facts alone, in the version in force on the day they start."""

from datetime import UTC, date, datetime

import pytest

from amends.core.rules.law.binding import Bound, Facts, binding
from amends.core.rules.law.reading import shipped

AT = datetime(2026, 3, 2, 19, 40, tzinfo=UTC)
LATER = datetime(2026, 3, 10, 9, tzinfo=UTC)


def _facts(
    jurisdictions: str, *, demands: str = "", moments: str = "", kind: str = "complaint", **more: object
) -> Facts:
    starts = dict.fromkeys(("complaint_received", "claim_presented", *moments.split()), AT)
    return Facts(frozenset(jurisdictions.split()), kind, demands=frozenset(demands.split()), moments=starts, **more)  # type: ignore[arg-type]


def _bound(facts: Facts) -> list[Bound]:
    return [bound for bound in binding(shipped(), facts) if bound.rule.jurisdiction != "*"]


def _names(facts: Facts) -> list[str]:
    return [f"{bound.rule.id} {bound.demand}".strip() for bound in _bound(facts)]


CASES = {
    "money back from the seller": (_facts("RU", demands="refund", presented_to="seller"), ["RU-ZPP-22 refund"]),
    "money back from the maker": (_facts("RU", demands="refund", presented_to="maker"), ["RU-ZPP-22 refund"]),
    "a lower price from the seller": (
        _facts("RU", demands="price_reduction", presented_to="seller"), ["RU-ZPP-22 price_reduction"],
    ),
    "a lower price from the maker: owed by the seller alone": (
        _facts("RU", demands="price_reduction", presented_to="maker"), [],
    ),
    "a lower price from one who is both": (
        _facts("RU", demands="price_reduction", presented_to="both"), ["RU-ZPP-22 price_reduction"],
    ),
    "nobody knows to whom": (_facts("RU", demands="price_reduction"), ["RU-ZPP-22 price_reduction"]),
    "the maker replaces and repairs": (
        _facts("RU", demands="replacement repair", presented_to="maker"), ["RU-ZPP-21a replacement", "RU-ZPP-20 repair"],
    ),
    "two demands run side by side": (
        _facts("RU", demands="refund damages explanation"), ["RU-ZPP-22 damages", "RU-ZPP-22 refund"],
    ),
    "a quality check is needed": (
        _facts("RU", demands="replacement", circumstances=frozenset({"quality_check"})), ["RU-ZPP-21b replacement"],
    ),
    "none in stock": (
        _facts("RU", demands="replacement", circumstances=frozenset({"out_of_stock", "quality_check"})),
        ["RU-ZPP-21c replacement"],
    ),
    "the Far North, no day typed yet": (
        _facts("RU", demands="replacement", circumstances=frozenset({"far_north"})), [],
    ),
    "the Far North, by the next delivery": (
        _facts("RU", demands="replacement", circumstances=frozenset({"far_north"}), due_typed=date(2026, 6, 1)),
        ["RU-ZPP-21d replacement"],
    ),
    "a service": (_facts("RU", demands="refund", subject="services"), ["RU-ZPP-31 refund"]),
    "paid for and never delivered": (
        _facts("RU", demands="refund", prepaid_undelivered=True), ["RU-ZPP-23.1.4 refund"],
    ),
    "a question starts no clock of law": (_facts("RU", demands="refund", kind="question"), []),
    "a request about data": (
        _facts("RU EU", kind="data_request", moments="request_received"), ["RU-152FZ-20", "EU-GDPR-12.3"],
    ),
    "dangerous food in Russia": (
        _facts("RU", product="food", has_danger=True, moments="danger_known nonconformity_known"),
        ["RU-184-37", "RU-ZPP-7.5"],
    ),
    "dangerous food in China, class 1": (
        _facts("CN", product="food", circumstances=frozenset({"recall_class_1"}), moments="danger_known"),
        ["CN-RECALL-1", "CN-RECALL-1-END"],
    ),
    "infant formula in the United States": (
        _facts("US", product="food", circumstances=frozenset({"infant_formula"}), moments="danger_known"),
        ["US-IF-PROMPT"],
    ),
    "a bank in the United Kingdom": (
        _facts("UK", sectors=frozenset({"financial"})), ["UK-DISP-1.5", "UK-DISP-1.6.2"],
    ),
    "a payment service in the United Kingdom and the Union": (
        _facts("UK EU", sectors=frozenset({"financial", "payment"})),
        ["EU-PSD2-101", "UK-DISP-1.5", "UK-DISP-1.6.2A"],
    ),
    "a pension fund in Australia": (
        _facts("AU", sectors=frozenset({"financial", "superannuation"})),
        ["AU-RG271-ACK", "AU-RG271-45", "AU-RG271-5"],
    ),
    "a shop on the net in India": (
        _facts("IN", sectors=frozenset({"e_commerce"})), ["IN-ECOM-48", "IN-ECOM-1M"],
    ),
    "a federal service in Brazil": (_facts("BR", sectors=frozenset({"federal_service"})), ["BR-SAC-7"]),
    "a refund agreed in the United Kingdom": (_facts("UK", moments="refund_agreed"), ["UK-CRA-14"]),
    "no jurisdiction": (_facts("", demands="refund"), []),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "names"), CASES.values(), ids=CASES.keys())
def test_the_law_binds_by_the_facts(facts: Facts, names: list[str]) -> None:
    assert _names(facts) == names


def _own(facts: Facts) -> list[str]:
    return [bound.rule.id for bound in binding(shipped(), facts) if bound.rule.jurisdiction == "*"]


def test_the_offices_own_promises() -> None:
    assert _own(_facts("RU")) == ["POL-ACK", "POL-SCREEN", "POL-ANSWER"]
    assert _own(_facts("", kind="praise", moments="closed")) == [
        "POL-ACK", "POL-SCREEN", "POL-ANSWER", "POL-REOPEN", "POL-SURVEY", "POL-SURVEY-2",
    ]  # fmt: skip
    danger = _own(_facts("", has_danger=True, moments="safety_mark complaint_open"))
    assert danger == ["POL-ACK", "POL-SCREEN-SAFETY", "POL-ANSWER", "POL-UPDATE"]


def test_a_trade_claim_follows_its_contract() -> None:
    with_contract = binding(shipped(), _facts("", kind="trade_claim", contract_days=20))
    assert [(bound.rule.id, bound.rule.length) for bound in with_contract if bound.rule.obligation == "answer"] == [
        ("POL-TRADE", 20)
    ]
    assert "POL-ANSWER" in _own(_facts("", kind="trade_claim"))


def test_an_authority_sets_its_own_day() -> None:
    (bound,) = [
        bound
        for bound in binding(shipped(), _facts("", kind="authority", due_typed=date(2026, 3, 20)))
        if bound.rule.obligation == "answer"
    ]
    assert (bound.rule.id, bound.typed) == ("POL-AUTHORITY", date(2026, 3, 20))


def test_each_clock_starts_at_the_moment_of_its_trigger() -> None:
    facts = _facts("RU", demands="refund")
    later = Facts(facts.jurisdictions, facts.kind, demands=facts.demands, moments={"claim_presented": LATER})
    (bound,) = binding(shipped(), later)
    assert (bound.rule.id, bound.start) == ("RU-ZPP-22", LATER)


def test_the_version_in_force_at_the_start_binds_by_the_clock_of_its_country() -> None:
    before = datetime(2026, 3, 23, 23, 30, tzinfo=UTC)  # still the last day of the code in Dublin
    after = datetime(2026, 3, 24, 0, 30, tzinfo=UTC)
    for moment, count in ((before, 2), (after, 0)):
        facts = Facts(
            frozenset({"IE"}), "complaint", sectors=frozenset({"financial"}), moments={"complaint_received": moment}
        )
        assert len(_names(facts)) == count
