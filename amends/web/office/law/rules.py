"""The rules the office lives by: a list, a page for each with all its versions, and its review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.core.models import Rule as RuleRow
from amends.core.queries import derivation, place_names, rule_words
from amends.core.queries.office_book import office_book
from amends.core.queries.office_facts import office_facts
from amends.core.queries.own_rules import behind
from amends.core.rules.law import reading
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import CERTAINTY_NAMES, Rule, said
from amends.web.office.entrance import done, performed, sent, setting_up, show
from amends.web.office.forms.rule import ReviewForm
from amends.web.office.law.present import today, under_way

VIEWS = {
    "": _("In force now"),
    "later": _("Later"),
    "ended": _("Ended"),
    "own": _("The office’s own"),
    "unreviewed": _("Not reviewed"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A rule in the list: the version that holds today, else the one that comes, else the last.

    `is_behind`: since the office made it its own, a newer text of it ships.
    """

    id: str
    title: str
    term: str
    article: str
    sure: str
    in_force: str
    is_own: bool
    is_reviewed: bool
    is_behind: bool
    changes_on: date | None
    state: str
    where: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version on the page of its rule. `row` is empty for one that ships; `is_overtaken`: no case begins under it."""

    rule: Rule
    in_force: str
    row: RuleRow | None
    is_overtaken: bool
    is_shown: bool


@setting_up
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Query: q (words), show (one of VIEWS)."""
    at, language = timezone.now(), get_language() or "en"
    words, asked = request.GET.get("q", "").strip()[:200], request.GET.get("show", "")
    asked = asked if asked in VIEWS else ""
    fitting = [line for line in _lines(office_book(at), today(at), language) if _fits(line, words)]
    by_country: dict[str, list[Line]] = {}
    for line in fitting:
        if _is_in(line, asked):
            by_country.setdefault(line.where, []).append(line)
    facts = {
        "countries": by_country.items(),
        "views": [(code, name, sum(_is_in(line, code) for line in fitting)) for code, name in VIEWS.items()],
        "asked": asked,
        "words": words,
        "search_words": "",
        "is_open": bool(words) or asked in {"later", "ended", "own"},
        "following": under_way(),
    }
    return show(request, "office/law/rules.html", facts, at)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """A rule, its versions, and its review. Query: version (a number; otherwise the one in force)."""
    at, language = timezone.now(), get_language() or "en"
    book = office_book(at)
    shown = _shown(book, rule, request.GET.get("version", ""), today(at))
    form = ReviewForm(sent(request), rule=shown, today=today(at))
    if performed(request, form, at):
        return done(request, _reviewed(form), f"{reverse('office:rule', args=[rule])}?version={shown.version}")
    facts = {
        "rule": shown,
        "title": said(shown.title, language),
        # The title stands above them, how sure the reading is and who reviewed it below.
        "lines": list(rule_words.lines(shown, language).items())[1:-2],
        "doubts": derivation.standing(shown, language),
        "country": place_names.country(shown.jurisdiction, language),
        "versions": list(_versions(book, rule, shown, language)),
        "is_behind": rule in behind(),
        "form": form,
    }
    return show(request, "office/law/rule.html", facts, at, status=400 if form.errors else 200)


def base_of(rule_id: str, at: datetime) -> Rule:
    """The version a change begins with: that in force, else the newest. 404 for a rule nobody knows."""
    return _shown(office_book(at), rule_id, "", today(at))


def _shown(book: RuleBook, rule_id: str, number: str, on: date) -> Rule:
    if rule_id not in book:
        raise Http404
    if number.isdecimal():
        found = next((one for one in _all_versions(book, rule_id) if one.version == int(number[:9])), None)
        if found is None:
            raise Http404
        return found
    return book.in_force(rule_id, on) or book.versions(rule_id)[-1]


def _all_versions(book: RuleBook, rule_id: str) -> list[Rule]:
    """Those of the book, own ones that a later one has overtaken, and those that ship below an own one."""
    found = {one.version: one for one in book.versions(rule_id)}
    library = office_facts().library
    for number in RuleRow.objects.filter(rule=rule_id).values_list("version", flat=True):
        found.setdefault(number, library.rule(rule_id, number))
    for one in _shipped(rule_id):
        found.setdefault(one.version, one)
    return [found[number] for number in sorted(found)]


def _shipped(rule_id: str) -> tuple[Rule, ...]:
    book = reading.shipped()
    return book.versions(rule_id) if rule_id in book else ()


def _versions(book: RuleBook, rule_id: str, shown: Rule, language: str) -> Iterator[Version]:
    rows = {row.version: row for row in RuleRow.objects.filter(rule=rule_id).select_related("added_by")}
    living = {one.version for one in book.versions(rule_id)}
    for one in reversed(_all_versions(book, rule_id)):
        words = rule_words.in_force(one, language)
        yield Version(
            one, words, rows.get(one.version), one.version not in living, is_shown=one.version == shown.version
        )


def _lines(book: RuleBook, on: date, language: str) -> Iterator[Line]:
    own, older = set(RuleRow.objects.values_list("rule", flat=True)), behind()
    for rule_id in book.ids():
        versions = book.versions(rule_id)
        now = book.in_force(rule_id, on)
        later = [one for one in versions if one.in_force_from and one.in_force_from > on]
        one = now or (later[0] if later else versions[-1])
        yield Line(
            id=rule_id,
            title=said(one.title, language),
            term=rule_words.term(one, language),
            article=said(one.article, language),
            sure=gettext(CERTAINTY_NAMES[one.certainty]),
            in_force=rule_words.in_force(one, language),
            is_own=rule_id in own,
            is_reviewed=one.reviewed_by is not None,
            is_behind=rule_id in older,
            changes_on=later[0].in_force_from if now and later else None,
            state="now" if now else "later" if later else "ended",
            where=place_names.country(one.jurisdiction, language),
        )


def _fits(line: Line, words: str) -> bool:
    text = " ".join((line.id, line.title, line.article, line.where)).casefold()
    return all(word in text for word in words.casefold().split())


def _is_in(line: Line, asked: str) -> bool:
    if asked == "own":
        return line.is_own
    if asked == "unreviewed":
        return not line.is_reviewed and line.state != "ended"
    if asked == "later":
        return line.state == "later" or line.changes_on is not None
    return line.state == (asked or "now")


def _reviewed(form: ReviewForm) -> Any:
    if form.cleaned_data["reviewed_by"].strip():
        return gettext("The review stands with every date of this rule.")
    return gettext("The review is taken back.")
