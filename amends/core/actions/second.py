"""Second: a colleague agrees, or does not, that what somebody classified is not a complaint."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _words
from amends.core.actions._access import PRAISED, tell_apart
from amends.core.actions._record import Act, recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.kinds import Kind
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def second(complaint: Complaint, *, agree: bool, why: str, by: Person, at: datetime) -> Event:
    """Settles the proposal: the kind changes, or it stays a complaint. Refuses without a reason, without a proposal,
    and the person who proposed it (four eyes)."""
    reason = _words.why(why)
    with recording(complaint, Verb.SECOND, by=by, at=at) as act:
        proposed, first = act.case.proposed_kind, act.case.proposed_by_id
        if not proposed:
            raise ActionRefused(N_("Nobody has proposed that this is not a complaint."))
        if first == by.pk:
            raise ActionRefused(N_("You proposed it yourself; a colleague must look at it."))
        act.set(proposed_kind="", proposed_by=None, kind=proposed if agree else act.case.kind)
        if agree and proposed == Kind.PRAISE:
            _show_it_to_the_praised(act)
        return act.event(
            "kind_settled", {"kind": act.case.kind, "agreed": agree, "proposed_by": first}, {"why": reason}
        )


def _show_it_to_the_praised(act: Act) -> None:
    """Taken for a complaint about a colleague it was confidential and kept from them; praise is neither."""
    named = Person.objects.filter(pk__in=act.case.issues.exclude(employee=None).values("employee"))
    for person in named:
        tell_apart(act, person, granted=True, why=PRAISED)
    if named and not _must_stay_confidential(act.case):
        act.set(is_confidential=False)


def _must_stay_confidential(case: Complaint) -> bool:
    """Whether a category asks for it, or somebody had protected the case before a colleague was named in it."""
    if case.issues.filter(category__is_confidential=True).exists():
        return True
    proposed = case.events.filter(kind="classified").order_by("-seq").first()
    before = case.events.filter(kind="protected", seq__lt=proposed.seq if proposed else 0).order_by("-seq").first()
    return before is not None and bool(before.facts["confidential"])
