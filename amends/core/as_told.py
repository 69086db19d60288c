"""Whether the rows beside a case still say what its log tells; for `verify`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from amends.core.models import Attachment, CaseAccess, Consent, Issue, Message, Party
from amends.core.rules.clocks.facts import of_issues
from amends.core.rules.kinds import Direction, PartyRole
from amends.core.rules.things import FIELDS, thing
from amends.core.told import CONTACT, Person, Told, digest_of
from amends.lib.text import tidied

_READ = ("position", "validity", "decision", "reasons", *FIELDS)


class _Issue(NamedTuple):
    """The row of an issue, as far as events tell it."""

    position: int
    validity: str
    decision: str
    reasons: str
    demands: list[dict[str, Any]]
    harm: list[str]
    about: dict[str, Any]

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> _Issue:
        read = dict(zip(_READ, row, strict=True))
        return cls(**{name: read[name] for name in cls._fields[:-1]}, about=tidied(thing(read)))


class Beside:
    """The rows of all cases that must agree with what was told, walked in step with the cases in the order of their keys."""

    def __init__(self, portion: int) -> None:
        self._steps = {
            "messages": _Step(Message.objects, ("direction", "body"), portion),
            "issues": _Step(Issue.objects, _READ, portion),
            "files": _Step(Attachment.objects, ("digest",), portion),
            "consents": _Step(
                Consent.objects,
                ("party__position", "kind", "text_version", "withdrawn_at"),
                portion,
                "party__complaint_id",
            ),
            "access": _Step(CaseAccess.objects, ("person_id", "is_granted"), portion),
            "parties": _Step(Party.objects, ("position", "role", "may_see", *CONTACT), portion),
        }

    def differing(self, case: int, told: Told) -> Iterator[str]:
        """What differs, in words. Ask for each case once, in order. Rows of any form are borne: a forger may have made them."""
        rows = {name: step.of(case) for name, step in self._steps.items()}
        try:
            yield from _compared(rows, told)
        except Exception as fault:
            yield f"its rows hold what Amends never writes ({type(fault).__name__})"


def _compared(rows: Mapping[str, list[tuple[Any, ...]]], told: Told) -> Iterator[str]:
    issues = sorted(_Issue.of(row) for row in rows["issues"])
    yield from _messages(rows["messages"], told)
    yield from _decisions(issues, told)
    yield from _demands(issues, told)
    yield from _things(issues, told)
    if Counter(digest for (digest,) in rows["files"]) != told.files:
        yield "its files are not those that arrived"
    yield from _parties(rows["parties"], told)
    yield from _consents(rows["consents"], told)
    if told.named is not None and told.named != {str(person): is_granted for person, is_granted in rows["access"]}:
        yield "who is let in or kept out by name is not what its events tell"


def _messages(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    found = {direction: Counter[str]() for direction in Direction}
    for direction, body in rows:
        found[Direction(direction)][digest_of(body)] += 1
    for what in sorted(
        {what for digest, what in told.sent.items() if digest not in found[Direction.OUT]}, reverse=True
    ):
        yield f"the text of {what} was changed"
    if found[Direction.IN] != told.heard:
        yield "what the complainant wrote is not what arrived: a message was changed, added or taken"
    if found[Direction.NOTE] != told.notes:
        yield "a note was changed, added or taken"


def _decisions(rows: list[_Issue], told: Told) -> Iterator[str]:
    issues = {str(row.position): [row.validity, row.decision, row.reasons] for row in rows if row.validity}
    for position in sorted(told.decided.keys() | issues.keys()):
        wanted = told.decided.get(position, ("", None, None))
        found = issues.get(position, ["", "", ""])
        if any(text is not None and text != kept for text, kept in zip(wanted, found, strict=True)):
            yield f"the decision of issue {position} was changed"


def _demands(rows: list[_Issue], told: Told) -> Iterator[str]:
    if told.law is None:
        return
    asked = of_issues(rows)
    if asked["demands"] != told.law.get("demands", []):
        yield "what was demanded was changed"
    if asked["harms"] != told.law.get("harms", []):
        yield "the harm that was done was changed"


def _things(rows: list[_Issue], told: Told) -> Iterator[str]:
    """A decided issue stays beyond those that a later classification names; older events do not say what it is about."""
    if told.things is None:
        return
    found = {row.position: row.about for row in rows}
    for position in sorted(found.keys() | set(range(1, told.issues + 1))):
        is_untold = position not in told.things and str(position) in told.decided
        if not is_untold and found.get(position) != told.things.get(position):
            yield f"what issue {position} is about was changed"


def _parties(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    if told.complainant is None:
        return
    first = [Person(*row) for position, *row in rows if position == 0]
    if first != [Person(PartyRole.COMPLAINANT, True, **told.complainant)]:
        yield "name or contact of the complainant was changed"
    others = Counter(Person(*row) for position, *row in rows if position > 0)
    # Older receipts do not say on whose behalf somebody wrote.
    untold = [Person(*row) for position, *row in rows if position == 1 and row[0] == PartyRole.BUYER]
    if told.others - others or others - told.others - Counter(untold if told.persons is None else ()):
        yield "a further person of the case was changed, added or taken"


def _consents(rows: list[tuple[Any, ...]], told: Told) -> Iterator[str]:
    if told.consents is None:
        return
    ever = Counter((position, kind, version) for position, kind, version, _ in rows)
    agreed = {(position, kind): version for position, kind, version, withdrawn in rows if withdrawn is None}
    if (ever, agreed) != (told.consents, told.agreed):
        yield "a consent was changed, added or taken"


class _Step:
    def __init__(self, rows: Any, columns: tuple[str, ...], portion: int, case: str = "complaint_id") -> None:
        ordered: QuerySet[Any, Any] = rows.order_by(case, "pk").values_list(case, *columns)
        self._groups = groupby(ordered.iterator(portion), itemgetter(0))
        self._held: tuple[int, list[tuple[Any, ...]]] | None = None

    def of(self, case: int) -> list[tuple[Any, ...]]:
        """The rows of this case; those of cases passed on the way are left behind."""
        while True:
            if self._held is None:
                key, group = next(self._groups, (None, ()))
                if key is None:
                    return []
                self._held = (key, [row[1:] for row in group])
            if self._held[0] > case:
                return []
            (key, rows), self._held = self._held, None
            if key == case:
                return rows
