"""Writes complaints into the search index. What is confidential or erased does not enter it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import connections

from amends.core.models import Complaint, Event, Issue, Message, Party
from amends.insight.search import analyse
from amends.insight.search.search import engine

AT_ONCE = 200
PORTION = 2_000
NEWEST = 2**62

Texts = dict[int, list[str]]


def index(ids: Iterable[int], *, using: str = "default") -> int:
    """Makes the index say of these complaints what is true now; may be run again at any time. Gives how many it wrote.

    Of a confidential complaint only its number enters. What is gone, or was erased, leaves the index with it.
    """
    written = 0
    for some in _portions(sorted(set(ids))):
        texts = _texts(some, using)
        rows = [(each, *analyse.index_text("\n".join(filter(None, own)))) for each, own in texts.items()]
        engine(using).write(connections[using], rows, [each for each in some if each not in texts])
        written += len(rows)
    return written


def react(events: Sequence[Event], at: datetime) -> None:
    """After events: brings the index up to date with their complaints."""
    index(event.complaint_id for event in events)


def rebuild(*, using: str = "default") -> int:
    """Writes the index of every complaint anew, newest first, so that a restored office soon finds what it needs."""
    engine(using).clear(connections[using])
    written, below = 0, NEWEST
    while below:
        more, below = _make(below, using)
        written += more
    return written


def make_further(*, using: str = "default") -> int:
    """Makes a portion of an index that is not whole (a new file, an upgrade, a rebuild cut short); 0 when it is whole."""
    below = engine(using).unmade_below(connections[using])
    return _make(below, using)[0] if below else 0


def _make(below: int, using: str) -> tuple[int, int]:
    """The newest portion below an id; gives how many it wrote, and below which id the rest lies (0: there is none)."""
    older = Complaint.objects.using(using).filter(pk__lt=below).order_by("-pk")
    ids = list(older.values_list("pk", flat=True)[:PORTION])
    written, below = index(ids, using=using), ids[-1] if ids else 0
    engine(using).note_made(connections[using], below)
    return written, below


def make_whole(at: datetime) -> int:
    """The worker's job."""
    return make_further()


def forget(ids: Iterable[int], *, using: str = "default") -> None:
    """Takes complaints out of the index."""
    for some in _portions(sorted(set(ids))):
        engine(using).write(connections[using], (), some)


def purge(*, using: str = "default") -> None:
    """Clears away the last traces of what was taken out or rewritten. Slow on a large SQLite index, but nobody waits."""
    engine(using).purge(connections[using])


def purge_daily(at: datetime) -> int:
    """The worker's job."""
    purge()
    return 0


def _texts(ids: list[int], using: str) -> Texts:
    """What is to be found of each complaint that exists."""
    texts: Texts = defaultdict(list)
    open_ids: list[int] = []
    own = ("number", "subject", "statement", "essence", "restated", "complainant_name", "occurred_on")
    for pk, confidential, *found in (
        Complaint.objects.using(using).filter(pk__in=ids).values_list("pk", "is_confidential", *own)
    ):
        texts[pk] = [str(found[0] or "")] if confidential else [str(each or "") for each in found]
        if not confidential:
            open_ids.append(pk)
    parties = Party.objects.using(using).filter(complaint__in=open_ids)
    _add(
        texts, parties.order_by("complaint", "position").values_list("complaint_id", "name", "email", "phone", "handle")
    )
    issues = Issue.objects.using(using).filter(complaint__in=open_ids).order_by("complaint", "position")
    _add(
        texts,
        issues.values_list("complaint_id", "essence", "product", "lot", "place", "promotion", "decision", "reasons"),
    )
    messages = Message.objects.using(using).filter(complaint__in=open_ids).order_by("complaint", "at", "id")
    _add(texts, messages.values_list("complaint_id", "subject", "body"))
    return texts


def _add(texts: Texts, rows: Iterable[tuple[object, ...]]) -> None:
    for complaint, *found in rows:
        texts[int(str(complaint))] += [str(each or "") for each in found]


def _portions(ids: list[int]) -> Iterator[list[int]]:
    for place in range(0, len(ids), AT_ONCE):
        yield ids[place : place + AT_ONCE]
