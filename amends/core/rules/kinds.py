"""The closed word lists of the domain: kinds of contact, channels, parties, demands, harm, validity."""

from __future__ import annotations

from enum import StrEnum

from amends.core.rules.words import N_


class Kind(StrEnum):
    """What sort of contact it is. Only the first three count as complaints."""

    COMPLAINT = "complaint"
    CLAIM = "claim"
    TRADE_CLAIM = "trade_claim"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    AUTHORITY = "authority"
    DATA_REQUEST = "data_request"


COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.CLAIM, Kind.TRADE_CLAIM})


class PartyRole(StrEnum):
    COMPLAINANT = "complainant"
    BUYER = "buyer"
    CHILD = "child"
    REPRESENTATIVE = "representative"
    PAYEE = "payee"


class Capacity(StrEnum):
    """In what capacity the complainant speaks."""

    BUYER = "buyer"
    CONSUMER = "consumer"
    PARENT = "parent"
    REPRESENTATIVE = "representative"
    PARTNER = "partner"


class DemandType(StrEnum):
    REFUND = "refund"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    PRICE_REDUCTION = "price_reduction"
    DAMAGES = "damages"
    MORAL_DAMAGES = "moral_damages"
    PRIZE = "prize"
    EXPLANATION = "explanation"
    APOLOGY = "apology"
    OTHER = "other"


class Harm(StrEnum):
    HEALTH = "health"
    PROPERTY = "property"
    MONEY = "money"
    TIME = "time"


class Validity(StrEnum):
    """What the office found about one issue."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"
    OUT_OF_SCOPE = "out_of_scope"


class ConsentKind(StrEnum):
    CONTACT = "contact"
    PERSONAL_DATA = "personal_data"
    PUBLISH = "publish"
    RECORDING = "recording"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"


class Delivery(StrEnum):
    """Where an outgoing message stands."""

    NONE = "none"
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    BOUNCED = "bounced"
    HELD = "held"
    BY_HAND = "by_hand"
    PORTAL = "portal"


KIND_NAMES = {
    Kind.COMPLAINT: N_("Complaint"),
    Kind.CLAIM: N_("Complaint with a demand the law names"),
    Kind.TRADE_CLAIM: N_("Claim from a store or distributor"),
    Kind.QUESTION: N_("Question"),
    Kind.SUGGESTION: N_("Suggestion"),
    Kind.PRAISE: N_("Praise"),
    Kind.AUTHORITY: N_("Inquiry from an authority"),
    Kind.DATA_REQUEST: N_("Personal-data request"),
}
CHANNEL_NAMES = {
    "web_form": N_("Web form"),
    "email": N_("E-mail"),
    "phone_desk": N_("Telephone"),
    "counter": N_("At the counter"),
    "paper": N_("Letter"),
    "api": N_("API"),
}
DEMAND_NAMES = {
    DemandType.REFUND: N_("Money back"),
    DemandType.REPLACEMENT: N_("Replacement"),
    DemandType.REPAIR: N_("Repair"),
    DemandType.PRICE_REDUCTION: N_("Lower price"),
    DemandType.DAMAGES: N_("Cost or loss made good"),
    DemandType.MORAL_DAMAGES: N_("Moral damages"),
    DemandType.PRIZE: N_("The prize"),
    DemandType.EXPLANATION: N_("An explanation"),
    DemandType.APOLOGY: N_("An apology"),
    DemandType.OTHER: N_("Something else"),
}
HARM_NAMES = {
    Harm.HEALTH: N_("Health"),
    Harm.PROPERTY: N_("Property"),
    Harm.MONEY: N_("Money"),
    Harm.TIME: N_("Time"),
}
VALIDITY_NAMES = {
    Validity.UPHELD: N_("Upheld"),
    Validity.PARTLY: N_("Partly upheld"),
    Validity.NOT_UPHELD: N_("Not upheld"),
    Validity.OUT_OF_SCOPE: N_("Out of scope"),
}
CAPACITY_NAMES = {
    Capacity.BUYER: N_("Buyer"),
    Capacity.CONSUMER: N_("Consumer"),
    Capacity.PARENT: N_("Parent"),
    Capacity.REPRESENTATIVE: N_("Representative"),
    Capacity.PARTNER: N_("Trade partner"),
}
PARTY_NAMES = {
    PartyRole.COMPLAINANT: N_("Complainant"),
    PartyRole.BUYER: N_("Buyer"),
    PartyRole.CHILD: N_("Child"),
    PartyRole.REPRESENTATIVE: N_("Representative"),
    PartyRole.PAYEE: N_("Payee"),
}
DELIVERY_NAMES = {
    Delivery.NONE: N_("Not sent"),
    Delivery.WAITING: N_("Waiting to be sent"),
    Delivery.SENT: N_("Sent"),
    Delivery.FAILED: N_("Could not be delivered"),
    Delivery.BOUNCED: N_("Came back undelivered"),
    Delivery.HELD: N_("Held back"),
    Delivery.BY_HAND: N_("Told in person"),
    Delivery.PORTAL: N_("On the follow page"),
}
CONSENT_NAMES = {
    ConsentKind.CONTACT: N_("May be contacted"),
    ConsentKind.PERSONAL_DATA: N_("Use of personal data"),
    ConsentKind.PUBLISH: N_("May be published without a name"),
    ConsentKind.RECORDING: N_("Recording of the call"),
}
