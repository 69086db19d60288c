"""Stop the clocks that may stand still, for a reason their rules know."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.queries.clock_words import choices
from amends.core.rules.law.rule import PAUSES
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, choose, named, words


class Pause(VerbForm):
    verb: ClassVar[Verb] = Verb.PAUSE
    title: ClassVar[str] = N_("Stop the clock")
    button: ClassVar[str] = N_("Stop it")
    hint: ClassVar[str] = N_("Only deadlines whose rule allows this reason stand still; all others run on.")
    done: ClassVar[str] = N_("The clock stands still.")

    reason = forms.ChoiceField(label=_("What for"))
    why = words(_("A word for the log"), rows=2, required=False)

    def arrange(self) -> None:
        allowed = choices(self.case).reasons
        choose(self, "reason", named({code: PAUSES[code] for code in allowed}))

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.pause(self.case, reason=chosen["reason"], why=chosen["why"], by=self.by, at=self.at)
