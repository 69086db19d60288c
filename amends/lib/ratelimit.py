"""How often one caller may do one thing. Counters hold in one process (Memory) or across the whole office (Table).

Addresses are never kept: a key is a keyed hash, and its row goes when its window has passed (sweep).
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from amends.lib.secrets import keyed_hash

CREATE_TABLE = "CREATE TABLE amends_counter (key varchar(32) PRIMARY KEY, ends bigint NOT NULL, count integer NOT NULL)"
DROP_TABLE = "DROP TABLE amends_counter"

_MOST_KEYS = 100_000
_COUNT = """
INSERT INTO amends_counter (key, ends, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN amends_counter.ends <= %s THEN 1 ELSE amends_counter.count + 1 END,
  ends = CASE WHEN amends_counter.ends <= %s THEN %s
              WHEN %s = 1 AND amends_counter.count < %s THEN %s ELSE amends_counter.ends END
RETURNING count, ends
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` per `per`. A `lock` counts until a quiet of `per`: no span of that length ever sees more.

    Tries refused by a lock do not lengthen it, so that nobody can keep the owner out for good.
    """

    name: str
    times: int
    per: timedelta
    lock: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it is allowed; if not, in how many whole seconds it will be again."""

    allowed: bool
    retry_after: int = 0


class Counters(Protocol):
    """Counts one use and gives the count and the end of its window in seconds since 1970, in one indivisible step."""

    def count(self, key: str, limit: Limit, now: int) -> tuple[int, int]: ...

    def clear(self, key: str) -> None: ...

    def give_back(self, key: str) -> None: ...

    def sweep(self, now: int) -> None: ...


class Limiter:
    """The limits of one office. Switched off, it allows everything and counts nothing."""

    def __init__(self, counters: Counters, secret: str, *, on: bool = True) -> None:
        self.counters, self.secret, self.on = counters, secret, on

    def hit(self, limit: Limit, key: str, at: datetime) -> Verdict:
        """Counts one use, also a refused one. Count before the secret is compared: guesses in parallel count too."""
        if not self.on:
            return Verdict(True)
        now = int(at.timestamp())
        count, ends = self.counters.count(self._key(limit, key), limit, now)
        return Verdict(True) if count <= limit.times else Verdict(False, max(1, ends - now))

    def clear(self, limit: Limit, key: str) -> None:
        """Forgets the uses so far: after a right password or code."""
        if self.on:
            self.counters.clear(self._key(limit, key))

    def give_back(self, limit: Limit, key: str) -> None:
        """Takes one use back, which turned out right; earlier wrong ones stay counted."""
        if self.on:
            self.counters.give_back(self._key(limit, key))

    def sweep(self, at: datetime) -> None:
        """Removes what has passed its window; to be run every few minutes."""
        self.counters.sweep(int(at.timestamp()))

    def _key(self, limit: Limit, key: str) -> str:
        return keyed_hash(self.secret, f"limit:{limit.name}", key)[:32]


class Memory:
    """Counters of one process: for busy things where a limit per process is enough."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def count(self, key: str, limit: Limit, now: int) -> tuple[int, int]:
        fresh = now + _seconds(limit)
        with self._lock:
            if len(self._kept) >= _MOST_KEYS and key not in self._kept:
                self._make_room(now)
            count, ends = self._kept.get(key, (0, 0))
            if ends <= now:
                count, ends = 0, fresh
            elif limit.lock and count < limit.times:
                ends = fresh
            self._kept[key] = (count + 1, ends)
            return self._kept[key]

    def clear(self, key: str) -> None:
        with self._lock:
            self._kept.pop(key, None)

    def give_back(self, key: str) -> None:
        with self._lock:
            count, ends = self._kept.get(key, (0, 0))
            if count > 0:
                self._kept[key] = (count - 1, ends)

    def sweep(self, now: int) -> None:
        with self._lock:
            self._kept = {key: kept for key, kept in self._kept.items() if kept[1] > now}

    def _make_room(self, now: int) -> None:
        """First what has passed; a flood of fresh keys then pushes out the oldest tenth, so memory stays bounded."""
        self._kept = {key: kept for key, kept in self._kept.items() if kept[1] > now}
        for key in list(self._kept)[: max(0, len(self._kept) - _MOST_KEYS * 9 // 10)]:
            del self._kept[key]


class Table:
    """Counters all machines share, in the table of CREATE_TABLE: for the rare and grave, such as wrong passwords.

    `run` executes one statement (placeholders %s) and gives its rows. Call it outside a transaction that may be
    rolled back, or the count is lost with it.
    """

    def __init__(self, run: Callable[[str, Sequence[object]], Sequence[Sequence[Any]]]) -> None:
        self._run = run

    def count(self, key: str, limit: Limit, now: int) -> tuple[int, int]:
        fresh = now + _seconds(limit)
        values = (key, fresh, now, now, fresh, int(limit.lock), limit.times, fresh)
        ((count, ends),) = self._run(_COUNT, values)
        return int(count), int(ends)

    def clear(self, key: str) -> None:
        self._run("DELETE FROM amends_counter WHERE key = %s", (key,))

    def give_back(self, key: str) -> None:
        self._run("UPDATE amends_counter SET count = count - 1 WHERE key = %s AND count > 0", (key,))

    def sweep(self, now: int) -> None:
        self._run("DELETE FROM amends_counter WHERE ends <= %s", (now,))


def _seconds(limit: Limit) -> int:
    return max(1, int(limit.per.total_seconds()))
