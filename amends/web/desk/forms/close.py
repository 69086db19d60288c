"""Close; the verb says what is still missing."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Close(VerbForm):
    verb: ClassVar[Verb] = Verb.CLOSE
    title: ClassVar[str] = N_("Close the case")
    button: ClassVar[str] = N_("Close it")
    hint: ClassVar[str] = N_("Closing needs a decision on every issue and the proof that the final reply arrived.")
    done: ClassVar[str] = N_("The case is closed.")
    is_grave: ClassVar[bool] = False

    why = words(_("A word for the log"), required=False)

    def act(self) -> object:
        return actions.close(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
