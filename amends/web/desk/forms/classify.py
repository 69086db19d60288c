"""Classify: the first assessment, with one part a issue and a button for one more."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.models import Category
from amends.core.queries.office_facts import office_facts
from amends.core.rules.kinds import KIND_NAMES, Kind
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, line, named, retyped, words
from amends.web.desk.forms.issue import (
    MOST_DEMANDS,
    SPARE_DEMANDS,
    IssueFields,
    category_tree,
    first_values,
    goods_and_stores,
)

MOST_ISSUES = 12
CONSEQUENCES = {
    "low": N_("Small"),
    "medium": N_("Noticeable"),
    "high": N_("Grave"),
    "critical": N_("Danger to life or limb"),
}


class Classify(VerbForm):
    verb: ClassVar[Verb] = Verb.CLASSIFY
    title: ClassVar[str] = N_("Classify: what is it about?")
    button: ClassVar[str] = N_("Keep the classification")
    hint: ClassVar[str] = N_("One issue for each thing that went wrong; each gets its own decision.")
    done: ClassVar[str] = N_("The case is classified.")
    template: ClassVar[str] = "desk/verbs/classify.html"

    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: named(KIND_NAMES))
    essence = line(_("The case in one line"), limit=200, dir="auto")
    anger = forms.TypedChoiceField(
        label=_("Anger"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "—"), *((str(level), str(level)) for level in range(1, 6))],
    )
    consequence = forms.ChoiceField(
        label=_("How grave"), required=False, choices=lambda: named(CONSEQUENCES, empty=N_("Not judged yet"))
    )
    why = words(_("Why it is not a complaint"), rows=2, required=False)
    issue_count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ISSUES)

    def first_values(self) -> dict[str, Any]:
        self._known = list(self.case.issues.select_related("category", "product_ref", "store", "employee"))
        case = self.case
        return {
            "kind": case.kind,
            "essence": case.essence,
            "anger": case.anger,
            "consequence": case.consequence,
            "issue_count": max(1, len(self._known)),
        }

    def arrange(self) -> None:
        count = self._count()
        self.wants_more = self.is_bound and "more" in self.data and count < MOST_ISSUES
        if self.wants_more:
            count += 1
            self.data = retyped(self.data, issue_count=count)
        tree = category_tree(Category.objects.filter(valid_to=None))
        goods, stores = goods_and_stores()
        currency = office_facts().office.currency
        self.issues = []
        for number in range(count):
            known = self._known[number] if number < len(self._known) else None
            demands = min(MOST_DEMANDS, (len(known.demands) if known else 0) + SPARE_DEMANDS)
            self.issues.append(
                IssueFields(
                    self.data if self.is_bound else None,
                    prefix=f"issue{number}",
                    initial=first_values(known, currency) if known else {"currency": currency},
                    tree=tree,
                    goods=goods,
                    stores=stores,
                    demands=demands,
                )
            )
            self.issues[-1].empty_permitted = False

    def _count(self) -> int:
        if not self.is_bound:
            return max(1, len(self._known))
        typed = str(self.data.get("issue_count", ""))
        return min(MOST_ISSUES, max(1, int(typed))) if typed.isdecimal() else 1

    def perform(self) -> bool:
        """One more issue is asked for: nothing is judged yet, the form only grows."""
        return False if self.wants_more else super().perform()

    def is_valid(self) -> bool:
        own = super().is_valid()
        return all([issue.is_valid() for issue in self.issues]) and own

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.classify(
            self.case,
            issues=[issue.facts() for issue in self.issues],
            kind=Kind(chosen["kind"]),
            anger=chosen["anger"],
            consequence=chosen["consequence"],
            essence=chosen["essence"],
            why=chosen["why"],
            by=self.by,
            at=self.at,
        )
