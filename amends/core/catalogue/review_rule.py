"""A lawyer of the office has checked a version of a rule: a name and a day stand with every date that follows from it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext

from amends.core.models import RuleReview
from amends.core.queries.books import newest_edition, read_library
from amends.core.queries.office_facts import forget_office_facts, office_facts
from amends.core.rules.law.book import UnknownRule
from amends.office import changes
from amends.office.models import Person
from amends.office.refused import OfficeRefused

LONGEST_NAME = 200


def review_rule(
    rule: str, version: int, *, reviewed_by: str, reviewed_on: date | None, by: Person, at: datetime
) -> RuleReview:
    """Says so of one version, shipped or own; open cases show it too, and no date moves. No name takes a review back.

    Refuses a version nobody knows, a name without a day, and a day that is not over yet.
    """
    name = " ".join(reviewed_by.split())
    if len(name) > LONGEST_NAME:
        raise OfficeRefused(gettext("A name has at most %(most)s letters.") % {"most": LONGEST_NAME}, "reviewed_by")
    if name and reviewed_on is None:
        raise OfficeRefused(gettext("Say on which day it was reviewed."), "reviewed_on")
    if name and reviewed_on and reviewed_on > at.astimezone(office_facts().zone).date():
        raise OfficeRefused(gettext("A review cannot be of a day that is still to come."), "reviewed_on")
    with changes.changing(by, at):
        edition = newest_edition() + 1
        try:
            known = read_library().rule(rule, version)
        except UnknownRule:
            raise OfficeRefused(gettext("There is no rule %(rule)s.") % {"rule": f"{rule} ({version})"}) from None
        row = RuleReview.objects.create(
            rule=rule,
            version=version,
            edition=edition,
            reviewed_by=name,
            reviewed_on=reviewed_on if name else None,
            added_at=at,
            added_by=by,
        )
        before = {"reviewed_by": known.reviewed_by or "", "reviewed_on": known.reviewed_on}
        after = {"reviewed_by": name, "reviewed_on": row.reviewed_on}
        changes.note("review_rule", row, by=by, at=at, before=before, after=after, key=rule)
    forget_office_facts()
    return row
