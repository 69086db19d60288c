"""The promises of a case while a verb acts: read when the first event stirs them, written back as one difference."""

from __future__ import annotations

from collections.abc import Iterable

from amends.core.models import Complaint, Deadline, Event
from amends.core.queries.clock_rows import columns_of, row_of
from amends.core.rules.clocks import Books, Clock, Happened, Promised, step


class Promises:
    """What the case owed before the verb and owes now."""

    def __init__(self, before: Promised) -> None:
        self.before = before
        self.now: Promised = before

    def take(self, event: Event, books: Books) -> None:
        """Lets an event of the verb change what is owed."""
        self.now = step(self.now, Happened(event.kind, event.at, event.seq, event.facts), books)

    def write(self, case: Complaint) -> None:
        """Writes the rows that differ."""
        known = {clock.key for clock in self.before.clocks}
        changed = self.changed()
        fresh = [clock for clock in changed if clock.key not in known]
        for clock in changed:
            if clock.key in known:
                Deadline.objects.filter(complaint=case, key=clock.key).update(**columns_of(clock))
        Deadline.objects.bulk_create(_rows(fresh, case))

    def changed(self) -> list[Clock]:
        """Those that differ: a portion of cases writes them together."""
        known = {clock.key: clock for clock in self.before.clocks}
        return [clock for clock in self.now.clocks if clock != known.get(clock.key)]


def _rows(clocks: Iterable[Clock], case: Complaint) -> list[Deadline]:
    rows = [row_of(clock) for clock in clocks]
    for row in rows:
        row.complaint = case
    return rows
