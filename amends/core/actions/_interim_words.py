"""What was done for a case and what it waits for, in half-sentences of the reader's language, told from its events."""

from __future__ import annotations

from django.utils.translation import gettext, override

from amends.core.models import Complaint
from amends.core.rules.states import Stage
from amends.core.rules.words import N_

DONE = {
    "classified": N_("a person has read your message and sorted out what it is about"),
    "restated": N_("we have told you in our words how we understood you"),
    "asked": N_("we have asked you what we still needed to know"),
    "added": N_("we have added what you sent us since"),
    "decided": N_("a first finding has been written down"),
}
"""By the kind of event, in the order in which they are told."""

PENDING = {
    Stage.RECEIVED: N_("a person has yet to look into it thoroughly"),
    Stage.CONSULTATION: N_("the opinion of our experts"),
    Stage.INVESTIGATION: N_("the result of the investigation"),
    Stage.REMEDIATION: N_("the last check of our decision"),
    Stage.REFERRED: N_("the word of those who handle it with us"),
}
YOURS = N_("your answer to our question")
COMMA = {"fa": "؛ ", "zh": "；"}


def done(case: Complaint, language: str) -> str | None:
    """What has been done, one after the other; None when it was only received."""
    kinds = set(case.events.filter(kind__in=DONE).values_list("kind", flat=True))
    with override(language):
        return COMMA.get(language, "; ").join(gettext(text) for kind, text in DONE.items() if kind in kinds) or None


def pending(case: Complaint, language: str) -> str:
    """What the case waits for: the complainant's answer when the last word was a question of ours, else by its stage."""
    last = case.events.filter(kind__in=("asked", "added", "confirmed", "restated")).order_by("-seq").first()
    with override(language):
        if last is not None and last.kind == "asked":
            return gettext(YOURS)
        return gettext(PENDING[Stage(case.stage)])
