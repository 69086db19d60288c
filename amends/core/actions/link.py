"""Link: two cases that belong together without being one: related, one incident, one person, a repeat."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import optional
from amends.core.actions.refused import ActionRefused, NotFound
from amends.core.models import Complaint, Event, Link
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person

SORTS = {
    "related": N_("Related"),
    "incident": N_("Same incident"),
    "person": N_("Same person"),
    "repeat": N_("Repeat of"),
}


def link(
    complaint: Complaint, *, other: Complaint, by: Person, at: datetime, sort: str = "related", why: str = ""
) -> Event:
    """Ties two visible cases together; each shows the other to whoever may see both. A repeat marks this case so."""
    if complaint.pk == other.pk:
        raise ActionRefused(N_("A case cannot be linked with itself."), "other")
    if sort not in SORTS:
        raise ActionRefused(N_("Unknown sort of link."), "sort")
    words = optional(why, "why")
    with recording(complaint, Verb.LINK, by=by, at=at, stale_if_changed=False) as act:
        if not Complaint.objects.visible_to(by, at).filter(pk=other.pk).exists():
            raise NotFound
        if Link.objects.filter(complaint=act.case, other=other).exists():
            raise ActionRefused(N_("These cases are already linked."), "other")
        Link.objects.create(complaint=act.case, other=other, sort=sort)
        if sort == "repeat":
            act.set(is_repeat=True)
        return act.event(
            "linked", {"other": str(other.number), "other_key": str(other.key), "sort": sort}, {"why": words}
        )
