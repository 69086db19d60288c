"""Work that failed five times is tried once more because a person asked."""

from __future__ import annotations

from datetime import datetime

from amends.core.models import Reaction
from amends.office import changes
from amends.office.models import Person


def revive(reaction: Reaction, *, by: Person, at: datetime) -> bool:
    """False when it is not dead any more. Only for administrator and head."""
    with changes.changing(by, at):
        found = Reaction.objects.filter(pk=reaction.pk, is_dead=True)
        if not found.update(is_dead=False, tries=0, due_at=at, error=""):
            return False
        changes.note("try_again", "reaction", by=by, at=at, key=str(reaction.pk), title=reaction.name)
        return True
