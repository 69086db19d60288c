"""A colleague looks whether what was classified so is truly no complaint."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Second(VerbForm):
    verb: ClassVar[Verb] = Verb.SECOND
    title: ClassVar[str] = N_("Is it truly no complaint?")
    button: ClassVar[str] = N_("Settle it")
    hint: ClassVar[str] = N_("Read the words again before you agree: a complaint must not be argued away.")
    done: ClassVar[str] = N_("It is settled.")

    agree = forms.ChoiceField(
        label=_("What do you find?"),
        choices=[("yes", _("It is not a complaint")), ("no", _("It is a complaint"))],
        widget=forms.RadioSelect,
    )
    why = words(_("Why?"), rows=2, required=True)

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.second(self.case, agree=chosen["agree"] == "yes", why=chosen["why"], by=self.by, at=self.at)
