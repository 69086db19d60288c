"""Alarms: why one is raised, by which ways a person is called, whose turn it is, when the weekly test is due. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from amends.core.rules.words import N_


class Sign(StrEnum):
    """What speaks of danger: words that were recognised, a mark of the complainant, a person of the office; or a test."""

    WORDS = "words"
    MARK = "mark"
    PERSON = "person"
    TEST = "test"


class Way(StrEnum):
    """The two independent ways to call a person: mail, and the gateway to telephone or messenger."""

    MAIL = "mail"
    GATEWAY = "gateway"


class Answered(StrEnum):
    """How an alarm was answered: at the desk, by the link in a call, or through the gateway's own reply."""

    DESK = "desk"
    LINK = "link"
    REPLY = "reply"


SIGN_NAMES = {
    Sign.WORDS: N_("words that may mean danger to health"),
    Sign.MARK: N_("marked as danger to health"),
    Sign.PERSON: N_("raised by a person of the office"),
    Sign.TEST: N_("a test"),
}
WAY_NAMES = {Way.MAIL: N_("mail"), Way.GATEWAY: N_("telephone or messenger")}

PAUSES = (timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4))
"""Between five tries of one call; all of them fit into the ten minutes a person has."""

UNTESTED_AFTER = timedelta(days=9)
"""A way that has not called anybody for so long is not known to work."""

TEST_WINDOW = timedelta(hours=4)
"""How late the weekly test may come when the worker slept: nobody is woken at night for a test of the morning."""

ROSTER_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who is called next, and in which round."""

    person: int
    round: int


def next_turn(ladder: Sequence[int], called: Collection[int], round_: int) -> Turn | None:
    """The next person of the ladder who was not CALLED in this round; after the last one the next round begins.

    None when there is nobody at all.
    """
    for person in ladder:
        if person not in called:
            return Turn(person, max(round_, 1))
    return Turn(ladder[0], round_ + 1) if ladder else None


def next_try(tries: int, at: datetime) -> datetime | None:
    """When a call that failed TRIES times is made again; None when that was the last time."""
    return at + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def weekly_moment(at: datetime, weekday: int, hour: int, zone: ZoneInfo) -> datetime | None:
    """The weekly moment (Monday is 0) whose test is due at AT; None outside the hours in which a test may come."""
    there = at.astimezone(zone)
    day = there.date() - timedelta(days=(there.weekday() - weekday) % 7)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    if moment > there:
        day -= timedelta(days=7)
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
    return moment if at - moment < TEST_WINDOW else None


def is_untested(last_at: datetime | None, at: datetime) -> bool:
    return last_at is None or at - last_at > UNTESTED_AFTER
