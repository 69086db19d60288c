"""Mark danger to health, with a word why."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class MarkDanger(VerbForm):
    verb: ClassVar[Verb] = Verb.MARK_DANGER
    title: ClassVar[str] = N_("Mark danger to health")
    button: ClassVar[str] = N_("Raise the alarm")
    hint: ClassVar[str] = N_("The person on duty is called at once, and somebody looks within the hour.")
    done: ClassVar[str] = N_("The alarm is raised.")
    is_grave: ClassVar[bool] = True

    why = words(_("What did you see or hear?"), required=True)

    def act(self) -> object:
        return actions.mark_danger(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
