"""What was measured: one figure a line, beside its goal and the limit of the machine in the same run."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is reached from below when less is better, from above when more is; `limit` is the machine's own."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    more_is_better: bool = False
    limit: float | None = None
    load: float = 0.0

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        reached = self.value >= self.goal if self.more_is_better else self.value <= self.goal
        return "reached" if reached else "MISSED"

    def line(self) -> str:
        goal = "" if self.goal is None else f"{'≥' if self.more_is_better else '≤'} {self.goal:g}"
        ratio = "" if not self.limit else f"{self.value / self.limit:.2f} of {self.limit:,.1f}"
        return f"  {self.what:<52}{self.value:>10,.1f} {self.unit:<6}{goal:>9}  {self.verdict:<8}{ratio:<22} load {self.load:.1f}"


def figure(what: str, value: float, unit: str, goal: float | None = None, *, more: bool = False,
           limit: float | None = None) -> Figure:  # fmt: skip
    return Figure(what, round(value, 2), unit, goal, more, limit, round(os.getloadavg()[0], 1))


def share(times: Sequence[float], part: float) -> float:
    """The time within which this part of all answers came."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def keep(figures: Sequence[Figure], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(each) | {"verdict": each.verdict} for each in figures], indent=1) + "\n")
