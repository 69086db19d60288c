"""The library of rules and calendars: what ships, and what the office keeps of its own. Read anew only for a new edition."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Max

from amends.core.models import Calendar, Rule, RuleReview
from amends.core.queries.calendars import PLACES, around
from amends.core.rules import calendar_data
from amends.core.rules.clocks import Library, Own, ladder
from amends.core.rules.clocks.books import Added, Kept
from amends.core.rules.law import reading
from amends.core.rules.law.book import EVERYWHERE, RuleBook
from amends.core.rules.law.rule import Rule as LawRule
from amends.office.models import Office

OF_OFFICE, OF_TEAM = "office", "team/"
"""Codes of the office's own calendars; a team's ends in the code of the team."""

_COUNTRIES = {"GB": "UK"}


def newest_edition() -> int:
    """How many changes of rules and calendars are known; 0 while the office keeps none."""
    return max(model.objects.aggregate(newest=Max("edition"))["newest"] or 0 for model in (Calendar, Rule, RuleReview))


def read_library(*, rules: Iterable[Added] = (), kept: Iterable[Kept] = ()) -> Library:
    """Everything there is, and what somebody tries out besides."""
    reviews = {(row.rule, row.version): row for row in RuleReview.objects.order_by("edition", "pk")}
    own_rules = [
        Added(row.edition, _reviewed(rule_in(row.definition, f"{row.rule} {row.version}"), reviews))
        for row in Rule.objects.order_by("edition", "pk")
    ]
    packs = RuleBook(_reviewed(rule, reviews) for rule in reading.shipped()) if reviews else reading.shipped()
    own_calendars = [
        Kept(row.edition, row.valid_from, calendar_data.from_plain(row.code, row.version, row.definition))
        for row in Calendar.objects.order_by("edition", "pk")
    ]
    return Library(packs, ladder.shipped(), around, [*own_rules, *rules], [*own_calendars, *kept])


def _reviewed(rule: LawRule, reviews: Mapping[tuple[str, int], RuleReview]) -> LawRule:
    """The rule with who checked it last; a review changes no date, so that it holds for open cases too."""
    review = reviews.get((rule.id, rule.version))
    if review is None:
        return rule
    return replace(rule, reviewed_by=review.reviewed_by or None, reviewed_on=review.reviewed_on)


def rule_in(definition: Mapping[str, Any], name: str) -> LawRule:
    """The one rule of a kept definition. Refuses what a pack may not say (DataFault)."""
    (rule,) = reading.read_pack_in(json.dumps(definition, ensure_ascii=False), name)
    return rule


def place_of(country: str) -> str:
    """The calendar of a country (ISO 3166); one without public holidays where we have none."""
    code = _COUNTRIES.get(country, country)
    return code if code in PLACES else EVERYWHERE


def own_numbers(office: Office, calendar: str) -> Own:
    """What the office promises now, by its settings; `calendar` is its own one, or empty."""
    return Own(
        office.assessment_hours,
        office.safety_hours,
        office.answer_days,
        office.time_zone,
        place_of(office.jurisdiction),
        calendar,
    )
