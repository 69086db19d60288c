"""Remove the danger mark, with a word why."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class ClearDanger(VerbForm):
    verb: ClassVar[Verb] = Verb.CLEAR_DANGER
    title: ClassVar[str] = N_("Remove the danger mark")
    button: ClassVar[str] = N_("Remove the mark")
    hint: ClassVar[str] = N_("Only when you have looked and nobody’s health is in danger. The words stay in the log.")
    done: ClassVar[str] = N_("The danger mark is removed.")
    is_grave: ClassVar[bool] = False

    why = words(_("What did you find?"), required=True)

    def act(self) -> object:
        return actions.clear_danger(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
