"""The law engine alone: `python -m tests.speed.law` prints, as JSON, the microseconds of a due moment, and with its words.

Every shipped rule that gives a due moment, by the calendar of its country (the office's with hours and lunch), from
twenty days spread over a year: the median of each rule, then that over all rules; and the slowest rule. One core.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

import django

django.setup()

from amends.core.queries import calendars as ready  # noqa: E402
from amends.core.queries import derivation  # noqa: E402
from amends.core.rules.calendars import Calendar  # noqa: E402
from amends.core.rules.law import reading, reckoning  # noqa: E402
from amends.core.rules.law.book import EVERYWHERE  # noqa: E402
from amends.core.rules.law.rule import Rule, Term  # noqa: E402

HOURS = {weekday: ((540, 780), (840, 1080)) for weekday in range(5)}
FIRST = datetime(2026, 1, 12, 8, 40, tzinfo=UTC)
STARTS = [FIRST + timedelta(days=17 * n, minutes=37 * n) for n in range(20)]


def main() -> None:
    rules = [rule for rule in reading.shipped() if rule.is_clock]
    due = {rule.id: _of(rule, _due) for rule in rules}
    print(json.dumps({"rules": len(rules), **_told("due", due), **_told("explained", _explained(rules))}))


def _explained(rules: list[Rule]) -> dict[str, float]:
    """Over the four languages of the house."""
    per = [{rule.id: _of(rule, _with_words(language)) for rule in rules} for language in derivation.LANGUAGES]
    return {rule.id: median(one[rule.id] for one in per) for rule in rules}


def _told(name: str, found: dict[str, float]) -> dict[str, float | str]:
    slowest = max(found, key=lambda rule: found[rule])
    return {name: median(found.values()), f"{name}_slowest": found[slowest], f"{name}_slowest_rule": slowest}


def _of(rule: Rule, act: Callable[[Rule, datetime, Calendar], object]) -> float:
    """Microseconds; what is read once a process (holidays, names of days) was read before."""
    found = list(_times(rule, act))
    return median(list(_times(rule, act)) if found else found) * 1e6


def _times(rule: Rule, act: Callable[[Rule, datetime, Calendar], object]) -> Iterator[float]:
    for start in STARTS:
        calendar = _calendar(rule, start)
        begins = start.astimezone(calendar.tz)
        began = time.perf_counter()
        act(rule, begins, calendar)
        yield time.perf_counter() - began


def _calendar(rule: Rule, start: datetime) -> Calendar:
    if rule.jurisdiction != EVERYWHERE:
        return ready.around(rule.jurisdiction, start.date())
    return replace(ready.around("RU", start.date()), hours=HOURS)


def _due(rule: Rule, start: datetime, calendar: Calendar) -> reckoning.Due:
    typed = date(start.year, 12, 1) if rule.term is Term.TYPED else None
    return reckoning.due(rule, start, calendar, typed=typed)


def _with_words(language: str) -> Callable[[Rule, datetime, Calendar], object]:
    return lambda rule, start, calendar: derivation.lines(_due(rule, start, calendar), rule, language, calendar)


if __name__ == "__main__":
    sys.exit(main())
