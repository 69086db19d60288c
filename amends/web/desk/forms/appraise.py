"""Appraise: the sums, days and circumstances that what is at stake is reckoned from."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.actions.appraise import SUMS
from amends.core.models import Appraisal
from amends.core.queries.office_facts import office_facts
from amends.core.rules.law.rule import EXEMPTIONS
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.ui.count_fields import CountField
from amends.web.desk.amounts import BadAmount, to_minor, typed
from amends.web.desk.forms.base import VerbForm, line, named, words

CIRCUMSTANCE_NAMES = {
    "fraud": N_("The buyer was deceived"),
    "unsafe_food": N_("Food below the safety standard"),
}


def amount(label: Any, help_text: Any = "") -> forms.CharField:
    return line(label, limit=20, help_text=help_text, inputmode="decimal", css="short ltr")


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Appraise(VerbForm):
    verb: ClassVar[Verb] = Verb.APPRAISE
    title: ClassVar[str] = N_("Appraise what is at stake")
    button: ClassVar[str] = N_("Record the appraisal")
    hint: ClassVar[str] = N_(
        "What is not known stays empty. A later appraisal replaces an earlier one; the log keeps both."
    )
    done: ClassVar[str] = N_("The appraisal is recorded.")
    template: ClassVar[str] = "desk/verbs/appraise.html"

    currency = line(_("Currency"), limit=3, required=True, css="short ltr")
    price = amount(_("Price paid"), _("Without it the prices of the issues count."))
    household_price = amount(_("Of this for a household"))
    prepayment = amount(_("Prepayment"))
    service_price = amount(_("Price of the service"))
    loss = amount(_("Loss"))
    delivery_missed = day(_("Delivery was due on"))
    delivered_on = day(_("Delivered or paid back on"))
    ombudsman = day(_("With the ombudsman since"))
    circumstances = forms.MultipleChoiceField(
        label=_("What is said to have happened"),
        required=False,
        choices=lambda: named(CIRCUMSTANCE_NAMES),
        widget=forms.CheckboxSelectMultiple,
    )
    exemptions = forms.MultipleChoiceField(
        label=_("What would exempt from the fine"),
        required=False,
        choices=lambda: named(EXEMPTIONS),
        widget=forms.CheckboxSelectMultiple,
    )
    probability = CountField(
        label=_("Probability of a court award, per cent"),
        required=False,
        min_value=0,
        max_value=100,
    )
    why = words(_("Why?"), rows=2)

    def first_values(self) -> dict[str, Any]:
        kept = Appraisal.objects.filter(complaint=self.case).first()
        if kept is None:
            issues = self.case.issues.exclude(currency="").order_by("position")
            return {"currency": next((issue.currency for issue in issues), office_facts().office.currency)}
        return {
            "currency": kept.currency,
            **{name: typed(minor, kept.currency) for name, minor in kept.sums.items()},
            **kept.days,
            "delivered_on": kept.ends.get("delivery_missed"),
            "circumstances": kept.circumstances,
            "exemptions": kept.exemptions,
            "probability": kept.probability,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["currency"] = cleaned.get("currency", "").upper()
        cleaned["sums"] = {}
        for name in SUMS:
            try:
                minor = to_minor(cleaned.get(name, ""), cleaned["currency"])
            except BadAmount:
                self.add_error(name, gettext("This is not an amount. Write it like 89 or 89.50."))
                continue
            if minor is not None:
                cleaned["sums"][name] = minor
        return cleaned

    def act(self) -> object:
        chosen = self.cleaned_data
        facts = actions.Appraised(
            currency=chosen["currency"],
            sums=chosen["sums"],
            days={name: chosen[name] for name in ("delivery_missed", "ombudsman") if chosen[name]},
            ends={"delivery_missed": chosen["delivered_on"]} if chosen["delivered_on"] else {},
            circumstances=tuple(chosen["circumstances"]),
            exemptions=tuple(chosen["exemptions"]),
            probability=chosen["probability"],
        )
        return actions.appraise(self.case, facts=facts, why=chosen["why"], by=self.by, at=self.at)
