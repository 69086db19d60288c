"""Merge: two cases of one person about one thing become one; both histories stay."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from amends.core.actions import _letter, _words
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused, NotFound
from amends.core.models import Complaint, Event, Party
from amends.core.rules.states import Stage, Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def merge(complaint: Complaint, *, into: Complaint, why: str, by: Person, at: datetime) -> Event:
    """Ends COMPLAINT as merged into the other, where later messages go. Its number and code keep working.

    Only cases of one person merge, those of different persons are linked: refuses unless a mail address or telephone
    number of the complainants is the same. Refuses a case with itself and with one already merged.
    """
    reason = _words.why(why)
    if complaint.pk == into.pk:
        raise ActionRefused(N_("A case cannot be merged with itself."), "into")
    with transaction.atomic():
        _hold_in_order(complaint, into)
        if not Complaint.objects.visible_to(by, at).filter(pk=into.pk).exists():
            raise NotFound
        if not same_person(complaint, into):
            raise ActionRefused(
                N_("These cases are of different persons, as far as we know. Link them instead."), "into"
            )
        with recording(into, Verb.LINK, by=by, at=at, stale_if_changed=False) as kept:
            if complaint.has_danger and not kept.case.has_danger:
                kept.see_danger()
            kept.event("absorbed", {"other": str(complaint.number), "other_key": str(complaint.key)})
        with recording(complaint, Verb.MERGE, by=by, at=at) as act:
            act.set(merged_into_id=into.pk, closed_at=at, outcome="merged")
            act.move_to(Stage.MERGED)
            _letter.send(act.case, "merged", at=at, other=str(into.number))
            return act.event("merged", {"into": str(into.number), "into_key": str(into.key), "why": reason[:300]})


def same_person(one: Complaint, other: Complaint) -> bool:
    """Whether the complainants share a mail address or telephone number."""
    first, second = _keys(one), _keys(other)
    return not first.isdisjoint(second)


def _keys(complaint: Complaint) -> set[str]:
    pairs = Party.objects.filter(complaint=complaint, position=0).values_list("email_key", "phone_key")
    return {key for pair in pairs for key in pair if key}


def _hold_in_order(*cases: Complaint) -> None:
    """Takes both rows, lower id first, so that two merges the opposite way cannot wait for each other."""
    for pk in sorted(case.pk for case in cases):
        Complaint.objects.filter(pk=pk).update(seq=F("seq"))
