"""A store is added or changed; one that is closed stays, because old cases speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from amends.office import changes, words
from amends.office.actions import _things
from amends.office.actions._office_fields import checked
from amends.office.models import Person, Store


def keep_store(
    store: Store,
    *,
    code: str = "",
    names: Mapping[str, str],
    sort: str = "",
    country: str = "",
    time_zone: str = "",
    is_active: bool = True,
    by: Person,
    at: datetime,
) -> Store:
    """The store as it stands now. Refuses a taken code, a country or time zone that is none."""
    values = {
        "sort": sort.strip()[:20],
        "country": checked({"jurisdiction": country})["jurisdiction"],
        "time_zone": words.zone(time_zone),
        "is_active": is_active,
    }
    with changes.changing(by, at):
        return _things.keep(store, code, names, values, what="keep_store", by=by, at=at)
