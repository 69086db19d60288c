"""The rules and the calendar as this office lives by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from amends.core.queries.office_facts import office_facts
from amends.core.rules.calendars import Calendar
from amends.core.rules.clocks.books import ANSWER, IN_ZONE, SAFETY, SCREEN
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import Rule

NUMBERS = {"assessment_hours": SCREEN, "safety_hours": SAFETY, "answer_days": ANSWER}
"""The rules that take their term from the settings of the office, by the setting."""


def office_book(at: datetime) -> RuleBook:
    """With the rules it added, and its own numbers in place of those that ship."""
    books = office_facts().books(None)

    def own(rule: Rule) -> Rule:
        if rule.id not in (SCREEN, SAFETY, ANSWER):
            return rule
        term = books.library.rule(rule.id, rule.version, books.begins_under(rule, at, None)[1])
        return replace(rule, length=term.length, unit=term.unit)  # its dates are those of the book

    return RuleBook(own(rule) for rule in books.book)


def instead_of_numbers(day: date) -> dict[str, list[Rule]]:
    """The office's own versions that hold instead of a number of its settings, by the name of that number.

    Those in force on the day, and those that come later.
    """
    books = office_facts().books(None)

    def own(rule_id: str) -> list[Rule]:
        versions = books.book.versions(rule_id)
        return [one for one in versions if not books.library.is_shipped(one) and (one.in_force_to or day) >= day]

    return {number: found for number, rule_id in NUMBERS.items() if (found := own(rule_id))}


def office_calendar(day: date) -> Calendar:
    """When the office works around a day: by its own calendar, else by that of its country, in its zone."""
    facts = office_facts()
    books = facts.books(None)
    country = f"{books.own.place}{IN_ZONE}{books.own.zone}"
    known = books.library.newest(books.own.calendar or country, day, books.edition)
    if not known.version:
        known = books.library.newest(country, day, books.edition)
    return books.library.calendar(known, datetime.combine(day, time.min, facts.zone))
