"""The address of a calendar is taken back."""

from __future__ import annotations

from datetime import datetime

from amends.office import changes
from amends.office.models import Feed, Person


def revoke_feed(feed: Feed, *, by: Person, at: datetime) -> None:
    """The address opens nothing from now on. One's own, or (administrator, head) anybody's; doing it twice is no harm."""
    with changes.in_turn():
        if feed.person_id != by.pk:
            changes.may_change(by, at)
        if Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=at):
            changes.note("revoke_feed", feed.person, by=by, at=at, before={"team": feed.team} if feed.team else {})
