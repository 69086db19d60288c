"""What the first administrator is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core.rules.numbers import number
from amends.office import actions
from amends.office.models import Person
from amends.office.number_form import FORMS
from amends.web.office.forms.base import NamedForm, language, time_zone

JURISDICTIONS = [
    ("", _("Another country")), ("RU", _("Russia")), ("IR", _("Iran")), ("CN", _("China")), ("KZ", _("Kazakhstan")),
    ("BY", _("Belarus")), ("GB", _("United Kingdom")), ("US", _("United States")), ("EU", _("European Union")),
]  # fmt: skip
CURRENCIES = ("EUR", "RUB", "IRR", "CNY", "USD", "GBP", "KZT", "BYN")


def example(form: str, prefix: str, year: int) -> str:
    """The number a complaint would get."""
    return number(form, prefix=prefix, year=year, count=412)


def number_forms(year: int) -> list[tuple[str, str]]:
    return [(form, example(form, "PX", year)) for form in FORMS]


class Welcome(NamedForm):
    """You, and your office. The code field is only there for whoever is not at the machine itself."""

    person_name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        help_text=_("At least 12 signs. A sentence only you would say is easy to keep in mind and hard to guess."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = language(_("Language of the office"), help_text=_("The one used where we do not know a reader's own."))
    time_zone = time_zone(_("Time zone of the office"), required=True)
    jurisdiction = forms.ChoiceField(
        label=_("Country"),
        choices=JURISDICTIONS,
        required=False,
        help_text=_("Letters name the rights and public bodies of this country."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    prefix = forms.CharField(  # type: ignore[assignment]  # Django takes fields off the class; Form.prefix stays
        label=_("Letters before the number"),
        max_length=12,
        initial="C",
        help_text=_("A short sign of your company, such as PX."),
        widget=forms.TextInput(attrs={"class": "short ltr", "autocapitalize": "characters"}),
    )
    number_form = forms.ChoiceField(
        label=_("How a complaint's number looks"), widget=forms.RadioSelect, initial=FORMS[0]
    )

    fields_of = NamedForm.fields_of | {"name": "person_name"}

    def __init__(self, *args: Any, year: int, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number_form"].choices = number_forms(year)  # type: ignore[attr-defined]
        self.fields["password"].widget.attrs["class"] = "ltr"
        self.needs_code = needs_code
        if needs_code:
            code = forms.CharField(
                label=_("Set-up code"),
                max_length=40,
                help_text=_(
                    "It was printed when the office was started, and lies in the file setup-code of its data folder."
                ),
                widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off", "spellcheck": "false"}),
            )
            self.fields = {"code": code} | self.fields

    @property
    def about_you(self) -> list[Any]:
        return [self[name] for name in ("code", "person_name", "email", "password") if name in self.fields]

    @property
    def about_office(self) -> list[Any]:
        yours = {field.name for field in self.about_you}
        return [field for field in self.visible_fields() if field.name not in yours]

    def act(self, by: Person | None, at: datetime) -> Person:
        given = self.cleaned_data
        facts = actions.OfficeOpening(
            names=self.names(),
            **{name: given[name] for name in actions.OfficeOpening.__slots__ if name != "names"},
        )
        return actions.open_office(
            facts, name=given["person_name"], email=given["email"], password=given["password"], at=at
        )
