"""Letters of the house to the complainant: composed in the language of the reader, put into the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from amends.core.models import Complaint, Message, Party
from amends.core.queries.office_facts import office_facts
from amends.core.rules import letters
from amends.core.rules.kinds import Delivery, Direction
from amends.lib import prepared
from amends.office.models import Office, Person

MOST_AUTOMATIC_A_DAY = 3
"""Automatic mails to one address in 24 hours; more are held back and shown."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a message reaches a party."""

    channel: str
    delivery: Delivery


def way_to(party: Party | None, case: Complaint) -> Way:
    """By mail if there is an address; by hand where a person must call or write; else on the follow page."""
    if party is not None and party.email:
        return Way("email", Delivery.WAITING)
    if case.channel in {"phone_desk", "counter", "paper"}:
        return Way(case.channel, Delivery.BY_HAND)
    return Way("portal", Delivery.PORTAL)


def shown_name(case: Complaint, office: Office, language: str) -> str:
    """The name under a message: the first-contact owner's, or the office's while there is none (invariant 2)."""
    owner: Person | None = case.owner
    return owner.name_in(language) if owner else office.name_in(language)


def new_marks() -> str:
    """A name for the places of code and link in one text that nobody outside can guess or type."""
    return secrets.token_hex(8)


def code_mark(marks: str) -> str:
    return f"[[code:{marks}]]"


def number_mark(marks: str) -> str:
    return f"[[number:{marks}]]"


def link_mark(marks: str) -> str:
    return f"[[link:{marks}]]"


def letter_message(
    case: Complaint,
    letter: letters.Letter,
    *,
    code: str,
    at: datetime,
    office: Office,
    marks: str,
    party: Party | None,
    cap: Cap | None = None,
) -> Message:
    """An outgoing automatic message, unsaved, waiting in the outbox or shown on the follow page.

    Held back where its address has had its share of the day; CAP knows that of many addresses at once.
    """
    language = (party.language if party else "") or case.language
    way = way_to(party, case)
    message = Message(
        complaint_id=case.pk,
        direction=Direction.OUT,
        channel=way.channel,
        account=case.account if way.channel == case.channel else "",
        party=party,
        shown_as=shown_name(case, office, language),
        at=at,
        language=language,
        subject=letter.subject,
        body=letter.text,
        marks=marks,
        letter=code,
        is_automatic=True,
        delivery=way.delivery,
        next_attempt_at=at if way.delivery is Delivery.WAITING else None,
    )
    if way.delivery is Delivery.WAITING and party is not None and not (cap or Cap([party], at)).takes(party):
        message.delivery, message.next_attempt_at = Delivery.HELD, None
        message.failure = "cap"
    return message


def send(case: Complaint, code: str, *, at: datetime, party: Party | None = None, **values: str | None) -> Message:
    """Writes one of the house's letters about a case to a party (default: the complainant), in their language."""
    message = composed(case, code, values, at=at, reader=party or case.parties.filter(position=0).first())
    message.save(force_insert=True)
    return message


def composed(
    case: Complaint,
    code: str,
    values: Mapping[str, str | None],
    *,
    at: datetime,
    reader: Party | None,
    cap: Cap | None = None,
) -> Message:
    """One of the house's letters about a case, unsaved.

    Name, number, owner, link and company are put in where the letter knows them, besides the values given.
    """
    facts = office_facts()
    language = language_to(case, reader)
    marks = new_marks()
    common: dict[str, str | None] = {
        "name": reader.name if reader else None,
        "number": number_mark(marks),
        "owner": case.owner.name_in(language) if case.owner else None,
        "link": link_mark(marks),
        "company": facts.office.name_in(language),
    }
    known, _ = letters.placeholders(code)
    filled = {name: value for name, value in (common | dict(values)).items() if name in known}
    letter = letters.fill(code, language, **filled)
    return letter_message(case, letter, code=code, at=at, office=facts.office, marks=marks, party=reader, cap=cap)


def language_to(case: Complaint, reader: Party | None) -> str:
    """The language in which a letter about the case is written to a party; the office's where we have no letters in theirs."""
    language = (reader.language if reader else "") or case.language
    return language if language in letters.LANGUAGES else office_facts().language


def jurisdiction_for(language: str, office: Office) -> str:
    """Whose emergency number and authority a letter names: the office's to its own language, else that of the language."""
    return office.jurisdiction if language == office.language else ""


class Cap:
    """How many automatic mails each address has had in the last day; what is written since is counted on."""

    def __init__(self, parties: Iterable[Party], at: datetime) -> None:
        keys = sorted({party.email_key for party in parties if party.email_key})
        self._had = _had(keys, at - timedelta(hours=24)) if keys else {}

    def takes(self, party: Party) -> bool:
        """Whether one more may go to the address of a party now; then it counts as sent."""
        had = self._had.get(party.email_key, 0)
        if had >= MOST_AUTOMATIC_A_DAY:
            return False
        if party.email_key:
            self._had[party.email_key] = had + 1
        return True


def _had(keys: list[str], since: datetime) -> dict[str, int]:
    """Asked for every new complaint, so in SQL, and for one address plainly."""
    if len(keys) == 1:
        return {keys[0]: len(prepared.rows(_OF_ADDRESS.format(address="%s"), [keys[0], since]))}
    with connection.cursor() as cursor:
        cursor.execute(_OF_ADDRESSES.format(addresses=", ".join(["(%s)"] * len(keys))), [since, *keys])
        return dict(cursor.fetchall())


NEWEST_CASES = 200
"""Of one address so many are looked through, lest a sender of thousands slow down every further word of theirs."""

# To SQLite a cross join says which of the two to walk first.
_OF_ADDRESS = f"""
    SELECT 1 FROM (SELECT id FROM core_party WHERE email_key = {{address}} ORDER BY id DESC LIMIT {NEWEST_CASES}) party
        CROSS JOIN core_message message
    WHERE message.party_id = party.id AND message.is_automatic AND message.at > %s
        AND message.delivery IN ('{Delivery.WAITING}', '{Delivery.SENT}')
    LIMIT {MOST_AUTOMATIC_A_DAY}
"""

# Both databases call the column of plain values column1.
_OF_ADDRESSES = f"""
    SELECT address.column1, (SELECT count(*) FROM ({_OF_ADDRESS.format(address="address.column1")}) found)
    FROM (VALUES {{addresses}}) address
"""
