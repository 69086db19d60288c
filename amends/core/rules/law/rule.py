"""One rule of law or of the office: who must do what, how long after which event, by which article, in force when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amends.core.rules.words import N_

Words = Mapping[str, str]
"""A text by language; what no language has is read in English."""


class Unit(StrEnum):
    HOURS = "H"
    WORKING_HOURS = "WH"
    DAYS = "CD"
    WORKING_DAYS = "WD"
    WEEKS = "W"
    MONTHS = "M"
    YEARS = "Y"
    PERCENT_A_DAY = "PCT_DAY"
    PERCENT = "PCT"
    TIMES = "TIMES"
    SUM = "SUM"
    AT_ONCE = "NOW"
    NONE = "none"


HOUR_UNITS = frozenset({Unit.HOURS, Unit.WORKING_HOURS})
DAY_UNITS = frozenset({Unit.DAYS, Unit.WORKING_DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS})
CLOCK_UNITS = HOUR_UNITS | DAY_UNITS | {Unit.AT_ONCE}
MONEY_UNITS = frozenset({Unit.PERCENT_A_DAY, Unit.PERCENT, Unit.TIMES, Unit.SUM})


class Roll(StrEnum):
    """Where the last day goes when it is not a working day."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


class DayZero(StrEnum):
    """Whether the day of the event is counted."""

    AFTER = "after"
    EVENT = "event"


class Ends(StrEnum):
    """When the last day ends: with the day, or when the office closes."""

    DAY = "day"
    CLOSING = "closing"


