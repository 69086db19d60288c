"""The body of one verb, whichever it is."""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from pydantic import Field

from amends.api.reading import Body, Text
from amends.core.models import Complaint
from amends.core.rules.states import Verb
from amends.office.models import Person

Country = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1")]


class Order(Body):
    """The body of one verb. `goes_stale`: the verb is refused when the case changed since it was read."""

    verb: ClassVar[Verb]
    goes_stale: ClassVar[bool] = True

    def arguments(self, case: Complaint, by: Person, at: datetime) -> dict[str, Any]:
        """What the action is called with, beside the case, `by` and `at`."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class WithReason(Order):
    why: Text = Field(min_length=1, examples=["The store on the corner is ours after all."])


class WithText(Order):
    text: Text = Field(min_length=1, examples=["Which lot number is printed on the lid?"])
