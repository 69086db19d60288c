"""Correct: mend what was noted wrongly. Only what differs is sent to the verb."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.models import Party
from amends.core.rules.kinds import CAPACITY_NAMES
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, line, named, words

OF_CASE = (
    "essence",
    "language",
    "occurred_on",
    "postmarked_on",
    "contact_times",
    "accessibility",
    "anger",
    "is_repeat",
)
OF_PARTY = ("name", "email", "phone", "capacity")


def day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Correct(VerbForm):
    verb: ClassVar[Verb] = Verb.CORRECT
    title: ClassVar[str] = N_("Correct the record")
    button: ClassVar[str] = N_("Correct it")
    hint: ClassVar[str] = N_("The complainant’s own words are never changed. What stood before stays in the log.")
    done: ClassVar[str] = N_("The record is corrected.")

    essence = line(_("In one line"), limit=200, dir="auto")
    name = line(_("Name"), autocomplete="off", dir="auto")
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = line(_("Telephone"), limit=60, type="tel", css="ltr")
    capacity = forms.ChoiceField(
        label=_("Speaks as"), required=False, choices=lambda: named(CAPACITY_NAMES, empty=N_("Not known"))
    )
    language = forms.ChoiceField(label=_("Writes"), choices=lambda: list(settings.LANGUAGES))
    occurred_on = day(_("Day it happened"))
    postmarked_on = day(_("Day of the postmark"))
    contact_times = line(_("When to call"), limit=300, dir="auto")
    accessibility = line(_("What they need to be able to talk with us"), limit=300, dir="auto")
    anger = forms.TypedChoiceField(
        label=_("Anger"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", "—"), *((str(level), str(level)) for level in range(1, 6))],
    )
    is_repeat = forms.BooleanField(label=_("A repeated complaint"), required=False)
    why = words(_("Why?"), rows=2)

    def first_values(self) -> dict[str, Any]:
        self._party = Party.objects.get(complaint=self.case, position=0)
        values = {name: getattr(self.case, name) for name in OF_CASE}
        return values | {name: getattr(self._party, name) for name in OF_PARTY}

    def act(self) -> object:
        chosen = self.cleaned_data
        changes = {name: chosen[name] for name in OF_CASE if chosen[name] != getattr(self.case, name)}
        party = {name: chosen[name] for name in OF_PARTY if chosen[name] != getattr(self._party, name)}
        return actions.correct(self.case, changes=changes, party=party, why=chosen["why"], by=self.by, at=self.at)
