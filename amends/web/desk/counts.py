"""Numbers beside the rooms and views. None counts further than 99, and each person's are kept for some seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from amends.core.models import Complaint, Message, Notice, Receipt
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries import alarms, worklists
from amends.core.rules.rights import RIGHTS
from amends.core.rules.states import Verb
from amends.office.models import Person

MOST = 99
SECONDS_KEPT = 10.0
MOST_KEPT = 1000
MINE, TEAM, NOBODYS, EVERYTHING = "mine", "team", "nobodys", "all"
VIEWS = (MINE, TEAM, NOBODYS, EVERYTHING)


class Capped(int):
    """A count that stops: 12, or 99+."""

    def __str__(self) -> str:
        return f"{MOST}+" if self > MOST else int.__repr__(self)


@dataclass(frozen=True, slots=True)
class Counts:
    """`views` by the code of the view, `rooms` by the name of the address, `late` of this person's own."""

    views: Mapping[str, Capped]
    late: Capped
    rooms: Mapping[str, Capped]


_kept: dict[tuple[str, int], tuple[float, Counts]] = {}


def counts_of(person: Person, at: datetime) -> Counts:
    """At most ten seconds old; what this person does themselves is counted at once (`forget`).

    Ten counts ask more of the database than the fifty rows beside them.
    """
    key = (str(connection.settings_dict["NAME"]), person.pk)
    until, known = _kept.get(key, (0.0, None))
    # A monotonic clock only bounds the age of the copy; no rule sees it.
    if known is not None and time.monotonic() < until:
        return known
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    fresh = _counted(person, at)
    _kept[key] = (time.monotonic() + SECONDS_KEPT, fresh)
    return fresh


def forget(person: Person | None = None) -> None:
    """For whoever did something; without a person, for tests."""
    if person is None:
        _kept.clear()
    else:
        _kept.pop((str(connection.settings_dict["NAME"]), person.pk), None)


def _counted(person: Person, at: datetime) -> Counts:
    views = {view: capped(cases_of(view, person, at)) for view in VIEWS}
    aside = capped(set_aside_cases(person, at)) + capped(receipts_to_look_at(person, at))
    return Counts(
        views=views,
        late=capped(worklists.mine(person, at).overdue(at)),
        rooms={
            "desk:worklist": views[MINE],
            "desk:alarms": capped(alarms.waiting(person, at)),
            "desk:notices": capped(Notice.objects.filter(person=person, read_at=None)),
            "desk:undelivered": capped(undelivered(person, at)),
            "desk:set_aside": Capped(aside),
        },
    )


def capped(rows: QuerySet[Any]) -> Capped:
    return Capped(rows.order_by()[: MOST + 1].count())


def cases_of(view: str, person: Person, at: datetime) -> ComplaintQuerySet:
    """The open cases of a view."""
    if view == MINE:
        return worklists.mine(person, at)
    if view == NOBODYS:
        return worklists.nobodys(person, at)
    everything = worklists.everything(person, at)
    return everything.filter(team__in=sorted(person.team_ids)) if view == TEAM else everything


def undelivered(person: Person, at: datetime) -> QuerySet[Message]:
    """Messages that could not be delivered, on open or ended cases this person sees."""
    visible = Complaint.objects.visible_to(person, at)
    return Message.objects.undelivered().filter(complaint__in=visible.order_by().values("pk")).order_by("-pk")


def set_aside_cases(person: Person, at: datetime) -> ComplaintQuerySet:
    return Complaint.objects.visible_to(person, at).filter(is_set_aside=True)


def may_look_at_receipts(person: Person, at: datetime) -> bool:
    """Mail nobody has made a case of yet is for those who may set aside and bring back."""
    return person.has_role(RIGHTS[Verb.SET_ASIDE], at.date())


def receipts_to_look_at(person: Person, at: datetime) -> QuerySet[Receipt]:
    if not may_look_at_receipts(person, at):
        return Receipt.objects.none()
    return Receipt.objects.filter(state__in=[Receipt.State.REVIEW, Receipt.State.FAILED]).order_by("-pk")
