"""What was done for a case and what it waits for, in half-sentences of the reader's language, told from its events."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, override

from amends.core.models import Complaint, Event, Message, Party
from amends.core.rules.kinds import Direction
from amends.core.rules.states import Stage
from amends.core.rules.words import N_
from amends.ui.numbers import semicolon

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
_WORDS = frozenset({"asked", "added", "confirmed", "restated"})


class Known(NamedTuple):
    """What the letter of one case must know besides its row."""

    reader: Party | None
    was_sent_by_machine: bool
    acts: tuple[str, ...]
    """The kinds of events that tell of progress, in their order."""


def known_of(cases: Sequence[Complaint]) -> dict[int, Known]:
    """By the id of the case; as many questions for many cases as for one."""
    prefetch_related_objects(list(cases), "owner")
    readers = {party.complaint_id: party for party in Party.objects.filter(complaint__in=cases, position=0)}
    came = Message.objects.filter(complaint__in=cases, direction=Direction.IN).order_by("-at", "-pk")
    by_machine = dict(came.values_list("complaint_id", "is_automatic"))  # the first one is the last to be put in
    acts: dict[int, list[str]] = {}
    told = Event.objects.filter(complaint__in=cases, kind__in=DONE.keys() | _WORDS).order_by("complaint_id", "seq")
    for case, kind in told.values_list("complaint_id", "kind"):
        acts.setdefault(case, []).append(kind)
    return {
        case.pk: Known(readers.get(case.pk), by_machine.get(case.pk, False), tuple(acts.get(case.pk, ())))
        for case in cases
    }


@lru_cache(maxsize=1_000)
def done(acts: tuple[str, ...], language: str) -> str | None:
    """What has been done, one after the other; None when it was only received."""
    with override(language):
        return semicolon(language).join(gettext(text) for kind, text in DONE.items() if kind in acts) or None


@lru_cache(maxsize=1_000)
def pending(acts: tuple[str, ...], stage: Stage, language: str) -> str:
    """What the case waits for: the complainant's answer when the last word was a question of ours, else by its stage."""
    words = [kind for kind in acts if kind in _WORDS]
    text = YOURS if words[-1:] == ["asked"] else PENDING[stage]
    with override(language):
        return gettext(text)
