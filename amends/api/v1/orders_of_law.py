"""What the verbs of deadlines, law and money take, one body a verb."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StrictInt

from amends.api.reading import Body, Day, Line40, Line300, Moment, Text
from amends.api.v1.complaints import BIGGEST_AMOUNT
from amends.api.v1.order import Country, Order, WithReason
from amends.core import actions
from amends.core.actions.appraise import DAYS, SUMS
from amends.core.models import Complaint
from amends.core.rules.clocks import facts
from amends.core.rules.law.rule import PAUSES
from amends.core.rules.states import Verb
from amends.office.models import Person

Minor = Annotated[StrictInt, Field(ge=0, le=BIGGEST_AMOUNT)]


class Appraise(WithReason):
    verb = Verb.APPRAISE
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["RUB"], description="Of all sums given here")
    price_minor: Minor | None = Field(None, description="Without it the prices of the issues count")
    household_price_minor: Minor | None = Field(None, description="How much of the price a household would buy")
    prepayment_minor: Minor | None = None
    service_price_minor: Minor | None = None
    loss_minor: Minor | None = None
    delivery_missed: Day | None = Field(None, description="The day on which delivery was due")
    delivered_on: Day | None = Field(None, description="Delivered or paid back on")
    ombudsman: Day | None = Field(None, description="The day on which the case came to an ombudsman")
    circumstances: list[Literal["fraud", "unsafe_food"]] = Field([], max_length=2)
    exemptions: list[Literal["own_fault", "counterparty", "mediation"]] = Field([], max_length=3)
    probability: Annotated[StrictInt, Field(ge=0, le=100)] | None = Field(
        None, description="Of a court award, per cent"
    )

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        sums = {name: getattr(self, f"{name}_minor") for name in SUMS}
        days = {name: getattr(self, name) for name in DAYS}
        facts = actions.Appraised(
            currency=self.currency,
            sums={name: minor for name, minor in sums.items() if minor is not None},
            days={name: day for name, day in days.items() if day is not None},
            ends={"delivery_missed": self.delivered_on} if self.delivered_on else {},
            circumstances=tuple(self.circumstances),
            exemptions=tuple(self.exemptions),
            probability=self.probability,
        )
        return {"facts": facts, "why": self.why}


class Facts(Body):
    jurisdictions: list[Country] = Field([], max_length=10)
    presented_to: Literal["", "maker", "seller", "both"] = ""
    presented_at: Moment | None = None
    subject: Line40 = Field("", description=f"One of {', '.join(facts.SUBJECTS)}")
    product: Line40 = Field("", description=f"One of {', '.join(facts.PRODUCTS)}")
    sectors: list[Line40] = Field([], max_length=20, description=f"Of {', '.join(facts.SECTORS)}")
    circumstances: list[Line40] = Field([], max_length=20, description=f"Of {', '.join(facts.CIRCUMSTANCES)}")
    marks: list[Line40] = Field([], max_length=20, description=f"Of {', '.join(facts.TYPED_MARKS)}")
    contract_days: Annotated[StrictInt, Field(ge=1, le=3650)] | None = None
    due_on: Day | None = Field(None, description="The day that an authority set")
    moments: dict[str, Moment | None] = Field({}, max_length=40, description="When what was known, by trigger")


class Qualify(Order):
    verb = Verb.QUALIFY
    changes: Facts = Field(description="Only the fields given are changed")
    why: Text = ""

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        given = {name: getattr(self.changes, name) for name in self.changes.model_fields_set}
        if given.get("presented_at", at) is None:
            del given["presented_at"]
        return {"changes": given, "why": self.why}


class WithKey(Order):
    key: Annotated[str, Field(min_length=1, max_length=120, examples=["RU-ZPP-22+refund"])]


class Extend(WithKey):
    verb = Verb.EXTEND
    why: Text = Field(min_length=1)


class Pause(Order):
    verb = Verb.PAUSE
    reason: Line40 = Field(min_length=1, description=f"One of {', '.join(PAUSES)}")
    why: Text = ""


class Resume(Order):
    verb = Verb.RESUME
    why: Text = ""


class Fulfil(WithKey):
    verb = Verb.FULFIL
    what: Text = Field(min_length=1, examples=["Returned 89 RUB by card"])
    done_at: Moment | None = None
    proof: Line300 = ""


class Interim(Order):
    verb = Verb.INTERIM
    why: Text = Field("", description="What is still missing, in the complainant's language; else told by the stage")
