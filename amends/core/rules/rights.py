"""Who may use which verb, and why not. Pure: the caller says who the person is to this case (invariant 5)."""

from __future__ import annotations

from dataclasses import dataclass

from amends.core.rules.states import MOVES, STAGE_NAMES, Stage, Verb
from amends.core.rules.words import N_, Reason

OPERATOR, EXPERT, SENIOR, HEAD = "operator", "expert", "senior", "head"
SPECIALIST, CONTROLLER, DPO, PR = "specialist", "controller", "dpo", "pr"

FRONT = frozenset({OPERATOR, EXPERT, SENIOR, HEAD})
WORKERS = FRONT | {SPECIALIST, CONTROLLER}

RIGHTS: dict[Verb, frozenset[str]] = {
    Verb.CLASSIFY: FRONT | {SPECIALIST},
    Verb.TAKE: WORKERS,
    Verb.ASSIGN: frozenset({OPERATOR, SENIOR, HEAD}),
    Verb.HAND_OVER: WORKERS,
    Verb.RESTATE: WORKERS,
    Verb.ASK: WORKERS,
    Verb.NOTE: WORKERS | {"examiner", "redress", "reviewer", PR},
    Verb.REPLY: FRONT,
    Verb.DECIDE: frozenset({EXPERT, SENIOR, HEAD, SPECIALIST}),
    Verb.DECLINE: frozenset({OPERATOR, SENIOR, HEAD}),
    Verb.CLOSE: FRONT,
    Verb.REOPEN: FRONT,
    Verb.WITHDRAW: FRONT,
    Verb.MERGE: FRONT,
    Verb.LINK: WORKERS,
    Verb.CORRECT: FRONT | {SPECIALIST},
    Verb.APPRAISE: FRONT | {SPECIALIST},
    Verb.PROTECT: frozenset({OPERATOR, SENIOR, HEAD, DPO}),
    Verb.MARK_DANGER: WORKERS,
    Verb.CLEAR_DANGER: FRONT,
    Verb.ANSWER_ALARM: WORKERS | {"top"},
    Verb.SECOND: FRONT,
    Verb.CONSENT: FRONT,
    Verb.ADD_PARTY: FRONT,
    Verb.SET_ASIDE: frozenset({OPERATOR, SENIOR, HEAD}),
    Verb.BRING_BACK: frozenset({OPERATOR, SENIOR, HEAD}),
    Verb.QUALIFY: FRONT | {SPECIALIST},
    Verb.EXTEND: frozenset({EXPERT, SENIOR, HEAD, DPO}),
    Verb.PAUSE: frozenset({EXPERT, SENIOR, HEAD, SPECIALIST}),
    Verb.RESUME: WORKERS,
    Verb.FULFIL: WORKERS | {"redress", DPO},
    Verb.INTERIM: FRONT,
    Verb.TELL: WORKERS,
}
"""Roles that may use a verb on a case they can see. Verbs without a row are for the house and the complainant."""

MAY_RECORD = FRONT
"""Who may type in a complaint that came by telephone, letter or at the counter."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who someone is to one case: roles held today, and whether the case is about them."""

    roles: frozenset[str]
    is_about_them: bool = False
    can_see: bool = True


def refusal(verb: Verb, standing: Standing, stage: Stage, *, is_set_aside: bool = False) -> Reason | None:
    """Why this person may not use VERB on a case in STAGE; None when they may."""
    if not standing.can_see or standing.is_about_them:
        return Reason(N_("You may not see this case."))
    allowed = RIGHTS.get(verb, frozenset())
    if standing.roles.isdisjoint(allowed):
        return Reason(N_("Your role does not allow this."))
    return wrong_moment(verb, stage, is_set_aside=is_set_aside)


def wrong_moment(verb: Verb, stage: Stage, *, is_set_aside: bool = False) -> Reason | None:
    """Why VERB does not fit the stage of the case, whoever asks."""
    move = MOVES[verb]
    if stage not in move.origin:
        return Reason(N_("Not possible while the case is “%(stage)s”."), {"stage": STAGE_NAMES[stage]})
    if is_set_aside and verb in _NOT_WHILE_ASIDE:
        return Reason(N_("The case is set aside as spam; bring it back first."))
    if not is_set_aside and verb is Verb.BRING_BACK:
        return Reason(N_("The case is not set aside."))
    return None


_NOT_WHILE_ASIDE = frozenset(
    {
        Verb.CLASSIFY,
        Verb.SECOND,
        Verb.TAKE,
        Verb.ASSIGN,
        Verb.HAND_OVER,
        Verb.RESTATE,
        Verb.ASK,
        Verb.REPLY,
        Verb.DECIDE,
    }
    | {Verb.DECLINE, Verb.CLOSE, Verb.MERGE, Verb.SET_ASIDE, Verb.WITHDRAW}
)
