"""Pages of the desk as one person after another opens them. Times are those of the client, loopback and all."""

import urllib.parse
from collections.abc import Iterator
from random import Random
from typing import Any

from amends.core.loader import words
from tests.speed.figures import Figure, figure, share
from tests.speed.ground import House

TIMES = 60
LONG_CASE_EVERY = 100  # one shape of the loader's wheel has fifty messages (amends/core/loader/shapes.py)


def measure(house: House, ready: dict[str, Any]) -> Iterator[Figure]:
    """Worklists by team, cases of fifty messages, searches for rare and frequent words."""
    people, count, random = ready["people"], ready["count"], Random(1)
    for who in ("operator1", "expert", "auditor"):
        yield _page(house, people[who], f"worklist, {who}", ["/desk/?view=all"] * TIMES, 25)
    by_team = [f"/desk/?view=all&q=team:team{number % 8 + 1}" for number in range(TIMES)]
    yield _page(house, people["head"], "worklist by team", by_team, 25)
    long_cases = [number * LONG_CASE_EVERY for number in range(1, count // LONG_CASE_EVERY + 1)]
    cases = [f"/desk/complaints/{ready['prefix']}{random.choice(long_cases):06d}/" for _ in range(TIMES)]
    yield _page(house, people["auditor"], "case page with 50 messages", cases, 30)
    for language in words.LANGUAGES:
        yield _search(house, people["auditor"], f"search, rare word, {language}", words.RARE[language])
        yield _search(house, people["auditor"], f"search, frequent word, {language}", words.FREQUENT[language])
    yield _search(house, people["auditor"], "search, two Chinese signs", words.FREQUENT["zh"][:2])
    yield _search(house, people["auditor"], "search, number", str(count // 2))


def _search(house: House, session: str, what: str, text: str) -> Figure:
    return _page(house, session, what, [f"/desk/search/?q={urllib.parse.quote(text)}"] * (TIMES // 2), 30)


def _page(house: House, session: str, what: str, paths: list[str], goal: float) -> Figure:
    headers = {"Cookie": f"session={session}", "Accept-Language": "en"}
    house.send(1, [("GET", path, headers, "") for path in paths[:5]])
    got = house.send(1, [("GET", path, headers, "") for path in paths])
    if set(got["statuses"]) != {"200"}:
        raise RuntimeError(f"{what}: {got['statuses']} {paths[0]}")
    return figure(f"{what}, p50", share(got["times"], 0.5), "ms", goal)
