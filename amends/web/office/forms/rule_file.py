"""Rules of the office from a file, and what a later version of a rule changes, in words."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from django.utils.translation import get_language, gettext

from amends.core.catalogue import keep_rules
from amends.core.queries import moving, rule_words
from amends.core.queries.office_book import office_book
from amends.core.queries.own_rules import fresh
from amends.core.queries.rule_words import Difference
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import Rule, said
from amends.lib.data_files import DataFault
from amends.office.models import Person
from amends.web.office.forms.draft import Draft, FileForm, Keep, Section


class RulesFile(FileForm):
    """Rules of the office from a pack."""

    def draft(self, at: datetime) -> Draft:
        pack, name = self.cleaned_data["text"], self.cleaned_data["name"]
        try:
            trial = moving.with_rules(pack, name)
            rules = fresh(pack, name)
        except DataFault as fault:
            raise self.refuse_fault(fault) from fault
        book = office_book(at)
        return Draft([section(rule, book) for rule in rules], trial, keeping(pack, name))


def keeping(pack: str, name: str) -> Keep:
    """The verb for a pack, to be performed when it has been looked at."""
    return partial(_keep, pack, name)


def _keep(pack: str, name: str, by: Person, at: datetime, then_follow: bool) -> None:
    keep_rules(pack, name=name, by=by, at=at, then_follow=then_follow)


def section(rule: Rule, book: RuleBook) -> Section:
    """What it changes of the version before its first day, and which later versions will never be in force."""
    language = get_language() or "en"
    begins = rule.in_force_from or date.min
    versions = book.versions(rule.id) if rule.id in book else ()
    before = [one for one in versions if (one.in_force_from or date.min) < begins]
    found = rule_words.differences(before[-1] if before else None, rule, language)
    if overtaken := versions[len(before) :]:
        words = "\n".join(rule_words.in_force(one, language) for one in overtaken)
        found.append(Difference(gettext("Versions it overtakes"), words, ""))
    return Section(f"{said(rule.title, language)} · \u2068{rule.id}\u2069", found)
