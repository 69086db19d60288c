"""Marks the found words in a text as people wrote it. Gives segments; whoever shows them escapes and wraps them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from amends.insight.search import analyse, letters

_WRITTEN = re.compile(
    rf"[{letters.HAN}]+|(?:[^\W{letters.HAN}]|[\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d])+"
    r"(?:[-./@'’](?:[^\W_])+){0,7}"
)
_HAN = re.compile(f"[{letters.HAN}]")
_INNER = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u200c\u200d])+")


@dataclass(frozen=True, slots=True)
class Segment:
    text: str
    is_found: bool


def marked(text: str, query: analyse.Query) -> list[Segment]:
    """The text in segments, those of the query's words marked. Joined together they are the text, letter for letter."""
    segments: list[Segment] = []
    end = 0
    for start, stop in _places(text, query):
        if start > end:
            segments.append(Segment(text[end:start], False))
        segments.append(Segment(text[start:stop], True))
        end = stop
    if end < len(text):
        segments.append(Segment(text[end:], False))
    return segments


def excerpt(text: str, query: analyse.Query, *, around: int = 80) -> list[Segment]:
    """The first found place with some text around it; the beginning of the text when nothing is marked."""
    first = next(_places(text, query), (0, 0))
    start = max(0, first[0] - around)
    stop = min(len(text), first[1] + around)
    segments = marked(text[start:stop], query)
    if start:
        segments.insert(0, Segment("…", False))
    if stop < len(text):
        segments.append(Segment("…", False))
    return segments


def _places(text: str, query: analyse.Query) -> Iterator[tuple[int, int]]:
    tokens = query.tokens
    if not tokens:
        return
    for word in _WRITTEN.finditer(text):
        if _HAN.match(word.group()):
            yield from _runs(word.group(), word.start(), query.runs)
        elif _is_asked(word.group(), tokens):
            yield from _inside(word, tokens)


@lru_cache(20_000)
def _is_asked(word: str, tokens: frozenset[str]) -> bool:
    """Kept, for the words of a page are few and stand in it often."""
    return not tokens.isdisjoint(analyse.unit_tokens(word))


def _inside(word: re.Match[str], tokens: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The whole word when it is one or was asked for as a whole; else its parts that were."""
    asked = frozenset(tokens)
    parts = [
        (word.start() + part.start(), word.start() + part.end())
        for part in _INNER.finditer(word.group())
        if analyse.unit_tokens(part.group()) & asked
    ]
    whole = len(parts) == len(_INNER.findall(word.group())) or not parts
    yield from [word.span()] if whole else parts


def _runs(written: str, start: int, runs: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the asked Chinese strings stand in a run; overlapping places become one."""
    plain = letters.plain(written)
    if len(plain) != len(written) or not any(run in plain for run in runs):
        return
    found = [False] * len(plain)
    for run in runs:
        place = plain.find(run)
        while place >= 0:
            found[place : place + len(run)] = [True] * len(run)
            place = plain.find(run, place + 1)
    for part in re.finditer("1+", "".join("1" if each else "0" for each in found)):
        yield start + part.start(), start + part.end()
