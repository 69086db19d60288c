"""One loaded complaint: its rows as the verbs would have left them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from amends.core.loader import words
from amends.core.loader.shapes import Span, shape_of
from amends.core.loader.sheets import Sheets, as_json, day, key, moment
from amends.core.loader.story import REASONS, Ids, Story
from amends.core.models import Category, Complaint, Issue, Receipt
from amends.core.queries.clock_rows import columns_of, row_of
from amends.core.queries.exposure import Stood, stood_in_memory, today
from amends.core.rules.clocks import Books, next_due, next_tick
from amends.core.rules.codes import code_hash, codes_of, token_hash
from amends.core.rules.kinds import DemandType, Validity
from amends.core.rules.numbers import Frame
from amends.core.rules.states import Stage
from amends.office.models import Team

WANT_MONEY = 0.2
OUTCOMES = {Stage.CLOSED: str(Validity.UPHELD), Stage.DECLINED: "declined", Stage.WITHDRAWN: "withdrawn"}


@dataclass(frozen=True, slots=True)
class Office:
    """What all loaded cases share."""

    span: Span
    frame: Frame
    books: dict[int, Books]
    country: str
    currency: str
    teams: Sequence[Team]
    handlers: dict[int, list[int]]
    categories: Sequence[Category]
    secret: str
    seed: int


def write(sheets: Sheets, office: Office, ids: Ids, pk: int) -> None:
    """Adds every row of the complaint with this id. The same seed and id give the same rows."""
    random = Random(office.seed * 1_000_003 + pk)
    shape, language = shape_of(pk), random.choices(words.LANGUAGES, words.SHARES)[0]
    team, category = random.choice(office.teams), random.choice(office.categories)
    story = Story(
        sheets,
        ids,
        random,
        pk,
        UUID(int=random.getrandbits(128), version=4),
        shape,
        language,
        received_at=office.span.received_at(pk),
        by=random.choice(office.handlers[team.pk]) if shape.has_handler else None,
        person=words.name(random, language),
        email=f"{random.getrandbits(48):012x}@loaded.example",
        receipt=f"{random.getrandbits(128):032x}",
        statement=_statement(random, language, pk),
        country=office.country,
        demands=_demands(random, office.currency),
        books=office.books[team.pk],
        until=office.span.told_until(pk),
    )
    story.tell(team.code, category.code)
    _rows(sheets, story, office, team, category)


def _statement(random: Random, language: str, pk: int) -> str:
    """Some sentences; now and then one with the rare word of a language, the same for each so many."""
    text = words.text(random, language, random.randint(2, 7))
    place = pk % words.RARE_EVERY
    return f"{text} {words.RARE[words.LANGUAGES[place]]}" if place < len(words.LANGUAGES) else text


def _demands(random: Random, currency: str) -> list[dict[str, Any]]:
    """Every fifth wants the price back and says how much it was."""
    if random.random() >= WANT_MONEY:
        return []
    return [{"type": DemandType.REFUND, "amount_minor": random.randrange(5_000, 500_000), "currency": currency}]


def _rows(sheets: Sheets, story: Story, office: Office, team: Team, category: Category) -> None:
    """The present of the case: what its events led to."""
    shape, pk, at, acted = story.shape, story.pk, moment(story.received_at), moment(story.acted_at)
    classified = category if shape.is_classified else None
    clocks = story.promised.clocks
    issue: dict[str, Any] = {"position": 1} | story.price
    stake = _stake(story, Issue(demands=story.demands, **issue), office.span.until)
    sheets.complaint.add(
        id=pk, key=key(story.key), receipt=story.receipt, number=office.frame.number(pk), stage=shape.stage,
        is_open=shape.is_open, seq=story.seq, head=story.head, version=1 + story.seq, channel="api",
        language=story.language, statement=story.statement, essence=story.statement[:120], received_at=at,
        presented_at=at, last_event_at=moment(story.at), law=as_json(story.law),
        jurisdictions=as_json(story.law.get("jurisdictions", [])), is_confidential=shape.is_confidential,
        answered_at=acted if shape.is_replied else None, closed_at=None if shape.is_open else acted,
        next_due_at=moment(next_due(clocks)), next_tick_at=moment(next_tick(clocks)), category_id=classified and classified.pk,
        root=category.code.split(".")[0] if classified else "", team_id=team.pk, owner_id=story.by,
        handler_id=story.by, outcome=OUTCOMES.get(shape.stage, ""), complainant_name=story.person,
        exposure_minor=stake.minor, exposure_day_minor=stake.day_minor, exposure_on=stake.on and day(stake.on),
    )  # fmt: skip
    _clocks(sheets, story)
    codes = codes_of(story.receipt, 0, office.secret)
    sheets.party.add(
        id=pk, complaint_id=pk, role="complainant", name=story.person, email=story.email, email_key=story.email,
        language=story.language, code_hash=code_hash(codes.code, office.secret),
        link_hash=token_hash(codes.token, office.secret),
    )  # fmt: skip
    decided = {"validity": Validity.UPHELD, "decision": story.decision, "reasons": REASONS, "decided_at": acted,
               "decided_by_id": story.by} if shape.is_decided else {}  # fmt: skip
    sheets.issue.add(
        id=pk, complaint_id=pk, category_id=classified and classified.pk, essence=story.statement[:120],
        lot=story.lot, demands=as_json(story.demands), **issue, **decided,
    )  # fmt: skip
    body = story.statement.encode()
    sheets.receipt.add(
        id=pk, key=story.receipt, channel="api", foreign_id=story.receipt, digest=hashlib.sha256(body).hexdigest(),
        body=body, size=len(body), received_at=at, state=Receipt.State.DONE, complaint_id=pk,
    )  # fmt: skip
    if story.by is not None:
        sheets.caseaccess.add(id=pk, complaint_id=pk, person_id=story.by, why="owner")


def _stake(story: Story, issue: Issue, until: datetime) -> Stood:
    """What the case may cost, as its last verb or the last midnight left it."""
    case = Complaint(
        kind="complaint",
        is_open=story.shape.is_open,
        presented_at=story.received_at,
        jurisdictions=story.law.get("jurisdictions", []),
    )
    last = until if story.shape.is_open else story.acted_at
    return stood_in_memory(case, [issue], [row_of(clock) for clock in story.promised.clocks], today(last))


def _clocks(sheets: Sheets, story: Story) -> None:
    """The promises as the events left them."""
    for clock in story.promised.clocks:
        columns = {
            name: moment(value) if isinstance(value, datetime) else as_json(value) if isinstance(value, list) else value
            for name, value in columns_of(clock).items()
        }
        sheets.deadline.add(id=story.ids.deadline, complaint_id=story.pk, **columns)
        story.ids.deadline += 1
