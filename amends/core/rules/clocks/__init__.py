"""The promises of a case as clocks: a fold over its events. `step` serves one event of a verb and a whole history alike."""

from amends.core.rules.clocks.books import Books, Library, Own
from amends.core.rules.clocks.calls import calls, interim_due
from amends.core.rules.clocks.clock import FRESH, Clock, Phase, Promised, next_due, next_tick
from amends.core.rules.clocks.moves import Move, can_extend, can_fulfil, extended_due, moves, pausable
from amends.core.rules.clocks.named import Happened
from amends.core.rules.clocks.step import BEGINNING, STIRRING, new_promise, retold, step

__all__ = [
    "BEGINNING",
    "FRESH",
    "STIRRING",
    "Books",
    "Clock",
    "Happened",
    "Library",
    "Move",
    "Own",
    "Phase",
    "Promised",
    "calls",
    "can_extend",
    "can_fulfil",
    "extended_due",
    "interim_due",
    "moves",
    "new_promise",
    "next_due",
    "next_tick",
    "pausable",
    "retold",
    "step",
]
