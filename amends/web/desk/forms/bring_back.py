"""Bring back what was set aside."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class BringBack(VerbForm):
    verb: ClassVar[Verb] = Verb.BRING_BACK
    title: ClassVar[str] = N_("Bring back")
    button: ClassVar[str] = N_("Bring it back")
    hint: ClassVar[str] = N_("It returns to the worklists with its old deadlines.")
    done: ClassVar[str] = N_("The case is back.")
    is_grave: ClassVar[bool] = False

    why = words(_("Why?"), required=True)

    def act(self) -> object:
        return actions.bring_back(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
