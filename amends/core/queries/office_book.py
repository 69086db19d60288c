"""The rules and the calendar as this office lives by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from amends.core.queries.office_facts import office_facts
from amends.core.rules.calendars import Calendar
from amends.core.rules.clocks.books import ANSWER, IN_ZONE, SAFETY, SCREEN
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import Rule


def office_book(at: datetime) -> RuleBook:
    """With the rules it added, and its own numbers in place of those that ship."""
    books = office_facts().books(None)

    def own(rule: Rule) -> Rule:
        if rule.id not in (SCREEN, SAFETY, ANSWER):
            return rule
        term = books.library.rule(rule.id, rule.version, books.begins_under(rule, at, None)[1])
        return replace(rule, length=term.length, unit=term.unit)  # its dates are those of the book

    return RuleBook(own(rule) for rule in books.book)


def office_calendar(day: date) -> Calendar:
    """When the office works around a day: by its own calendar, else by that of its country, in its zone."""
    facts = office_facts()
    books = facts.books(None)
    country = f"{books.own.place}{IN_ZONE}{books.own.zone}"
    known = books.library.newest(books.own.calendar or country, day, books.edition)
    if not known.version:
        known = books.library.newest(country, day, books.edition)
    return books.library.calendar(known, datetime.combine(day, time.min, facts.zone))
