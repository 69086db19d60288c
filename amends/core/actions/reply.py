"""Reply: a message to the complainant; the final one carries decision and reasons and moves the case to answered."""

from __future__ import annotations

import hashlib
from datetime import datetime

from amends.core.actions._outgoing import outgoing
from amends.core.actions._record import Act, recording
from amends.core.actions._words import required
from amends.core.actions.decide import undecided
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.queries.office_facts import office_facts
from amends.core.rules.kinds import Validity
from amends.core.rules.states import UNANSWERED, Stage, Verb
from amends.core.rules.words import N_
from amends.office.models import Person

REFUSED = frozenset({Validity.NOT_UPHELD, Validity.OUT_OF_SCOPE})


def reply(complaint: Complaint, *, text: str, final: bool, by: Person, at: datetime) -> Event:
    """Sends TEXT under the owner's name on the complainant's channel (invariant 2).

    The final reply of a complaint is refused while an issue has no decision, and, where the office requires approval,
    while nobody else has approved it (invariant 1). It keeps the promise of an answer (ISO 10002, 7.8).
    """
    words = required(text, "text")
    with recording(complaint, Verb.REPLY, by=by, at=at) as act:
        if final:
            _refuse_unready(act)
        message = outgoing(act, words, final=final)
        if final:
            act.set(answered_at=at)
            act.move_to(Stage.ANSWERED)
        elif act.case.stage == Stage.RECEIVED:
            act.move_to(Stage.CONSULTATION)
        return act.event(
            "replied",
            {
                "channel": message.channel,
                "final": final,
                "shown_as": message.shown_as,
                "text_digest": hashlib.sha256(words.encode()).hexdigest(),
                "approval": "required" if office_facts().office.approval_required else "off",
                "refused": _refused(act) if final else [],
            },
            {"text": words},
        )


def lacking(complaint: Complaint) -> list[str]:
    """What the final reply still lacks, as marked texts for the composer's live list."""
    missing = undecided(complaint)
    if office_facts().office.approval_required:
        missing.append(N_("The office requires an approval, which nobody has given."))
    return missing


def _refused(act: Act) -> list[str]:
    """Demands that no issue upholds: the reasoned refusal is what the law asks for, and ends their clocks."""
    found: dict[str, bool] = {}
    for issue in act.case.issues.order_by("position"):
        for demand in issue.demands:
            found[demand["type"]] = found.get(demand["type"], True) and issue.validity in REFUSED
    return sorted(demand for demand, is_refused in found.items() if is_refused)


def _refuse_unready(act: Act) -> None:
    if Stage(act.case.stage) not in UNANSWERED:
        raise ActionRefused(N_("The final reply has already been sent. Reopen the case to answer anew."))
    for reason in lacking(act.case):
        raise ActionRefused(reason, "final")
