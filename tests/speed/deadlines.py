"""Deadlines: one due moment, all clocks of the open cases told again, and a tick with many due (on a copy of the database)."""

from collections.abc import Iterator
from typing import Any

from tests.speed.figures import Figure, figure
from tests.speed.ground import Ground

DUE, EXPLAINED = 50, 200  # microseconds
MANY, SECONDS = 100_000, 60
DUE_AT_ONCE, VERBS = 10_000, 500


def measure(ground: Ground, limit: dict[str, Any]) -> Iterator[Figure]:
    """The tick has a goal on PostgreSQL alone; SQLite is not measured, so that its database stays as it is."""
    law = ground.python("tests.speed.law")
    for what, name, goal in (("a due moment", "due", DUE), ("a due moment explained", "explained", EXPLAINED)):
        yield figure(f"{what}, median of {law['rules']} rules", law[name], "µs", goal)
        yield figure(f"{what}, {law[f'{name}_slowest_rule']} (slowest)", law[f"{name}_slowest"], "µs")
    again = ground.python("tests.speed.clocks", "recompute")
    if again["cases"]:
        scaled = again["seconds"] / again["cases"] * MANY
        from_these = "" if again["cases"] >= MANY else f", from {again['cases']:,.0f}"
        yield figure(f"clocks of {MANY:,} open cases recomputed{from_these}", scaled, "s", SECONDS)
        yield figure("clocks that differ from their events", again["differences"], "", 0)
    if ground.server is not None:
        with ground.copied() as copy:
            tick = copy.python("tests.speed.clocks", "tick", str(DUE_AT_ONCE))
        what = f"verbs of a tick with {tick['at_once']:,} due"
        if tick["days"]:
            what += f", {tick['due'] - tick['at_once']:,} day by day"
        yield figure(what, tick["verbs"] / tick["seconds"], "/s", VERBS, more=True, limit=limit["complaints"])
