"""How often one caller may do one thing here: the limits of this office, and the counters that hold them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from amends.lib import client
from amends.lib.ratelimit import Limit, Limiter, Memory, Table, Verdict

_QUARTER, _MINUTE, _HOUR, _DAY = timedelta(minutes=15), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

WRONG_CODE_BY_CALLER = Limit("wrong code by caller", 10, _QUARTER, lock=True)
WRONG_CODE_OF_CASE = Limit("wrong code of case", 10, _QUARTER, lock=True)
WRONG_LINK = Limit("wrong link", 30, _QUARTER, lock=True)
WRONG_ALARM_LINK = Limit("wrong link of an alarm", 30, _QUARTER, lock=True)
WRONG_CALENDAR = Limit("wrong calendar address", 30, _QUARTER, lock=True)
WRONG_SETUP_CODE = Limit("wrong set-up code", 10, _QUARTER, lock=True)
WRONG_TOKEN = Limit("wrong API token", 100, _QUARTER, lock=True)
CALENDAR = Limit("calendar", 60, _HOUR)
INTAKE = Limit("intake", 600, _MINUTE)
FILES = Limit("files", 60, _MINUTE)
INVITATIONS = Limit("invitations", 50, _HOUR)
LETTERS = Limit("letters to one address", 3, _DAY)


def code_tried(address: str, number: str, *, at: datetime) -> Verdict:
    """Counts a try of an access code before it is compared, whether or not there is a case of this number.

    Not allowed after ten wrong ones in a quarter of an hour, from this caller or for this case; a caller who is kept
    out cannot wear out the tries of a case. After a right code call `code_right`. Not inside another transaction.
    """
    with _at_once():
        verdict = shared().hit(WRONG_CODE_BY_CALLER, address, at)
        return shared().hit(WRONG_CODE_OF_CASE, _case(number), at) if verdict.allowed else verdict


def code_right(address: str, number: str) -> None:
    """The code was right: this try counts neither against the caller nor against the case, whose wrong ones are forgotten.

    The caller's earlier wrong ones stay: with one good code nobody may go on guessing at other cases.
    """
    with _at_once():
        shared().give_back(WRONG_CODE_BY_CALLER, address)
        shared().clear(WRONG_CODE_OF_CASE, _case(number))


def link_wrong(address: str, *, at: datetime) -> Verdict:
    """Counts a link that opened nothing."""
    return shared().hit(WRONG_LINK, address, at)


def alarm_link_wrong(address: str, *, at: datetime) -> Verdict:
    """Counts a link of an alarm that opened nothing; apart, so that it keeps no complainant of the same address out."""
    return shared().hit(WRONG_ALARM_LINK, address, at)


def calendar_wrong(address: str, *, at: datetime) -> Verdict:
    """Counts a calendar address that is not, or no longer, ours: programs go on asking for a revoked one for months."""
    return shared().hit(WRONG_CALENDAR, address, at)


def setup_code_tried(address: str, *, at: datetime) -> Verdict:
    """Counts a try of the set-up code of an office that nobody has opened yet."""
    return shared().hit(WRONG_SETUP_CODE, address, at)


def token_wrong(address: str, *, at: datetime) -> Verdict:
    """Counts an API token that is not ours."""
    return shared().hit(WRONG_TOKEN, address, at)


def calendar(feed: int, *, at: datetime) -> Verdict:
    """Counts a reading of a calendar address; programs ask every quarter of an hour or less often."""
    return here().hit(CALENDAR, str(feed), at)


def intake(address: str, *, at: datetime) -> Verdict:
    """Counts a complaint or message from outside. Generous: a household, a shop or a mobile network shares one address."""
    return here().hit(INTAKE, address, at)


def files(address: str, *, at: datetime) -> Verdict:
    """Counts a file sent from outside."""
    return here().hit(FILES, address, at)


def invitation(person: int, *, at: datetime) -> Verdict:
    """Counts a letter of invitation by the person who sends it."""
    return shared().hit(INVITATIONS, str(person), at)


def letter(email: str, *, at: datetime) -> Verdict:
    """Counts a letter that a stranger can make us send to an address: nobody is buried in our mail."""
    return shared().hit(LETTERS, email.strip().lower(), at)


def sweep(at: datetime) -> int:
    """Forgets what has passed its window (amends/config/schedule.py)."""
    shared().sweep(at)
    return 0


@cache
def shared() -> Limiter:
    """Counts for the whole office, in the database: for the rare and grave."""
    return Limiter(Table(_run), settings.SECRET_KEY, on=settings.RATE_LIMITS)


@cache
def here() -> Limiter:
    """Counts in this process alone, without a write: for what happens often."""
    return Limiter(Memory(), settings.SECRET_KEY, on=settings.RATE_LIMITS)


def caller(meta: dict[str, Any]) -> str:
    """Whom a limit is for: the address that the outermost middleware found. It is hashed and never kept."""
    return client.address(meta, ())


def _at_once() -> AbstractContextManager[object]:
    """One write to the disk for two counters; none when nothing is counted."""
    return transaction.atomic() if shared().on else nullcontext()


def _case(number: str) -> str:
    return number.strip().upper()[:200]


def _run(statement: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
