"""Keeps what a case may cost beside the case, whenever a verb changed what it hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from amends.core.models import Appraisal, Complaint, Stake
from amends.core.queries.exposure import Stood, stood, stood_in_memory, today
from amends.core.rules.clocks import Clock
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


def changed_together(owed: Mapping[Complaint, Iterable[Clock]], verb: Verb, at: datetime) -> dict[int, dict[str, Any]]:
    """The same for many cases and their clocks as they now stand, by id of the case; as many questions as for one."""
    if verb in INDIFFERENT or verb in RAISING:
        raise AssertionError(f"{verb} is not done to many at once")
    cases = [case for case in owed if case.exposure_on is not None]
    if not cases:
        return {}
    on = today(at)
    prefetch_related_objects(cases, "issues")
    appraisals = {row.complaint_id: row for row in Appraisal.objects.filter(complaint__in=cases)}
    now = {case: stood_in_memory(case, case.issues.all(), owed[case], on, appraisals.get(case.pk)) for case in cases}
    Stake.objects.filter(complaint__in=cases).delete()
    Stake.objects.bulk_create([stake for case, stood in now.items() for stake in _stakes(case, stood)])
    return {case.pk: _columns(stood) for case, stood in now.items()}


def fields(case: Complaint, now: Stood) -> dict[str, Any]:
    """What the row keeps; other currencies get rows of their own, written here."""
    if case.exposure_on is not None or now.apart:
        Stake.objects.filter(complaint=case).delete()
        Stake.objects.bulk_create(_stakes(case, now))
    return _columns(now)


def _stakes(case: Complaint, now: Stood) -> list[Stake]:
    return [
        Stake(complaint=case, currency=one.currency, today_minor=one.today_minor, day_minor=one.one_more_day_minor)
        for one in now.apart
    ]


def _columns(now: Stood) -> dict[str, Any]:
    return {"exposure_minor": now.minor, "exposure_day_minor": now.day_minor, "exposure_on": now.on}