class Certainty(StrEnum):
    """How sure the reading of the law is; `policy` is the office's own will."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    POLICY = "policy"


class OwedBy(StrEnum):
    """Who must act. Only what the office owes is a promise; what the complainant may do is a window."""

    OFFICE = "office"
    COMPLAINANT = "complainant"
    AUTHORITY = "authority"


class Term(StrEnum):
    """Where the length comes from: the rule itself, the contract of a trade partner, or a day typed from a letter."""

    FIXED = "fixed"
    CONTRACT = "contract"
    TYPED = "typed"


class Obligation(StrEnum):
    """What must be done: tells which act meets the clock."""

    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    ANSWER = "answer"
    UPDATE = "update"
    SATISFY = "satisfy"
    NOTIFY = "notify"
    RECALL = "recall"
    VERIFY = "verify"
    PLAN = "plan"
    DESTROY = "destroy"
    REPORT = "report"
    KEEP = "keep"
    INQUIRY = "inquiry"
    SURVEY = "survey"
    WINDOW = "window"
    MONEY = "money"
    DUTY = "duty"


OBLIGATION_NAMES = {
    Obligation.ACKNOWLEDGE: N_("Acknowledge"),
    Obligation.ASSESS: N_("Assess"),
    Obligation.ANSWER: N_("Answer"),
    Obligation.UPDATE: N_("Tell how far it is"),
    Obligation.SATISFY: N_("Satisfy the demand"),
    Obligation.NOTIFY: N_("Notify the authority"),
    Obligation.RECALL: N_("Recall the goods"),
    Obligation.VERIFY: N_("Verify"),
    Obligation.PLAN: N_("Agree a programme"),
    Obligation.DESTROY: N_("Destroy data"),
    Obligation.REPORT: N_("Report"),
    Obligation.KEEP: N_("Keep the records"),
    Obligation.INQUIRY: N_("Answer the inquiry"),
    Obligation.SURVEY: N_("Ask for satisfaction"),
    Obligation.WINDOW: N_("A window for the complainant"),
    Obligation.MONEY: N_("Pay"),
    Obligation.DUTY: N_("A duty without a clock"),
}
UNIT_NAMES = {
    Unit.HOURS: N_("hours, day and night"),
    Unit.WORKING_HOURS: N_("working hours"),
    Unit.DAYS: N_("calendar days"),
    Unit.WORKING_DAYS: N_("working days"),
    Unit.WEEKS: N_("weeks"),
    Unit.MONTHS: N_("months"),
    Unit.YEARS: N_("years"),
    Unit.PERCENT_A_DAY: N_("per cent a day"),
    Unit.PERCENT: N_("per cent"),
    Unit.TIMES: N_("times the sum"),
    Unit.SUM: N_("a fixed sum"),
    Unit.AT_ONCE: N_("at once"),
    Unit.NONE: N_("no term"),
}
ROLL_NAMES = {
    Roll.NONE: N_("It stays where it falls"),
    Roll.NEXT: N_("It moves to the next working day"),
    Roll.PREVIOUS: N_("It moves to the working day before"),
}
CERTAINTY_NAMES = {
    Certainty.HIGH: N_("certain"),
    Certainty.MEDIUM: N_("fairly certain"),
    Certainty.LOW: N_("uncertain"),
    Certainty.POLICY: N_("the office’s own will"),
}

TRIGGERS = {
    "complaint_received": N_("Complaint received"),
    "complaint_open": N_("Complaint open"),
    "claim_presented": N_("Claim presented"),
    "loan_demanded": N_("Loan item demanded"),
    "refund_demanded": N_("Refund demanded"),
    "refund_agreed": N_("Refund agreed"),
    "deadline_missed": N_("Deadline missed"),
    "delivery_missed": N_("Delivery date missed"),
    "penalty_accrues": N_("Penalty accrues"),
    "court_award": N_("Court award without voluntary satisfaction"),
    "claim_assigned": N_("Claim assigned to another"),
    "defect_disputed": N_("Cause of the defect disputed"),
    "defect_found": N_("Defect found"),
    "purchase": N_("Purchase"),
    "delivery": N_("Delivery"),
    "goods_returned": N_("Goods sent back"),
    "event": N_("Event complained about"),
    "request_received": N_("Request received"),
    "consent_taken": N_("Consent taken"),
    "consent_withdrawn": N_("Consent withdrawn"),
    "data_collected": N_("Personal data collected"),
    "breach_known": N_("Data leak known"),
    "danger_known": N_("Danger known"),
    "nonconformity_known": N_("Nonconformity known"),
    "nonconformity_reported": N_("Report of a nonconformity received"),
    "nonconformity_confirmed": N_("Nonconformity confirmed"),
    "final_response_sent": N_("Final response sent"),
    "reporting_period_ended": N_("Reporting period ended"),
    "many_complaints": N_("Many complaints in the period"),
    "ongoing": N_("Always"),
    "adr_file_complete": N_("File of the dispute body complete"),
    "adr_contacted": N_("Dispute body wrote to the trader"),
    "sent_to_company": N_("Complaint sent to the company"),
    "company_responded": N_("Company responded"),
    "received_by_authority": N_("Complaint received by the authority"),
    "report_received": N_("Report of an offence received"),
    "mediation_accepted": N_("Complaint accepted for mediation"),
    "mediation_ended": N_("Mediation ended"),
    "loss_found": N_("Loss found by the authority"),
    "inquiry_sent": N_("Inquiry sent to a department"),
    "inquiry_received": N_("Inquiry of an authority received"),
    "closed": N_("Case closed"),
    "safety_mark": N_("Danger to health recognised"),
    "ombudsman": N_("Complaint taken to the ombudsman"),
}
"""The events a clock can start with, and their names."""

PAUSES = {
    "examination": N_("examination"),
    "appraisal": N_("appraisal"),
    "complainant_answer": N_("waiting for the complainant"),
    "agreed": N_("agreed with the complainant"),
}
"""The reasons for which a rule may let its clock stand still."""


@dataclass(frozen=True, slots=True)
class Money:
    """What a rule about money is reckoned from. `cap` is what it may not exceed, `capped_by` the dated rule that says so;
    `floor` the least amount in `currency`; `instead` another multiple of another base, whichever is higher; `exempt` the
    circumstances in which nothing is due.
    """

    base: str = "price"
    cap: str = ""
    capped_by: str = ""
    floor: Decimal | None = None
    currency: str = ""
    instead: tuple[Decimal, str] | None = None
    exempt: tuple[str, ...] = ()


BASES = ("price", "household_price", "prepayment", "service_price", "award", "loss")

EXEMPTIONS = {
    "own_fault": N_("the consumer’s own fault"),
    "counterparty": N_("breach by a reasonably chosen counterparty"),
    "mediation": N_("a mediation agreement the office kept"),
}
"""The circumstances in which a rule about money may let nothing be due; entered by staff."""

Condition = Mapping[str, frozenset[str]]
"""Facts by name and the values of which one must hold; all names must agree. An empty one holds always."""

FACTS = (
    "kind", "channel", "demands", "subject", "product", "sectors", "presented_to", "harms", "circumstances", "marks",
)  # fmt: skip
"""The names of facts a condition may ask for; `marks` are the yes-or-no facts that hold."""

UNKNOWN = "unknown"
"""How a condition names a fact that nobody has told."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule, in force from a day to a day, both included; None is an open end.

    `binds` are the alternatives under which it holds for a case, `unless` what takes it away; without `binds` it is only
    shown. `extended` is the whole length with the extension, counted from the same start. `roll_article` is the law by
    which the last day moves. `place` is the file and line it was read from.
    """

    id: str
    version: int
    jurisdiction: str
    title: Words
    trigger: str
    obligation: Obligation
    unit: Unit
    scope: Words = field(default_factory=dict)
    length: int | Decimal | None = None
    term: Term = Term.FIXED
    extended: int | None = None
    day_zero: DayZero = DayZero.AFTER
    roll: Roll = Roll.NONE
    roll_article: Words = field(default_factory=dict)
    ends: Ends = Ends.DAY
    is_clamped: bool = True
    repeats: bool = False
    owed_by: OwedBy = OwedBy.OFFICE
    pauses: tuple[str, ...] = ()
    consequence: str = ""
    consequence_words: Words = field(default_factory=dict)
    money: Money | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    article: Words = field(default_factory=dict)
    note: Words = field(default_factory=dict)
    certainty: Certainty = Certainty.LOW
    reviewed_by: str | None = None
    reviewed_on: date | None = None
    binds: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    zone: str = ""
    place: str = field(default="", compare=False)

    @property
    def is_clock(self) -> bool:
        """Whether it gives a due moment."""
        return self.unit in CLOCK_UNITS or self.term is Term.TYPED

    def is_in_force(self, on: date) -> bool:
        return (self.in_force_from or date.min) <= on <= (self.in_force_to or date.max)


def said(words: Words, language: str) -> str:
    """A text of a rule in the language, else in English, else in whatever it has."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")
