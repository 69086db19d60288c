"""The clock that a verb speaks of by its key."""

from __future__ import annotations

from amends.core.actions._record import Act
from amends.core.actions.refused import ActionRefused
from amends.core.rules.clocks import Clock
from amends.core.rules.words import N_


def running(act: Act, key: str) -> Clock:
    """Refuses a key that no running clock of the case has."""
    for clock in act.promised.clocks:
        if clock.key == key and clock.is_running:
            return clock
    raise ActionRefused(N_("No such deadline runs on this case."), "key")
