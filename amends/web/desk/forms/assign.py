"""Assign: to a person, a team, or both."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person, Team
from amends.web.desk.forms.base import VerbForm, offer, people, words


class Assign(VerbForm):
    verb: ClassVar[Verb] = Verb.ASSIGN
    title: ClassVar[str] = N_("Assign the case")
    button: ClassVar[str] = N_("Assign it")
    hint: ClassVar[str] = N_("The face of the case stays; only who works on it changes.")
    done: ClassVar[str] = N_("The case is assigned.")

    handler = forms.ModelChoiceField(
        label=_("Who works on it"), queryset=Person.objects.none(), required=False, empty_label=_("Nobody new")
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("The team it has")
    )
    why = words(_("A word why"), rows=2, required=False)

    def arrange(self) -> None:
        offer(self, "handler", people())
        offer(self, "team", Team.objects.filter(is_active=True).order_by("code"))

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.assign(
            self.case, handler=chosen["handler"], team=chosen["team"], why=chosen["why"], by=self.by, at=self.at
        )
