"""The explorer: “what if” for a rule, a moment and a calendar, with the derivation in words. Its address can be handed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from amends.core.actions.refused import in_words
from amends.core.queries import derivation, place_names, what_if
from amends.core.queries.office_book import office_book, office_calendar
from amends.core.rules.calendars import CalendarFault, OutOfTime
from amends.core.rules.law import penalty
from amends.core.rules.law.book import EVERYWHERE, NoRule, RuleBook
from amends.core.rules.law.rule import Rule, said
from amends.ui import dates
from amends.ui.numbers import number
from amends.web.desk.deadlines.explorer_form import Explorer
from amends.web.desk.deadlines.strip import StripMonth, strip
from amends.web.desk.deadlines.tabs import tabs
from amends.web.desk.entrance import show, staff


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule in the list to choose from."""

    id: str
    title: str
    article: str
    sure: str
    is_policy: bool


@dataclass(frozen=True, slots=True)
class Country:
    name: str
    rules: list[Choice]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer: in one line, why, and as months. `doubts` is how sure the reading is and who reviewed it."""

    headline: str
    title: str
    lines: list[str]
    doubts: list[str]
    is_reviewed: bool
    months: list[StripMonth] = field(default_factory=list)


@staff
@require_safe
def explorer(request: HttpRequest) -> HttpResponse:
    """Query: the fields of the form. Without a moment the rules are listed, narrowed by the words typed as rule."""
    at, language = timezone.now(), get_language() or "en"
    book, words = office_book(at), request.GET.get("rule", "").strip()[:200]
    chosen = _chosen(book, words, language)
    is_asked = bool(request.GET.get("moment", "").strip()) or "price" in request.GET
    form = Explorer(request.GET if is_asked else None, initial={"rule": chosen.id if chosen else words})
    outcome = _outcome(book, form, chosen, language) if is_asked and form.is_valid() else None
    facts = {
        "tabs": tabs("desk:deadline_explorer"),
        "form": form,
        "outcome": outcome,
        "chosen": _choice(chosen, language) if chosen else None,
        "countries": [] if chosen else list(_countries(book, words, language)),
        "is_narrowed": bool(words),
        "all_rules": [(rule.id, said(rule.title, language)) for rule in _newest(book)],
    }
    return show(request, "desk/deadlines/explorer.html", facts, at, status=400 if form.errors else 200)


def _newest(book: RuleBook) -> Iterator[Rule]:
    return (book.versions(rule_id)[-1] for rule_id in book.ids())


def _chosen(book: RuleBook, words: str, language: str) -> Rule | None:
    """The rule of an id, or the only one the words fit."""
    wanted = words.split(" ")[0].upper()
    if wanted in book.ids():
        return book.versions(wanted)[-1]
    fitting = [rule for rule in _newest(book) if words and _fits(rule, words, language)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(rule: Rule, words: str, language: str) -> bool:
    texts = [rule.id, *rule.title.values(), *rule.article.values(), place_names.country(rule.jurisdiction, language)]
    text = " ".join(texts).casefold()
    return all(word in text for word in words.casefold().split())


def _countries(book: RuleBook, words: str, language: str) -> Iterator[Country]:
    by_country: dict[str, list[Choice]] = {}
    for rule in _newest(book):
        if _fits(rule, words, language):
            by_country.setdefault(rule.jurisdiction, []).append(_choice(rule, language))
    for code, rules in by_country.items():
        yield Country(place_names.country(code, language), rules)


def _choice(rule: Rule, language: str) -> Choice:
    sure = derivation.standing(rule, language)[0]
    return Choice(rule.id, said(rule.title, language), said(rule.article, language), sure, rule.jurisdiction == "*")


def _outcome(book: RuleBook, form: Explorer, chosen: Rule | None, language: str) -> Outcome | None:
    """The answer; None when the form now says at the field why there is none."""
    if chosen is None:
        form.add_error("rule", gettext("No rule, or several, fit these words. Choose one from the list."))
        return None
    try:
        if form.cleaned_data["price"] is not None:
            return _penalty(book, form, chosen, language)
        return _due(book, form, chosen, language)
    except NoRule as fault:
        form.add_error("moment", in_words(fault.reason))
    except OutOfTime as fault:
        form.add_error("moment", in_words(fault.reason))
    except CalendarFault as fault:
        form.add_error("calendar", in_words(fault.reason))
    except what_if.NeedsPrice:
        form.add_error("price", gettext("This rule is a penalty by the day: say the price and the day it is paid."))
    except penalty.NotAPenalty:
        form.add_error("price", gettext("This rule is no penalty by the day: leave price and day of payment empty."))
    except what_if.NeedsContract:
        form.add_error("rule", gettext("The term of this rule stands in the contract with the partner."))
    except what_if.TooLong:
        form.add_error("until", gettext("The day of payment comes after the missed day, by a hundred years at most."))
    return None


def _due(book: RuleBook, form: Explorer, chosen: Rule, language: str) -> Outcome:
    given: dict[str, Any] = form.cleaned_data
    moment = given["moment"]
    home = office_calendar(moment.date() if isinstance(moment, datetime) else moment)
    # The days typed are added to the calendar of the country; for the office's own rules to its own.
    code = given["calendar"] or chosen.jurisdiction.replace(EVERYWHERE, "")
    answer = what_if.when(book, chosen.id, moment, code=code, typed=form.typed, extended=given["extended"], home=home)
    due, rule = answer.due, answer.rule
    headline = gettext("No term runs")
    if due.due_on is not None:
        headline = dates.full_day(due.due_on, language)
    elif due.due_at is not None:
        there = due.start.tzinfo or answer.calendar.tz
        clock = dates.time_words(due.due_at, zone=there, language=language)
        day = dates.full_day(due.due_at.astimezone(there).date(), language)
        headline = gettext("%(date)s, %(time)s") % {"date": day, "time": clock}
    lines = derivation.lines(due, rule, language, answer.calendar)
    return _made(rule, headline, lines, language, strip(rule, due, answer.calendar, language))


def _penalty(book: RuleBook, form: Explorer, chosen: Rule, language: str) -> Outcome:
    given = form.cleaned_data
    missed = given["moment"].date() if isinstance(given["moment"], datetime) else given["moment"]
    rule, found = what_if.cost(book, chosen.id, missed, given["until"], given["price"])
    lines = derivation.penalty_lines(found, rule, language)
    return _made(rule, number(found.amount, language), lines, language, [])


def _made(rule: Rule, headline: str, lines: list[str], language: str, drawn: list[StripMonth]) -> Outcome:
    doubts = derivation.standing(rule, language)
    return Outcome(
        headline, said(rule.title, language), lines[: -len(doubts)], doubts, rule.reviewed_by is not None, drawn
    )
