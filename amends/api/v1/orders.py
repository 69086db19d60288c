"""What each verb takes, one body a verb. Names and limits are those of amends.core.actions, which decides the rest."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StrictInt

from amends.api.reading import (
    Address,
    Body,
    Code,
    Day,
    Language,
    Line30,
    Line40,
    Line60,
    Line200,
    Line300,
    Moment,
    Text,
    primary,
)  # fmt: skip
from amends.api.v1 import found
from amends.api.v1.complaints import BIGGEST_AMOUNT, DemandGiven
from amends.api.v1.order import Country, Order, WithReason, WithText
from amends.api.v1.orders_of_law import Appraise, Extend, Fulfil, Interim, Pause, Qualify, Resume
from amends.core import actions
from amends.core.models import Complaint
from amends.core.rules.deliveries import ToldBy
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import ConsentKind, Harm, Kind, PartyRole, Validity
from amends.core.rules.states import Verb
from amends.office.models import Person

Id = Annotated[StrictInt, Field(ge=1, le=2**31, description="Id of a person, as in /people")]
Anger = Annotated[StrictInt, Field(ge=1, le=5)]


class IssueGiven(Body):
    category: Code = Field(examples=["quality.spoil"])
    essence: Line200 = ""
    product: Line200 = ""
    gtin: Code = ""
    lot: Line60 = ""
    best_before: Line30 = ""
    store: Code = Field("", description="Code of a store")
    place: Line200 = ""
    happened_on: Day | None = None
    quantity: Line40 = ""
    price_minor: Annotated[StrictInt, Field(ge=0, le=BIGGEST_AMOUNT)] | None = None
    currency: str = Field("", pattern="^([A-Z]{3})?$")
    proof: Line200 = ""
    harm: list[Harm] = Field([], max_length=4)
    demands: list[DemandGiven] = Field([], max_length=20)
    employee: Id | None = None

    def facts(self) -> actions.IssueFacts:
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return actions.IssueFacts(
            **own
            | {
                "harm": tuple(self.harm),
                "demands": tuple(demand.demand() for demand in self.demands),
                "employee": found.person(self.employee, "issues.employee"),
            }
        )


class Classify(Order):
    verb = Verb.CLASSIFY
    issues: list[IssueGiven] = Field(min_length=1, max_length=50)
    kind: Kind | None = None
    anger: Anger | None = None
    consequence: Annotated[str, Field(max_length=20, pattern="^[a-z_]*$")] = ""
    essence: Line200 = ""
    why: Line300 = ""

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return super().arguments(case, by, at) | {
            "issues": [issue.facts() for issue in self.issues],
        }


class Take(Order):
    verb = Verb.TAKE


class Assign(Order):
    verb = Verb.ASSIGN
    handler: Id | None = None
    team: Code = Field("", description="Code of a team")
    owner: Id | None = Field(None, description="A new contact for the complainant, who is told so")
    why: Line300 = ""

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return {
            "handler": found.person(self.handler, "handler"),
            "team": found.team(self.team, "team"),
            "owner": found.person(self.owner, "owner"),
            "why": self.why,
        }


class HandOver(WithReason):
    verb = Verb.HAND_OVER
    to: Id

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return {"to": found.person(self.to, "to"), "why": self.why}


class Restate(WithText):
    verb = Verb.RESTATE


class Ask(WithText):
    verb = Verb.ASK


class Note(WithText):
    verb = Verb.NOTE
    goes_stale = False


class Reply(WithText):
    verb = Verb.REPLY
    final: StrictBool = Field(False, description="The answer to the complaint, with its decision and reasons")


class Decide(Order):
    verb = Verb.DECIDE
    issue: StrictInt = Field(ge=1, le=1000, description="Position of the issue")
    validity: Validity
    decision: Text = Field(min_length=1)
    reasons: Text = Field(min_length=1)
    factors: list[Literal["law", "expectation", "compromise", "market", "fairness", "arbitration"]] = Field(
        [], max_length=6
    )
    redress: Line300 = ""


class Decline(WithText):
    verb = Verb.DECLINE
    reasons: Text = Field(min_length=1)
    signpost: Line300 = Field(min_length=1, description="Where the complainant can turn instead")


class Close(Order):
    verb = Verb.CLOSE
    why: Text = ""


class Reopen(WithReason):
    verb = Verb.REOPEN


class Withdraw(Order):
    verb = Verb.WITHDRAW
    why: Text = ""

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return {"why": self.why, "channel": "api"}


class Merge(WithReason):
    verb = Verb.MERGE
    into: Line60 = Field(min_length=1, description="Number of the case that goes on")

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return {"into": found.case(self.into, by, at), "why": self.why}


class Link(Order):
    verb = Verb.LINK
    goes_stale = False
    other: Line60 = Field(min_length=1, description="Number of the other case")
    sort: Literal["related", "incident", "person", "repeat"] = "related"
    why: Text = ""

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return super().arguments(case, by, at) | {"other": found.case(self.other, by, at)}


class CaseChanges(Body):
    essence: Line200 = ""
    language: Language = ""
    occurred_on: Day | None = None
    postmarked_on: Day | None = None
    presented_at: Moment | None = None
    presented_to: Literal["", "maker", "seller", "both"] = ""
    contact_by: Line30 = ""
    contact_times: Line300 = ""
    accessibility: Line300 = ""
    anger: Anger | None = None
    is_repeat: StrictBool = False
    jurisdictions: list[Country] = Field([], max_length=10)


class PartyChanges(Body):
    name: Line200 = ""
    email: Address = ""
    phone: Line60 = ""
    language: Language = ""
    capacity: Literal["", "buyer", "consumer", "parent", "representative", "partner"] = ""


class Correct(WithReason):
    verb = Verb.CORRECT
    changes: CaseChanges | None = Field(None, description="Only the fields given are changed")
    party: PartyChanges = Field(
        default_factory=PartyChanges, description="Of the complainant; only the fields given are changed"
    )

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        given = [part.model_dump(exclude_unset=True) if part else {} for part in (self.changes, self.party)]
        for part in given:
            if "language" in part:
                part["language"] = primary(part["language"])
        return {"changes": given[0], "party": given[1], "why": self.why}


class Protect(WithReason):
    verb = Verb.PROTECT
    confidential: StrictBool
    named: list[Id] = Field([], max_length=100)
    about: list[Id] = Field([], max_length=100)

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return super().arguments(case, by, at) | {
            "named": found.people(self.named, "named"),
            "about": found.people(self.about, "about"),
        }


class MarkDanger(WithReason):
    verb = Verb.MARK_DANGER


class ClearDanger(WithReason):
    verb = Verb.CLEAR_DANGER


class AnswerAlarm(Order):
    verb = Verb.ANSWER_ALARM
    goes_stale = False


class Second(WithReason):
    verb = Verb.SECOND
    agree: StrictBool = Field(description="True: it is not a complaint")


class Consent(Order):
    verb = Verb.CONSENT
    party: StrictInt = Field(0, ge=0, le=1000, description="Position of the person in the case; 0 is the complainant")
    kind: ConsentKind
    given: StrictBool
    text_version: Line40 = Field(min_length=1)

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return super().arguments(case, by, at) | {"party": found.party(case, self.party)}


class AddParty(Order):
    verb = Verb.ADD_PARTY
    role: PartyRole
    name: Line200 = ""
    email: Address = ""
    phone: Line60 = ""
    may_see: StrictBool = Field(False, description="With an access code of their own")
    language: Language = ""
    age_months: StrictInt | None = Field(None, ge=0, le=1200)
    authority_proof: Line300 = ""

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        return {
            "role": self.role,
            "contact": Contact(name=self.name, email=self.email, phone=self.phone),
            "may_see": self.may_see,
            "language": primary(self.language),
            "age_months": self.age_months,
            "authority_proof": self.authority_proof,
        }


class SetAside(WithReason):
    verb = Verb.SET_ASIDE


class BringBack(WithReason):
    verb = Verb.BRING_BACK


class Tell(Order):
    verb = Verb.TELL
    goes_stale = False
    message: StrictInt = Field(ge=1, le=2**63 - 1, description="Id of a message that waits to be told, as in /messages")
    told_by: ToldBy
    told_at: Moment | None = Field(None, description="Now, if not given")
    detail: Line300 = Field("", description="Whom you reached, or the number of the letter")


ORDERS: tuple[type[Order], ...] = (
    Classify, Take, Assign, HandOver, Restate, Ask, Note, Reply, Decide, Decline, Close, Reopen, Withdraw, Merge, Link,
    Correct, Appraise, Protect, MarkDanger, ClearDanger, AnswerAlarm, Second, Consent, AddParty, SetAside, BringBack,
    Qualify, Extend, Pause, Resume, Fulfil, Interim, Tell,
)  # fmt: skip
"""In the order of the table of moves; a test compares the two."""
