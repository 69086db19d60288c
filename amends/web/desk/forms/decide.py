"""Decide: what was found about one issue, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.kinds import VALIDITY_NAMES, Validity
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.ui.numbers import digits
from amends.web.desk.forms.base import Choices, VerbForm, choose, line, named, words

FACTOR_NAMES = {
    "law": N_("The law"),
    "expectation": N_("What the person could expect"),
    "compromise": N_("A compromise both can live with"),
    "market": N_("What is usual on the market"),
    "fairness": N_("Fairness"),
    "arbitration": N_("What a court or arbiter would say"),
}


class Decide(VerbForm):
    verb: ClassVar[Verb] = Verb.DECIDE
    title: ClassVar[str] = N_("Decide an issue")
    button: ClassVar[str] = N_("Record the decision")
    hint: ClassVar[str] = N_("A later decision replaces an earlier one; the log keeps both.")
    done: ClassVar[str] = N_("The decision is recorded.")

    issue = forms.TypedChoiceField(label=_("Issue"), coerce=int, choices=())
    validity = forms.ChoiceField(
        label=_("What was found"), choices=lambda: named(VALIDITY_NAMES), widget=forms.RadioSelect
    )
    decision = words(_("Decision"), rows=3, help_text=_("What we do, in words the complainant can read."))
    reasons = words(_("Reasons"), rows=4)
    factors = forms.MultipleChoiceField(
        label=_("What was weighed"),
        required=False,
        choices=lambda: named(FACTOR_NAMES),
        widget=forms.CheckboxSelectMultiple,
    )
    redress = line(
        _("What they get"), limit=300, help_text=_("Refund, replacement, apology … with the amount."), dir="auto"
    )

    def first_values(self) -> dict[str, Any]:
        issues = list(self.case.issues.all())
        first = next((issue for issue in issues if not issue.validity), issues[0] if issues else None)
        return {"issue": first.position} if first else {}

    def arrange(self) -> None:
        choices: Choices = [
            (str(issue.position), f"{digits(issue.position, self.by.language)}. {_title(issue)}")
            for issue in self.case.issues.select_related("category")
        ]
        choose(self, "issue", choices)

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.decide(
            self.case,
            issue=chosen["issue"],
            validity=Validity(chosen["validity"]),
            decision=chosen["decision"],
            reasons=chosen["reasons"],
            factors=chosen["factors"],
            redress=chosen["redress"],
            by=self.by,
            at=self.at,
        )


def _title(issue: Any) -> str:
    name = issue.category.name if issue.category else issue.essence
    decided = gettext(VALIDITY_NAMES[Validity(issue.validity)]) if issue.validity else ""
    return f"{name} ({decided})" if decided else str(name)
