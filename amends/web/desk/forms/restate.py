"""Restate: the problem in our words, for the complainant to confirm."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Restate(VerbForm):
    verb: ClassVar[Verb] = Verb.RESTATE
    title: ClassVar[str] = N_("Restate the problem")
    button: ClassVar[str] = N_("Send it to be confirmed")
    hint: ClassVar[str] = N_("The complainant reads it and says whether you understood. Write in their language.")
    done: ClassVar[str] = N_("The restatement is on its way.")

    text = words(_("The problem, in your words"), rows=5)

    def first_values(self) -> dict[str, Any]:
        return {"text": self.case.restated}

    def act(self) -> object:
        return actions.restate(self.case, text=self.cleaned_data["text"], by=self.by, at=self.at)
