"""Who is named on a case: rows that let a person see it, or keep it from them."""

from __future__ import annotations

from amends.core.models import CaseAccess, Complaint
from amends.office.models import Person


def tell_apart(case: Complaint, person: Person, *, granted: bool, why: str) -> None:
    """Names a person on the case. Who the case is about stays kept out, whatever is granted later (invariant 5)."""
    row, made = CaseAccess.objects.get_or_create(
        complaint=case, person=person, defaults={"is_granted": granted, "why": why}
    )
    if not made and row.is_granted != granted and not (granted and row.why == "about"):
        CaseAccess.objects.filter(pk=row.pk).update(is_granted=granted, why=why)


def is_about(case: Complaint, person: Person) -> bool:
    return CaseAccess.objects.filter(complaint=case, person=person, is_granted=False).exists()
