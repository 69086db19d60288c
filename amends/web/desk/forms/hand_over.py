"""Hand over: the work goes to a colleague."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person
from amends.web.desk.forms.base import VerbForm, offer, people, words


class HandOver(VerbForm):
    verb: ClassVar[Verb] = Verb.HAND_OVER
    title: ClassVar[str] = N_("Hand over the work")
    button: ClassVar[str] = N_("Hand it over")
    hint: ClassVar[str] = N_("The face of the case stays the same for the complainant. Hand-overs are counted.")
    done: ClassVar[str] = N_("The work is handed over.")

    to = forms.ModelChoiceField(label=_("To whom"), queryset=Person.objects.none(), empty_label=_("Choose a colleague"))
    why = words(_("What they need to know"), rows=3)

    def arrange(self) -> None:
        offer(self, "to", people())

    def act(self) -> object:
        return actions.hand_over(
            self.case, to=self.cleaned_data["to"], why=self.cleaned_data["why"], by=self.by, at=self.at
        )
