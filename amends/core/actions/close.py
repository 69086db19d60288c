"""Close: the complainant has a decision, its delivery is proven, nothing is owed (invariant 3; ISO 10002, 7.9)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import optional
from amends.core.actions.decide import undecided
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event, Message
from amends.core.queries.office_facts import office_facts
from amends.core.rules.deliveries import is_proven, lay_open
from amends.core.rules.kinds import Delivery, Validity
from amends.core.rules.states import Stage, Verb
from amends.core.rules.words import N_
from amends.office.models import Person

UNPROVEN = {
    Delivery.BY_HAND: N_(
        "Nobody has told the complainant the final reply yet. Call, post it or hand it over, and note it at the message."
    ),
    Delivery.PORTAL: N_(
        "The complainant has not opened the final reply on the follow page yet. Note it at the message when somebody tells "
        "them; after thirty days there it counts as delivered."
    ),
}
OTHERWISE_UNPROVEN = N_("The delivery of the final reply is not proven yet.")


def close(complaint: Complaint, *, by: Person, at: datetime, why: str = "") -> Event:
    """Ends the case. Refuses while something listed by `lacking_to_close` is missing."""
    words = optional(why, "why")
    with recording(complaint, Verb.CLOSE, by=by, at=at) as act:
        for reason in lacking_to_close(act.case, at):
            raise ActionRefused(reason)
        act.set(closed_at=at, outcome=_outcome(act.case))
        act.move_to(Stage.CLOSED)
        cause = "required" if office_facts().office.cause_required else "off"
        return act.event("closed", {"outcome": act.case.outcome, "cause": cause}, {"why": words})


def lacking_to_close(complaint: Complaint, at: datetime) -> list[str]:
    """What closing still needs, as marked texts."""
    missing = undecided(complaint)
    final = complaint.messages.filter(is_final=True).order_by("-at", "-id").first()
    if final is None:
        missing.append(N_("No final reply has been sent."))
    elif not (is_proven(final.delivery, final.sent_at) or lay_open(final.delivery, final.at, at)):
        missing.append(_unproven(final))
    if office_facts().office.cause_required and any(issue.cause_id is None for issue in complaint.issues.all()):
        missing.append(N_("The office requires a cause, which is not named."))
    return missing


def _unproven(final: Message) -> str:
    return UNPROVEN.get(Delivery(final.delivery), OTHERWISE_UNPROVEN)


def _outcome(complaint: Complaint) -> str:
    """One word for the whole: what was found, over all issues."""
    found = set(complaint.issues.exclude(validity="").values_list("validity", flat=True))
    if not found:
        return "answered"
    if len(found) == 1:
        return str(found.pop())
    return Validity.PARTLY if found & {Validity.UPHELD, Validity.PARTLY} else Validity.NOT_UPHELD
