"""Set the facts that the law asks about; the deadlines follow. Only what differs is sent to the verb."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.clocks import facts
from amends.core.rules.fact_names import CIRCUMSTANCES, MARKS, PRESENTED, PRODUCTS, SECTORS, SUBJECTS
from amends.core.rules.law.rule import TRIGGERS
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.ui.count_fields import CountField
from amends.web.desk.forms.base import VerbForm, line, named, when, words
from amends.web.desk.forms.correct import day

ONE = ("presented_to", "subject", "product")
SEVERAL = ("sectors", "circumstances", "marks")


def several(label: Any, names: dict[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=lambda: named(names), widget=forms.CheckboxSelectMultiple
    )


def one_of(label: Any, names: dict[str, str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=lambda: named(names, empty=N_("Not known")))


def _triggers() -> list[tuple[str, str]]:
    typed = {code: name for code, name in TRIGGERS.items() if code not in facts.DERIVED}
    return sorted(named(typed), key=lambda choice: choice[1])


class Qualify(VerbForm):
    verb: ClassVar[Verb] = Verb.QUALIFY
    title: ClassVar[str] = N_("Set the legal facts")
    button: ClassVar[str] = N_("Set them")
    hint: ClassVar[str] = N_("Which deadlines run follows from these facts; they move at once.")
    done: ClassVar[str] = N_("The facts are set; the deadlines follow them.")

    jurisdictions = line(_("Countries whose law holds"), limit=60, help_text=_("Two letters each: RU, CN"), css="ltr")
    presented_to = one_of(_("The claim was presented to"), PRESENTED)
    subject = one_of(_("It is about"), SUBJECTS)
    product = one_of(_("Kind of goods"), PRODUCTS)
    sectors = several(_("Rules of a trade"), SECTORS)
    circumstances = several(_("Circumstances"), CIRCUMSTANCES)
    marks = several(_("The sale"), MARKS)
    contract_days = CountField(label=_("Days by the contract"), required=False, min_value=1, max_value=3650)
    due_on = day(_("Day set by an authority"))
    trigger = forms.ChoiceField(
        label=_("Something became known or happened"),
        required=False,
        choices=lambda: [("", gettext("Nothing new")), *_triggers()],
    )
    moment = when(_("When"), help_text=_("Left empty, it did not happen."))
    why = words(_("A word for the log"), rows=2, required=False)

    def first_values(self) -> dict[str, Any]:
        law = self.case.law
        values = {name: law.get(name, "") for name in ONE} | {name: law.get(name, []) for name in SEVERAL}
        return values | {
            "jurisdictions": ", ".join(self.case.jurisdictions),
            "presented_to": self.case.presented_to,
            "contract_days": law.get("contract_days"),
            "due_on": law.get("due_on"),
        }

    def act(self) -> object:
        chosen, before = self.cleaned_data, self.first_values()
        changes = {
            name: chosen[name]
            for name in (*ONE, *SEVERAL, "contract_days")
            if chosen[name] != before[name] and (chosen[name] or before[name])
        }
        countries = chosen["jurisdictions"].upper().replace(",", " ").split()
        if countries != self.case.jurisdictions:
            changes["jurisdictions"] = countries
        if (chosen["due_on"].isoformat() if chosen["due_on"] else None) != before["due_on"]:
            changes["due_on"] = chosen["due_on"]
        if chosen["trigger"]:
            changes["moments"] = {chosen["trigger"]: chosen["moment"]}
        return actions.qualify(self.case, changes=changes, why=chosen["why"], by=self.by, at=self.at)
