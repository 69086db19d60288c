"""What the log tells of a case's replies, decisions and files, and whether their rows still say the same; for `verify`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from amends.core.models import Attachment, Issue, Message
from amends.core.rules.kinds import Direction


@dataclass(slots=True)
class Told:
    """What the events of one case have told so far. `decided`: validity and words by the position of the issue."""

    replies: set[str] = field(default_factory=set)
    decided: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    files: Counter[str] = field(default_factory=Counter)

    def take(self, kind: str, facts: dict[str, Any], personal: object) -> None:
        """The next event. Facts of any form are borne: a forger may have written them."""
        if kind == "replied":
            self.replies.add(str(facts.get("text_digest")))
        elif kind == "decided":
            words = str(personal.get("decision")) if isinstance(personal, dict) else None
            self.decided[str(facts.get("issue"))] = (str(facts.get("validity")), words)
        if isinstance(files := facts.get("files"), list):
            self.files.update(map(str, files))


class Beside:
    """The rows of all cases that must agree with what was told, walked in step with the cases in the order of their keys."""

    def __init__(self, portion: int) -> None:
        replies = Message.objects.filter(direction=Direction.OUT, author__isnull=False)
        self._replies = _Step(replies, ("body",), portion)
        self._issues = _Step(Issue.objects.exclude(validity=""), ("position", "validity", "decision"), portion)
        self._files = _Step(Attachment.objects, ("digest",), portion)

    def differing(self, case: int, told: Told) -> Iterator[str]:
        """What differs, in words. Ask for each case once, in order."""
        bodies = {hashlib.sha256(body.encode()).hexdigest() for (body,) in self._replies.of(case)}
        issues = {str(position): (validity, words) for position, validity, words in self._issues.of(case)}
        files = Counter(digest for (digest,) in self._files.of(case))
        if told.replies - bodies:
            yield "the text of a reply was changed"
        for position in sorted(told.decided.keys() | issues.keys()):
            validity, words = told.decided.get(position, ("", None))
            found, text = issues.get(position, ("", ""))
            if found != validity or (words is not None and text != words):
                yield f"the decision of issue {position} was changed"
        if files != told.files:
            yield "its files are not those that arrived"


class _Step:
    def __init__(self, rows: Any, columns: tuple[str, ...], portion: int) -> None:
        ordered: QuerySet[Any, Any] = rows.order_by("complaint_id", "pk").values_list("complaint_id", *columns)
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
