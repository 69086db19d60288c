"""Keeps what a case may cost beside the case, whenever a verb changed what it hangs on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from amends.core.models import Complaint, Stake
from amends.core.queries.exposure import Stood, stood, today
from amends.core.rules.states import Verb

RAISING = frozenset({Verb.CLASSIFY, Verb.QUALIFY, Verb.APPRAISE, Verb.CORRECT})
"""Verbs by which a sum may become known in a case where none was."""

INDIFFERENT = frozenset(
    {Verb.NOTE, Verb.LINK, Verb.TAKE, Verb.ASSIGN, Verb.HAND_OVER, Verb.PROTECT, Verb.CONSENT, Verb.ADD_PARTY}
    | {Verb.DELIVERED, Verb.ACKNOWLEDGE, Verb.CONFIRM, Verb.DECIDE, Verb.CLEAR_DANGER, Verb.TELL}
)
"""Verbs that change neither sums nor promises nor whether the case is open."""


def changed(case: Complaint, verb: Verb, at: datetime) -> dict[str, Any]:
    """The exposure after a verb, as fields of the case; nothing, and no question asked, where no sum is known."""
    if verb in INDIFFERENT or (case.exposure_on is None and verb not in RAISING):
        return {}
    return fields(case, stood(case, today(at)))


def fields(case: Complaint, now: Stood) -> dict[str, Any]:
    """What the row keeps; other currencies get rows of their own, written here."""
    if case.exposure_on is not None or now.apart:
        Stake.objects.filter(complaint=case).delete()
        Stake.objects.bulk_create(
            Stake(complaint=case, currency=one.currency, today_minor=one.today_minor, day_minor=one.one_more_day_minor)
            for one in now.apart
        )
    return {"exposure_minor": now.minor, "exposure_day_minor": now.day_minor, "exposure_on": now.on}
