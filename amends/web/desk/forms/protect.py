"""Protect: who may see the case."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person
from amends.web.desk.forms.base import VerbForm, offer, words


class Protect(VerbForm):
    verb: ClassVar[Verb] = Verb.PROTECT
    title: ClassVar[str] = N_("Who may see the case")
    button: ClassVar[str] = N_("Change who may see it")
    hint: ClassVar[str] = N_("You stay named on it. Whom it is about loses sight and work of it at once.")
    done: ClassVar[str] = N_("Changed who may see the case.")

    confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Only the owner, the handler and the people named see it.")
    )
    named = forms.ModelMultipleChoiceField(label=_("May see it"), queryset=Person.objects.none(), required=False)
    about = forms.ModelMultipleChoiceField(label=_("It is about"), queryset=Person.objects.none(), required=False)
    why = words(_("Why?"), rows=2)

    def first_values(self) -> dict[str, Any]:
        return {"confidential": self.case.is_confidential}

    def arrange(self) -> None:
        everybody = Person.objects.filter(is_active=True).order_by("name", "pk")
        offer(self, "named", everybody.exclude(pk=self.by.pk))
        offer(self, "about", everybody.exclude(pk=self.by.pk))

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.protect(
            self.case,
            confidential=chosen["confidential"],
            named=list(chosen["named"]),
            about=list(chosen["about"]),
            why=chosen["why"],
            by=self.by,
            at=self.at,
        )
