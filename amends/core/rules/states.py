"""The whole workflow on one page: stages, verbs, and the table of moves. A lawyer can check it; nothing here acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from amends.core.rules.words import N_


class Stage(StrEnum):
    RECEIVED = "received"
    CONSULTATION = "consultation"
    INVESTIGATION = "investigation"
    REMEDIATION = "remediation"
    ANSWERED = "answered"
    CLOSED = "closed"
    DECLINED = "declined"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


WAY = (
    Stage.RECEIVED,
    Stage.CONSULTATION,
    Stage.INVESTIGATION,
    Stage.REMEDIATION,
    Stage.ANSWERED,
    Stage.CLOSED,
)
"""The straight way of a complaint, as the case page draws it."""

OPEN = frozenset(
    {Stage.RECEIVED, Stage.CONSULTATION, Stage.INVESTIGATION, Stage.REMEDIATION, Stage.REFERRED, Stage.ANSWERED}
)
"""Stages in which someone still owes the complainant something (answered: the closing)."""

UNANSWERED = OPEN - {Stage.ANSWERED}
ENDED = frozenset(Stage) - OPEN
ANY = frozenset(Stage)
ALIVE = ANY - {Stage.MERGED}

STAGE_NAMES = {
    Stage.RECEIVED: N_("Received"),
    Stage.CONSULTATION: N_("Consultation"),
    Stage.INVESTIGATION: N_("Investigation"),
    Stage.REMEDIATION: N_("Remediation"),
    Stage.ANSWERED: N_("Answered"),
    Stage.CLOSED: N_("Closed"),
    Stage.DECLINED: N_("Declined"),
    Stage.REFERRED: N_("Referred"),
    Stage.WITHDRAWN: N_("Withdrawn"),
    Stage.MERGED: N_("Merged"),
}


class Verb(StrEnum):
    RECEIVE = "receive"
    ADD = "add"
    ACKNOWLEDGE = "acknowledge"
    CLASSIFY = "classify"
    TAKE = "take"
    ASSIGN = "assign"
    HAND_OVER = "hand_over"
    RESTATE = "restate"
    CONFIRM = "confirm"
    ASK = "ask"
    NOTE = "note"
    REPLY = "reply"
    DECIDE = "decide"
    DECLINE = "decline"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    LINK = "link"
    CORRECT = "correct"
    APPRAISE = "appraise"
    PROTECT = "protect"
    MARK_DANGER = "mark_danger"
    CLEAR_DANGER = "clear_danger"
    ANSWER_ALARM = "answer_alarm"
    SECOND = "second"
    CONSENT = "consent"
    ADD_PARTY = "add_party"
    SET_ASIDE = "set_aside"
    BRING_BACK = "bring_back"
    DELIVERED = "delivered"
    QUALIFY = "qualify"
    EXTEND = "extend"
    PAUSE = "pause"
    RESUME = "resume"
    FULFIL = "fulfil"
    INTERIM = "interim"
    TELL = "tell"
    WARN = "warn"
    RECKON = "reckon"
    CALL = "call"
    CALLED = "called"


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which stages it may be used, and the stages it may lead to (none: it stays where it is)."""

    verb: Verb
    label: str
    origin: frozenset[Stage]
    to: frozenset[Stage] = frozenset()
    by_staff: bool = True


