"""Money at stake on the screens: beside a case with its derivation, over a list with the cases behind the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext, ngettext

from amends.core.models import Complaint
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries.exposure import exposures_of, today, total
from amends.core.queries.exposure_words import Told, told
from amends.core.queries.office_facts import office_facts
from amends.ui import numbers


@dataclass(frozen=True, slots=True)
class CaseStake:
    """One currency of one case; `full` only where it is more than what counts."""

    amount: str
    day: str
    full: str
    lines: Sequence[Told]


@dataclass(frozen=True, slots=True)
class ListStake:
    """The sum over a list; `apart` are other currencies, `address` leads to the cases behind it."""

    amount: str
    day: str
    apart: Sequence[tuple[str, str]]
    cases: str
    address: str


def of_case(case: Complaint, at: datetime) -> list[CaseStake]:
    """What the case may cost, as of this day; nothing is asked where no sum is known or nobody owes anything any more."""
    if case.exposure_on is None or not case.is_open:
        return []
    language = get_language() or "en"
    return [
        CaseStake(
            amount=numbers.money(one.today_minor, one.currency, language),
            day=numbers.money(one.one_more_day_minor, one.currency, language) if one.one_more_day_minor else "",
            full=numbers.money(one.full_minor, one.currency, language) if one.full_minor > one.today_minor else "",
            lines=told(one, language),
        )
        for one in exposures_of(case, today(at))
    ]


def of_list(cases: ComplaintQuerySet, *, view: str, text: str) -> ListStake:
    """The sum of a list as its cases have it."""
    found, language, ours = total(cases), get_language() or "en", office_facts().office.currency
    behind = {"view": view, "sort": "waiting", "q": f"{text} is:at-stake".strip()}
    return ListStake(
        amount=numbers.money(found.minor, ours, language),
        day=numbers.money(found.day_minor, ours, language),
        apart=[
            (numbers.money(minor, code, language), numbers.money(day, code, language))
            for code, (minor, day) in found.apart.items()
        ],
        cases=ngettext("%(count)s case", "%(count)s cases", found.cases)
        % {"count": numbers.digits(found.cases, language)},
        address=f"?{urlencode(behind)}",
    )


def a_day(minor: int, language: str) -> str:
    """What one more day costs, as a row says it."""
    if not minor:
        return ""
    return gettext("+ %(amount)s a day") % {"amount": numbers.money(minor, office_facts().office.currency, language)}
