"""Reopen, with a word why."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Reopen(VerbForm):
    verb: ClassVar[Verb] = Verb.REOPEN
    title: ClassVar[str] = N_("Reopen the case")
    button: ClassVar[str] = N_("Reopen it")
    hint: ClassVar[str] = N_("It goes back to consultation with a fresh promise of an answer.")
    done: ClassVar[str] = N_("The case is open again.")
    is_grave: ClassVar[bool] = False

    why = words(_("Why does it go on?"), required=True)

    def act(self) -> object:
        return actions.reopen(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
