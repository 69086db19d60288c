"""Let the clocks run on that stand still."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Resume(VerbForm):
    verb: ClassVar[Verb] = Verb.RESUME
    title: ClassVar[str] = N_("Let the clock run on")
    button: ClassVar[str] = N_("Let it run on")
    hint: ClassVar[str] = N_("The deadline is later by the time the clock stood still.")
    done: ClassVar[str] = N_("The clock runs on.")

    why = words(_("A word for the log"), rows=2, required=False)

    def act(self) -> object:
        return actions.resume(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
