"""The ladder: who is told when, as data; and when the house must look at a clock again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from amends.core.rules import calendars
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.rule import Obligation
from amends.lib.data_files import Entry, read_entry

TOLD = ("handler", "senior", "head", "top")
BROKEN = 100
"""The share of the time at which a promise is broken."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step: at a share of the time in per cent, or so many working days after it broke; and who is told."""

    to: str
    share: int = BROKEN
    working_days_after: int = 0

    @property
    def event(self) -> str:
        if self.working_days_after:
            return "escalated"
        return "deadline_missed" if self.share == BROKEN else "deadline_near"

    def moment(self, start_at: datetime, due_at: datetime, calendar: Calendar) -> datetime:
        """When this step is reached."""
        if not self.working_days_after:
            return due_at if self.share == BROKEN else start_at + (due_at - start_at) * self.share / BROKEN
        there = due_at.astimezone(calendar.tz)
        day = calendars.add_working_days(calendar, there.date(), self.working_days_after)
        return datetime.combine(day, there.timetz()).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps by obligation (the default under an empty name), and when the interim reply leaves."""

    levels: Mapping[str, tuple[Level, ...]]
    interim_share: int

    def of(self, obligation: Obligation) -> tuple[Level, ...]:
        return self.levels.get(obligation, self.levels[""])

    def interim_moment(self, start_at: datetime, due_at: datetime) -> datetime:
        return start_at + (due_at - start_at) * self.interim_share / BROKEN


@cache
def shipped() -> Ladder:
    """The ladder that ships with the product."""
    return read(resources.files(__package__).joinpath("ladder.yaml"))


def read(file: Traversable) -> Ladder:
    """Refuses, naming file and line, an unknown key, an unknown person, and steps that do not follow one another."""
    content = read_entry(file)
    content.known("ladders", "interim")
    levels: dict[str, tuple[Level, ...]] = {}
    for entry in content.entries("ladders"):
        entry.known("for", "levels")
        steps = tuple(_level(step) for step in entry.entries("levels"))
        reached = [timedelta(days=step.working_days_after, seconds=step.share) for step in steps]
        if reached != sorted(set(reached)):
            raise entry.fault("the steps of a ladder must follow one another", "levels")
        for obligation in entry.get("for", [""]):
            levels.setdefault(obligation, steps)
    if "" not in levels:
        raise content.fault("one ladder must be for all", "ladders")
    return Ladder(levels, _number(content, "interim", 1, BROKEN))


def _level(step: Entry) -> Level:
    step.known("share", "working_days_after", "to")
    to = step.text("to")
    if to not in TOLD:
        raise step.fault(f"“{to}” is nobody on the ladder; there are {', '.join(TOLD)}", "to")
    if "working_days_after" in step:
        return Level(to, working_days_after=_number(step, "working_days_after", 1, 100))
    return Level(to, share=_number(step, "share", 1, BROKEN))


def _number(entry: Entry, key: str, least: int, most: int) -> int:
    found = entry.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise entry.fault(f"“{key}” must be a whole number from {least} to {most}", key)
    return found
