"""The search index on SQLite: one FTS5 row a complaint, its rowid the complaint's id. Tokens come ready-made.

It lies in a file of its own beside the office's, for FTS5 now and then rewrites large parts of itself, and whoever files a
complaint shall not wait for that. All of it can be made again from the complaints, so it need not outlive a power cut.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from amends.insight.search.analyse import Phrase, Query
from amends.lib.beside import beside

FIRST_LOOK = 200
LARGEST_LOOK = 10_000
PAGES_AT_ONCE = 250

ONE_BY_ONE = 64
"""Asking FTS5 for one row costs up to a millisecond; of more ids than this, all that is found between them is read."""

SECONDS_TO_WAIT = 60
PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -24000", "temp_store = MEMORY")

# The ascii tokenizer only parts words at spaces here: tokens hold letters and digits alone, already folded.
CREATE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS insight_search USING fts5(stream, extras, tokenize='ascii', columnsize=0)",
    "CREATE TABLE IF NOT EXISTS made (below INTEGER NOT NULL)",
)
"""`made` has one row: complaints from this id on are in the index or were never meant to be; 0 when all are."""

EVERYTHING = 2**62

Row = tuple[int, str, str]


class _Files(dict[Path, sqlite3.Connection]):
    """The index files that are open, by path."""


def path_of(connection: BaseDatabaseWrapper) -> Path:
    """Where the index of an office's database lies."""
    return Path(f"{connection.settings_dict['NAME']}-search")


def write(connection: BaseDatabaseWrapper, rows: Sequence[Row], gone: Sequence[int] = ()) -> None:
    """Puts rows in place of what the index held under their ids, and takes out those that are gone."""
    with _writing(connection) as file:
        file.executemany("DELETE FROM insight_search WHERE rowid = ?", [(each,) for each in gone])
        file.executemany("INSERT OR REPLACE INTO insight_search (rowid, stream, extras) VALUES (?, ?, ?)", rows)


def unmade_below(connection: BaseDatabaseWrapper) -> int:
    """Complaints below this id may be missing from the index; 0 when none are."""
    ((below,),) = _file(connection).execute("SELECT below FROM made").fetchall()
    return int(below)


def note_made(connection: BaseDatabaseWrapper, below: int) -> None:
    """Remembers how far a making of the whole index has come, newest first."""
    with _writing(connection) as file:
        file.execute("UPDATE made SET below = ?", [below])


def clear(connection: BaseDatabaseWrapper) -> None:
    """Empties the index; all of it is to be made."""
    with _writing(connection) as file:
        file.execute("DROP TABLE insight_search")
        file.execute(CREATE[0])
        file.execute("UPDATE made SET below = ?", [EVERYTHING])


def hits(connection: BaseDatabaseWrapper, query: Query, before: int | None) -> Iterator[list[int]]:
    """The ids found, newest first, in portions that grow; FTS5 walks its lists backwards and stops when we do."""
    asked, limit = _match(query), FIRST_LOOK
    upper = before if before is not None else EVERYTHING
    while True:
        rows = _file(connection).execute(
            "SELECT rowid FROM insight_search WHERE insight_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            [asked, upper, limit],
        )
        found = [row[0] for row in rows]
        yield found
        if len(found) < limit:
            return
        upper, limit = found[-1], min(limit * 5, LARGEST_LOOK)


def among(connection: BaseDatabaseWrapper, query: Query, ids: Sequence[int]) -> list[int]:
    """Those of the given ids that are found, newest first."""
    asked, wanted, file = _match(query), sorted(set(ids), reverse=True), _file(connection)
    if len(wanted) <= ONE_BY_ONE:
        one = "SELECT 1 FROM insight_search WHERE insight_search MATCH ? AND rowid = ?"
        return [each for each in wanted if file.execute(one, [asked, each]).fetchone()]
    between = "SELECT rowid FROM insight_search WHERE insight_search MATCH ? AND rowid BETWEEN ? AND ?"
    found = {row[0] for row in file.execute(between, [asked, wanted[-1], wanted[0]])}
    return [each for each in wanted if each in found]


def purge(connection: BaseDatabaseWrapper) -> None:
    """Rewrites the index so that nothing removed lingers in it: minutes for a million rows, in pieces others can pass."""
    pages, file = -PAGES_AT_ONCE, _file(connection)  # below nought: begin to make one of all segments
    while True:
        before = file.total_changes
        file.execute("INSERT INTO insight_search (insight_search, rank) VALUES ('merge', ?)", [pages])
        if file.total_changes - before < 2:  # FTS5's own sign that nothing was left to do
            return
        pages = PAGES_AT_ONCE


def _file(connection: BaseDatabaseWrapper) -> sqlite3.Connection:
    """The connection's own way into the index, which is made where there is none."""
    path, files = path_of(connection), beside(connections[connection.alias], _Files)
    file = files.get(path)
    if file is None:
        file = files[path] = sqlite3.connect(
            path, timeout=SECONDS_TO_WAIT, isolation_level=None, check_same_thread=False
        )
        for pragma in PRAGMAS:
            file.execute(f"PRAGMA {pragma}")
        for statement in CREATE:
            file.execute(statement)
        file.execute("INSERT INTO made (below) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM made)", [EVERYTHING])
    return file


@contextmanager
def _writing(connection: BaseDatabaseWrapper) -> Iterator[sqlite3.Connection]:
    file = _file(connection)
    file.execute("BEGIN IMMEDIATE")
    try:
        yield file
    except BaseException:
        file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")


def _match(query: Query) -> str:
    return " AND ".join("(" + " OR ".join(map(_phrase, group)) + ")" for group in query.groups)


def _phrase(phrase: Phrase) -> str:
    words = '"' + " ".join(phrase) + '"'  # tokens hold no quote: letters and digits only
    return f"stream : {words}" if len(phrase) > 1 else words
