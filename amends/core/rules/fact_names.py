"""What the facts are called that the law asks of a case, and the words they may have. Marked for translation."""

from __future__ import annotations

from amends.core.rules.kinds import CHANNEL_NAMES, DEMAND_NAMES, HARM_NAMES, KIND_NAMES
from amends.core.rules.law.rule import UNKNOWN
from amends.core.rules.words import N_

PRESENTED = {"seller": N_("The seller"), "maker": N_("The maker"), "both": N_("Both")}
SUBJECTS = {"goods": N_("Goods"), "services": N_("Work or a service"), "digital": N_("Digital content")}
PRODUCTS = {"food": N_("Food"), "nonfood": N_("Not food")}
SECTORS = {
    "financial": N_("Financial service"),
    "payment": N_("Payment service"),
    "superannuation": N_("Superannuation"),
    "e_commerce": N_("Online trade"),
    "federal_service": N_("Federal public service"),
    "executive_agency": N_("Executive agency"),
    "cfpb_portal": N_("Came through the CFPB"),
}
CIRCUMSTANCES = {
    "quality_check": N_("A quality check is needed"),
    "out_of_stock": N_("Not in stock"),
    "far_north": N_("In the Far North"),
    "durable": N_("Durable goods"),
    "not_informed": N_("The buyer was not told of the right to refuse"),
    "recall_class_1": N_("Recall of the first class"),
    "recall_class_2": N_("Recall of the second class"),
    "recall_class_3": N_("Recall of the third class"),
    "infant_formula": N_("Infant formula"),
    "supplement": N_("Food supplement"),
}
MARKS = {
    "prepaid_undelivered": N_("Paid in advance and not delivered"),
    "distance_sale": N_("Bought at a distance"),
    "is_data_request": N_("Also asks about personal data"),
}
FACT_NAMES = {
    "kind": N_("Kind"),
    "channel": N_("Channel"),
    "demands": N_("Demand"),
    "subject": N_("Goods or service"),
    "product": N_("Kind of goods"),
    "sectors": N_("Rules of a trade"),
    "presented_to": N_("The claim was presented to"),
    "harms": N_("Harm"),
    "circumstances": N_("Circumstances"),
    "marks": N_("Marks"),
}
WORDS_OF: dict[str, dict[str, str]] = {
    "kind": {str(code): name for code, name in KIND_NAMES.items()},
    "channel": CHANNEL_NAMES,
    "demands": {str(code): name for code, name in DEMAND_NAMES.items()},
    "subject": SUBJECTS,
    "product": PRODUCTS,
    "sectors": SECTORS,
    "presented_to": PRESENTED,
    "harms": {str(code): name for code, name in HARM_NAMES.items()},
    "circumstances": CIRCUMSTANCES
    | {"fraud": N_("The buyer was deceived"), "unsafe_food": N_("Food that does not meet the safety standards")},
    "marks": MARKS
    | {
        "has_danger": N_("Danger to health"),
        "has_contract_days": N_("The contract names the days"),
        "has_due_typed": N_("An authority set the day"),
    },
}
"""By fact: each of its words; one that is not here is shown as it is written."""

ASKED: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in WORDS_OF.items()} | {
    # A claim that was presented to both is one to the seller and one to the maker.
    "presented_to": ("seller", "maker", UNKNOWN),
    "subject": (*SUBJECTS, UNKNOWN),
    "product": (*PRODUCTS, UNKNOWN),
}
"""By fact: the words a rule may ask for."""
