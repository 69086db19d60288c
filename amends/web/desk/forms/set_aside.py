"""Set aside as spam, with a word why."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class SetAside(VerbForm):
    verb: ClassVar[Verb] = Verb.SET_ASIDE
    title: ClassVar[str] = N_("Set aside as spam")
    button: ClassVar[str] = N_("Set it aside")
    hint: ClassVar[str] = N_("It leaves the worklists and is kept. One act brings it back.")
    done: ClassVar[str] = N_("Set aside. It is under “Set aside”, and can be brought back.")
    is_grave: ClassVar[bool] = True

    why = words(_("Why is this not meant for us?"), required=True)

    def act(self) -> object:
        return actions.set_aside(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
