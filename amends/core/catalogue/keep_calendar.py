"""A calendar is kept: a new version of it, known from now on. Older versions stay for the deadlines that began under them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from amends.core.catalogue.let_follow import following
from amends.core.models import Calendar
from amends.core.queries.books import OF_OFFICE, OF_TEAM, newest_edition
from amends.core.queries.calendars import PLACES
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules import calendar_data
from amends.core.rules.calendars import CalendarFault
from amends.office import changes
from amends.office.models import Person, Team
from amends.office.refused import OfficeRefused


def keep_calendar(
    code: str,
    definition: Mapping[str, Any],
    *,
    valid_from: date,
    by: Person | None,
    at: datetime,
    then_follow: bool = False,
) -> Calendar:
    """The new version, for deadlines that begin on its first day or later; open ones move only when they are let.
    The same once more is no new version.

    `code` is a country's, `office`, or `team/` with the code of a team; BY is None for the house itself. Refuses an
    unknown code, and a definition that makes no calendar in which anybody ever works.
    """
    with changes.in_turn():
        if by is not None:
            changes.may_change(by, at)
        _known(code)
        version = Calendar.objects.filter(code=code).count() + 1
        try:
            calendar = calendar_data.from_plain(code, version, definition)
        except CalendarFault as fault:
            raise OfficeRefused(gettext(fault.reason.text) % fault.reason.values) from None
        plain = calendar_data.to_plain(calendar)
        row = Calendar.objects.filter(code=code).order_by("-version").first()
        if row is None or (row.definition, row.valid_from) != (plain, valid_from):
            row = Calendar.objects.create(
                code=code,
                version=version,
                edition=newest_edition() + 1,
                valid_from=valid_from,
                definition=plain,
                added_at=at,
                added_by=by,
            )
            changes.note("keep_calendar", row, by=by, at=at, after={"version": version, "valid_from": valid_from})
        if then_follow and by is not None:
            following(by, at)
    forget_office_facts()
    return row


def _known(code: str) -> None:
    if code == OF_OFFICE or code in PLACES:
        return
    if not code.startswith(OF_TEAM) or not Team.objects.filter(code=code.removeprefix(OF_TEAM)).exists():
        raise OfficeRefused(gettext("There is no calendar “%(code)s”.") % {"code": code}, "code")
