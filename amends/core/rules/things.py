"""What an issue is about: the goods, the place, the person, what was demanded and the harm; as an event keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from amends.core.rules.clocks.facts import plain

FACT = "things"
"""The fact kept apart under which an event tells it, for each issue in order."""

FIELDS = (
    "product", "product_ref_id", "lot", "best_before", "store_id", "place", "employee_id", "happened_on", "quantity",
    "price_minor", "currency", "proof", "demands", "harm",
)  # fmt: skip


def thing(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of an issue's row as an event is given them: without what is empty, days as ISO 8601."""
    kept = {name: columns.get(name) for name in FIELDS}
    return plain({name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()})
