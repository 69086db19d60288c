"""Forms for the office's own settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from amends.office import actions
from amends.office.models import Office, Person
from amends.office.number_form import FORMS
from amends.ui.count_fields import CountField
from amends.web.office.forms.base import NamedForm, OfficeForm, first_names, language, time_zone
from amends.web.office.forms.welcome import CURRENCIES, JURISDICTIONS

KEPT = ("assessment_hours", "safety_hours", "answer_days", "language", "time_zone", "jurisdiction", "currency", "prefix",
        "number_form")  # fmt: skip


def _hours(label: Any, most: int, help_text: Any) -> CountField:
    return CountField(label=label, min_value=1, max_value=most, help_text=help_text)


class OfficeSettings(NamedForm):
    """`instead` says, by the number, which rules of the office hold instead of it."""

    assessment_hours = _hours(_("Hours to a first assessment"), 240, _("Somebody has read and understood it by then."))
    safety_hours = _hours(_("Hours when there is danger"), 24, _("Clock hours, day and night."))
    answer_days = _hours(
        _("Days to an answer"), 365, _("The day everything promised is counted from is that of receipt.")
    )
    language = language(_("Language of the office"))
    time_zone = time_zone(_("Time zone of the office"), required=True)
    jurisdiction = forms.ChoiceField(label=_("Country"), choices=JURISDICTIONS, required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    prefix = forms.CharField(  # type: ignore[assignment]  # Django takes fields off the class; Form.prefix stays
        label=_("Letters before the number"), max_length=12, widget=forms.TextInput(attrs={"class": "short ltr"})
    )
    number_form = forms.CharField(
        label=_("How a complaint's number looks"),
        max_length=60,
        help_text=_(
            "Made of {prefix}, {year} and {count}; {count:06d} is a count of six digits. "
            "Numbers that were given stay as they are; new ones follow the new form."
        ),
        widget=forms.TextInput(attrs={"class": "ltr", "list": "number-forms", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, office: Office, instead: Mapping[str, SafeString], **kwargs: Any) -> None:
        initial = first_names(office.names) | {name: getattr(office, name) for name in KEPT}
        super().__init__(*args, initial=initial, **kwargs)
        for number, words in instead.items():
            self.fields[number].help_text = format_html("{}{}", self.fields[number].help_text, words)
        known = dict.fromkeys((*CURRENCIES, office.currency))
        self.fields["currency"].choices = [(code, code) for code in known]  # type: ignore[attr-defined]
        countries = list(JURISDICTIONS)
        if office.jurisdiction not in dict(countries):
            countries.append((office.jurisdiction, office.jurisdiction))  # type: ignore[arg-type]
        self.fields["jurisdiction"].choices = countries  # type: ignore[attr-defined]

    number_forms = FORMS

    def act(self, by: Person, at: datetime) -> Any:
        return actions.change_office(
            names=self.names(), **{name: self.cleaned_data[name] for name in KEPT}, by=by, at=at
        )


class SwitchMail(OfficeForm):
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, on: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def act(self, by: Person, at: datetime) -> Any:
        return actions.switch_mail(on=self.on, reason=self.cleaned_data["reason"], by=by, at=at)
