"""Tell the complainant, before the date breaks, that it takes longer."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Interim(VerbForm):
    verb: ClassVar[Verb] = Verb.INTERIM
    title: ClassVar[str] = N_("Say that it takes longer")
    button: ClassVar[str] = N_("Send the interim reply")
    hint: ClassVar[str] = N_(
        "The letter says what was done, what is still missing, the new date and the complainant’s rights."
    )
    done: ClassVar[str] = N_("The interim reply is on its way.")
    is_grave: ClassVar[bool] = True

    why = words(
        _("What is still missing"),
        rows=2,
        required=False,
        help_text=_("In the complainant’s language. Left empty, the letter says what the case waits for."),
    )

    def act(self) -> object:
        return actions.interim(self.case, why=self.cleaned_data["why"], by=self.by, at=self.at)
