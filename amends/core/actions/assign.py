"""Assign: give a case to a team or a handler; the first-contact owner stays."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _letter, _words
from amends.core.actions._access import is_about, tell_apart
from amends.core.actions._record import Act, recording
from amends.core.actions._words import short
from amends.core.actions.refused import ActionRefused
from amends.core.models import Complaint, Event
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person, Team


def assign(
    complaint: Complaint,
    *,
    by: Person,
    at: datetime,
    handler: Person | None = None,
    team: Team | None = None,
    owner: Person | None = None,
    why: str = "",
) -> Event:
    """Sets handler, team, or the face of the case. Refuses nobody at all, an inactive person, and whom the case is about.

    A new face is announced to the complainant once, with the name (invariant 2), and needs a reason. Work taken from one
    and given to another counts as a hand-over.
    """
    if handler is None and team is None and owner is None:
        raise ActionRefused(N_("Choose a person or a team."), "handler")
    if owner is not None:
        _words.why(why)
    with recording(complaint, Verb.ASSIGN, by=by, at=at) as act:
        if team is not None:
            act.set(team=team)
        if handler is not None:
            if act.case.handler_id not in (None, handler.pk):
                act.set(handoffs=act.case.handoffs + 1)
            give_to(act, handler)
        if owner is not None and owner.pk != act.case.owner_id:
            _change_face(act, owner)
        return act.event(
            "assigned",
            {
                "to": str(handler or owner or team),
                "handler": handler.pk if handler else None,
                "owner": owner.pk if owner else None,
                "team": team.code if team else "",
                "why": short(why, 300),
            },
        )


def _change_face(act: Act, owner: Person) -> None:
    _refuse_unfit(act, owner, "owner")
    before = act.case.owner
    act.set(owner=owner)
    tell_apart(act, owner, granted=True, why="owner")
    if before is not None:
        language = act.case.language
        _letter.send(act.case, "owner_changed", at=act.at, old_owner=before.name_in(language))


def give_to(act: Act, handler: Person) -> None:
    """Makes a person the handler, and the face where there is none yet."""
    _refuse_unfit(act, handler, "handler")
    act.set(handler=handler, owner=act.case.owner or handler)
    tell_apart(act, handler, granted=True, why="handler")


def _refuse_unfit(act: Act, person: Person, field: str) -> None:
    if not person.is_active:
        raise ActionRefused(N_("%(name)s no longer works here."), field, name=person.name)
    if is_about(act.case, person):
        # Neither confirms nor denies why: the person giving may not know whom the case is about.
        raise ActionRefused(N_("This case cannot be given to %(name)s."), field, name=person.name)
