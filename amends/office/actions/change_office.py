"""The office's own settings are changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from amends.office import changes
from amends.office.actions._office_fields import checked
from amends.office.models import Office, Person

MAY_CHANGE = frozenset(
    {"names", "prefix", "number_form", "currency", "time_zone", "language", "jurisdiction", "assessment_hours",
     "safety_hours", "answer_days", "alarm_minutes", "alarm_test_day", "alarm_test_hour"}
)  # fmt: skip


def change_office(*, by: Person, at: datetime, **values: Any) -> bool:
    """Whether anything was changed. New numbers follow the new form; numbers that were given stay.

    Refuses values that do not work. The switches `approval_required` and `cause_required` are not among what may be
    changed: there is nothing behind them yet.
    """
    if unknown := values.keys() - MAY_CHANGE:
        raise TypeError(f"not a setting of the office: {', '.join(sorted(unknown))}")
    with changes.changing(by, at):
        return changes.keep(Office.current(), checked(values), what="change_office", by=by, at=at)
