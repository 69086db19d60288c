"""What an open case may cost, exact to the minor unit, every line with its derivation. Pure.

Penalties grow day by day by the rules in force on each day; each line is rounded once, half up, at its end. Nothing is
ever converted: every currency has an exposure of its own.
"""

from amends.core.rules.exposure.facts import CIRCUMSTANCES, Asked, AtStake, Clock, Digits, Exposure, Line
from amends.core.rules.exposure.reckoning import MONEY_BACK, exposures

__all__ = [
    "CIRCUMSTANCES",
    "MONEY_BACK",
    "Asked",
    "AtStake",
    "Clock",
    "Digits",
    "Exposure",
    "Line",
    "exposures",
]