MOVES: Mapping[Verb, Move] = {
    move.verb: move
    for move in (
        Move(Verb.RECEIVE, N_("Receive"), frozenset(), frozenset({Stage.RECEIVED}), by_staff=False),
        Move(Verb.ADD, N_("Add a message"), ALIVE, frozenset({Stage.CONSULTATION}), by_staff=False),
        Move(Verb.ACKNOWLEDGE, N_("Acknowledge"), OPEN, by_staff=False),
        Move(Verb.CLASSIFY, N_("Classify"), OPEN, frozenset({Stage.CONSULTATION})),
        Move(Verb.TAKE, N_("Take"), OPEN),
        Move(Verb.ASSIGN, N_("Assign"), OPEN),
        Move(Verb.HAND_OVER, N_("Hand over"), OPEN),
        Move(Verb.RESTATE, N_("Restate the problem"), UNANSWERED),
        Move(Verb.CONFIRM, N_("Confirm the restatement"), OPEN, by_staff=False),
        Move(Verb.ASK, N_("Ask the complainant"), UNANSWERED),
        Move(Verb.NOTE, N_("Write a note"), ALIVE),
        Move(Verb.REPLY, N_("Reply"), OPEN, frozenset({Stage.CONSULTATION, Stage.ANSWERED})),
        Move(Verb.DECIDE, N_("Decide"), UNANSWERED - {Stage.RECEIVED}),
        Move(Verb.DECLINE, N_("Decline"), frozenset({Stage.RECEIVED, Stage.CONSULTATION}), frozenset({Stage.DECLINED})),
        Move(Verb.CLOSE, N_("Close"), frozenset({Stage.ANSWERED}), frozenset({Stage.CLOSED})),
        Move(
            Verb.REOPEN,
            N_("Reopen"),
            frozenset({Stage.ANSWERED, Stage.CLOSED, Stage.DECLINED, Stage.WITHDRAWN}),
            frozenset({Stage.CONSULTATION}),
        ),
        Move(Verb.WITHDRAW, N_("Record a withdrawal"), OPEN, frozenset({Stage.WITHDRAWN})),
        Move(Verb.MERGE, N_("Merge"), OPEN, frozenset({Stage.MERGED})),
        Move(Verb.LINK, N_("Link"), ALIVE),
        Move(Verb.CORRECT, N_("Correct the record"), ALIVE),
        Move(Verb.APPRAISE, N_("Appraise what is at stake"), OPEN),
        Move(Verb.PROTECT, N_("Change who may see it"), ALIVE),
        Move(Verb.MARK_DANGER, N_("Mark danger to health"), OPEN),
        Move(Verb.CLEAR_DANGER, N_("Remove the danger mark"), OPEN),
        Move(Verb.ANSWER_ALARM, N_("Answer the alarm"), ANY),
        Move(Verb.SECOND, N_("Second that it is not a complaint"), OPEN),
        Move(Verb.CONSENT, N_("Record consent"), ALIVE),
        Move(Verb.ADD_PARTY, N_("Add a person"), ALIVE),
        Move(Verb.SET_ASIDE, N_("Set aside as spam"), frozenset({Stage.RECEIVED, Stage.CONSULTATION})),
        Move(Verb.BRING_BACK, N_("Bring back"), frozenset({Stage.RECEIVED, Stage.CONSULTATION})),
        Move(Verb.DELIVERED, N_("Note the delivery"), ANY, by_staff=False),
        Move(Verb.QUALIFY, N_("Set the legal facts"), OPEN),
        Move(Verb.EXTEND, N_("Extend a deadline"), OPEN),
        Move(Verb.PAUSE, N_("Stop the clock"), OPEN),
        Move(Verb.RESUME, N_("Let the clock run on"), OPEN),
        Move(Verb.FULFIL, N_("Note what was done"), OPEN),
        Move(Verb.INTERIM, N_("Say that it takes longer"), UNANSWERED),
        Move(Verb.TELL, N_("Note that a message was told"), ALIVE),
        Move(Verb.WARN, N_("Warn"), ALIVE, by_staff=False),
        Move(Verb.RECKON, N_("Reckon the deadlines anew"), ALIVE, by_staff=False),
        Move(Verb.CALL, N_("Call the next person"), ANY, by_staff=False),
        Move(Verb.CALLED, N_("Note a call"), ANY, by_staff=False),
    )
}
"""The table. `add` reopens: a word from the complainant after the end leads back to consultation."""
