"""Take: nothing to fill in."""

from __future__ import annotations

from typing import ClassVar

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm


class Take(VerbForm):
    verb: ClassVar[Verb] = Verb.TAKE
    title: ClassVar[str] = N_("Take the case")
    button: ClassVar[str] = N_("Take it")
    hint: ClassVar[str] = N_("You will work on it. If nobody is its face yet, you become the face to the end.")
    done: ClassVar[str] = N_("The case is yours.")

    def act(self) -> object:
        return actions.take(self.case, by=self.by, at=self.at)
