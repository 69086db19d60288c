"""The search index on PostgreSQL: one tsvector a complaint, made of ready tokens, under a GIN index."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from amends.insight.search.analyse import Phrase, Query

AGE_BITS = 12
"""Each row also holds the token of its age, one for 4,096 ids, so that GIN alone finds the newest of a frequent word."""

WINDOWS = (1, 1, 8, 64)
RARE = 400
"""Fewer hits than this in the newest windows: the word may be rare, and then the rest is fetched at once, without ages."""

STEP = 2
"""Ages a window of a word that is frequent further back: a language or a thing that was last written of long ago."""

MOST_AT_ONCE = 500
NEWEST_FIRST = "ORDER BY complaint_id + 0 DESC"

MOST_POSITIONS = 16_000
MOST_PLACES = 255
MOST_BYTES = 900_000
"""What a tsvector can hold: positions up to 16,383, 256 of them a word, one megabyte in all.

A word is found however often it stands; a phrase may be missed where one of its words stood 255 times before in the case.
"""

CREATE = (
    "CREATE TABLE insight_search (complaint_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    # A short pending list: it is read through by every search.
    "CREATE INDEX insight_search_words ON insight_search USING gin (words) WITH (gin_pending_list_limit = 256)",
)
DROP = ("DROP TABLE insight_search",)

Row = tuple[int, str, str]


def write(connection: BaseDatabaseWrapper, rows: Sequence[Row], gone: Sequence[int] = ()) -> None:
    """Puts rows in place of what the index held under their ids, and takes out those that are gone."""
    vectors = [vector(each, stream, extras) for each, stream, extras in rows]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if gone:
            cursor.execute("DELETE FROM insight_search WHERE complaint_id = ANY(%s)", [list(gone)])
        cursor.execute(
            "INSERT INTO insight_search (complaint_id, words)"
            " SELECT id, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (id, words)"
            " ON CONFLICT (complaint_id) DO UPDATE SET words = EXCLUDED.words",
            [[row[0] for row in rows], vectors],
        )


def unmade_below(connection: BaseDatabaseWrapper) -> int:
    """None is ever missing: the index lies in the office's own database."""
    return 0


def note_made(connection: BaseDatabaseWrapper, below: int) -> None:
    """Nothing to remember; see `unmade_below`."""


def clear(connection: BaseDatabaseWrapper) -> None:
    """Empties the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insight_search")


def hits(connection: BaseDatabaseWrapper, query: Query, before: int | None) -> Iterator[list[int]]:
    """The ids found, newest first, window by window of age; the windows widen, and a rare word leaves them at once.

    What is silent in the newest windows need not be rare: to read all of its hits took seconds at a million complaints.
    """
    asked = _tsquery(query)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(complaint_id) FROM insight_search")
        newest = cursor.fetchone()[0] or 0
    upper = min(before, newest + 1) if before is not None else newest + 1
    seen, looks, is_frequent_before = 0, 0, False
    while upper > 0:
        if looks > 2 and seen < RARE and not is_frequent_before:
            rest = _found(connection, asked, upper, RARE + 1)
            if len(rest) <= RARE:
                yield sorted(rest, reverse=True)
                return
            is_frequent_before = True
        ages = STEP if is_frequent_before else WINDOWS[min(looks, len(WINDOWS) - 1)]
        last_age = (upper - 1) >> AGE_BITS
        first_age = max(0, last_age - ages + 1)
        windowed = f"({asked}) & ({' | '.join(_age(age) for age in range(first_age, last_age + 1))})"
        found = _found(connection, windowed, upper, MOST_AT_ONCE, NEWEST_FIRST)
        yield found
        seen += len(found)
        if len(found) == MOST_AT_ONCE:
            upper = found[-1]
        else:
            looks, upper = looks + 1, first_age << AGE_BITS


def among(connection: BaseDatabaseWrapper, query: Query, ids: Sequence[int]) -> list[int]:
    """Those of the given ids that are found."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complaint_id FROM insight_search WHERE complaint_id = ANY(%s) AND words @@ %s::tsquery"
            " ORDER BY complaint_id DESC",
            [list(ids), _tsquery(query)],
        )
        return [row[0] for row in cursor.fetchall()]


def purge(connection: BaseDatabaseWrapper) -> None:
    """Nothing to do: autovacuum clears what was removed."""


def vector(complaint: int, stream: str, extras: str) -> str:
    """The tsvector of one row, as its text. Positions begin anew after 16,000, which keeps neighbours neighbours."""
    places: dict[str, list[int]] = {}
    for position, token in enumerate(stream.split()):
        held = places.setdefault(token, [])
        if len(held) < MOST_PLACES:
            held.append(position % MOST_POSITIONS + 1)
    for token in extras.split():
        places.setdefault(token, [])
    lexemes, size = [_age(complaint >> AGE_BITS)], 0
    for token, held in places.items():
        size += len(token.encode()) + 2 * len(held) + 4
        if size > MOST_BYTES:
            break
        lexemes.append(_quoted(token) + (":" + ",".join(map(str, held)) if held else ""))
    return " ".join(lexemes)


def _found(connection: BaseDatabaseWrapper, asked: str, upper: int, most: int, order: str = "") -> list[int]:
    # "+ 0" keeps the planner from walking the primary key and testing every vector on the way.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT complaint_id FROM insight_search WHERE words @@ %s::tsquery AND complaint_id + 0 < %s"
            f" {order} LIMIT %s",
            [asked, upper, most],
        )
        return [row[0] for row in cursor.fetchall()]


def _tsquery(query: Query) -> str:
    return " & ".join("(" + " | ".join(map(_phrase, group)) + ")" for group in query.groups)


def _phrase(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(_quoted, phrase)) + ")"


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _age(age: int) -> str:
    return f"'#{age}'"  # "#" never stands in a token of a text
