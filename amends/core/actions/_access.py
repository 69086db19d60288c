"""Who is named on a case: rows that let a person see it, or keep it from them."""

from __future__ import annotations

from amends.core.actions._record import Act
from amends.core.models import CaseAccess, Complaint
from amends.office.models import Person

ABOUT, PRAISED = "about", "praised"
"""Why a person is named: the case complains of them, or praises them."""


def tell_apart(act: Act, person: Person, *, granted: bool, why: str) -> None:
    """Names a person on the case; the next event tells it. Who the case is about stays kept out, whatever is granted later
    (invariant 5); only praise reaches them after all."""
    row, is_new = CaseAccess.objects.get_or_create(
        complaint=act.case, person=person, defaults={"is_granted": granted, "why": why}
    )
    is_kept_out = granted and row.why == ABOUT and why != PRAISED
    is_turned = not is_new and row.is_granted != granted and not is_kept_out
    if is_turned:
        CaseAccess.objects.filter(pk=row.pk).update(is_granted=granted, why=why)
    if is_new or is_turned:
        act.named[str(person.pk)] = granted


def is_about(case: Complaint, person: Person) -> bool:
    return CaseAccess.objects.filter(complaint=case, person=person, is_granted=False).exists()
