"""Record that the complainant takes the complaint back."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Withdraw(VerbForm):
    verb: ClassVar[Verb] = Verb.WITHDRAW
    title: ClassVar[str] = N_("Record a withdrawal")
    button: ClassVar[str] = N_("Record the withdrawal")
    hint: ClassVar[str] = N_("The complainant said so to you. No reason is needed; the work on the cause goes on.")
    done: ClassVar[str] = N_("The withdrawal is recorded.")
    is_grave: ClassVar[bool] = True

    why = words(_("What the complainant said"), required=False)

    def act(self) -> object:
        return actions.withdraw(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
