"""The form of a rule that no pack has: what starts it, what must be done, and which cases it holds for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amends.core.queries import place_names
from amends.core.queries.own_rules import JURISDICTIONS, own_rules
from amends.core.rules.fact_names import ASKED, CIRCUMSTANCES, FACT_NAMES, WORDS_OF
from amends.core.rules.law import reading
from amends.core.rules.law.rule import OBLIGATION_NAMES, TRIGGERS, UNKNOWN, Certainty, Obligation, Rule, Unit
from amends.core.rules.words import N_
from amends.office.refused import OfficeRefused
from amends.web.office.forms.base import LANGUAGE_NAMES
from amends.web.office.forms.rule import RuleForm, choices

NOT_KNOWN = {UNKNOWN: N_("not known")}
MORE = {
    name: {word: (WORDS_OF[name] | NOT_KNOWN)[word] for word in ASKED[name]}
    for name in ("channel", "subject", "product", "sectors", "presented_to", "harms", "circumstances", "marks")
}
# What else is called a circumstance is about money alone.
MORE["circumstances"] = CIRCUMSTANCES
"""Beside kind and demand: the facts that a rule may ask for, and the words each of them may have."""

BLANK = Rule(
    id="OWN",
    version=1,
    jurisdiction="*",
    title={},
    trigger="complaint_received",
    obligation=Obligation.ANSWER,
    unit=Unit.WORKING_DAYS,
    certainty=Certainty.POLICY,
    binds=({},),
)
"""What a new rule begins with."""


class NewRule(RuleForm):
    """A rule of the office that no pack has."""

    rule = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Such as OWN-REPAIR: Latin letters, digits and dashes. It stays for ever."),
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    jurisdiction = forms.ChoiceField(label=_("Whose rule it is"))
    trigger = forms.ChoiceField(label=_("Starts with"), choices=lambda: choices(TRIGGERS))
    obligation = forms.ChoiceField(label=_("What must be done"), choices=lambda: choices(OBLIGATION_NAMES))
    kinds = forms.MultipleChoiceField(
        label=_("Holds for"),
        required=False,
        choices=lambda: choices(WORDS_OF["kind"]),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every kind."),
    )
    demands = forms.MultipleChoiceField(
        label=_("When this is demanded"),
        required=False,
        choices=lambda: choices(WORDS_OF["demands"]),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: whatever is demanded."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        first = {name: str(getattr(BLANK, name)) for name in ("jurisdiction", "trigger", "obligation")}
        super().__init__(*args, base=BLANK, today=today, initial=first, **kwargs)
        language = get_language() or "en"
        names = [(code, place_names.country(code, language)) for code in reversed(JURISDICTIONS)]
        self.fields["jurisdiction"].choices = names  # type: ignore[attr-defined]
        asked = {name: self.fields.pop(name) for name in ("kinds", "demands")}
        self.order_fields(
            ["rule", "jurisdiction", *(f"name_{code}" for code in LANGUAGE_NAMES), "trigger", "obligation"]
        )
        self.fields |= asked | {name: _one_of(name) for name in MORE}

    def first_fields(self) -> Iterator[BoundField]:
        return (self[name] for name in self.fields if name not in MORE)

    def more_conditions(self) -> list[BoundField]:
        return [self[name] for name in MORE]

    def asks_for_more(self) -> bool:
        """Whether one of them was chosen or refused, so that they lie open."""
        return any(field.value() or field.errors for field in self.more_conditions())

    def made(self) -> Rule:
        given = self.cleaned_data
        if given["rule"] in _known_ids():
            raise OfficeRefused(gettext("This code is taken. Change that rule from a day on."), "id")
        asked = {"kind": given["kinds"], "demands": given["demands"]} | {name: given[name] for name in MORE}
        return replace(
            super().made(),
            id=given["rule"],
            version=1,
            jurisdiction=given["jurisdiction"],
            trigger=given["trigger"],
            obligation=Obligation(given["obligation"]),
            binds=({name: frozenset(codes) for name, codes in asked.items() if codes},),
        )


def _one_of(name: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext(FACT_NAMES[name]),
        required=False,
        choices=choices(MORE[name]),
        widget=forms.CheckboxSelectMultiple,
    )


def _known_ids() -> set[str]:
    return {rule.id for rule in (*reading.shipped(), *own_rules())}
