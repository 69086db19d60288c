"""Merge: two cases of one person about one thing."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.models import Complaint
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, line, words
from amends.web.desk.forms.other_case import other_case


class Merge(VerbForm):
    verb: ClassVar[Verb] = Verb.MERGE
    title: ClassVar[str] = N_("Merge into another case")
    button: ClassVar[str] = N_("Merge this case into it")
    hint: ClassVar[str] = N_(
        "Only for one person’s cases about one thing. This number goes on working and leads there."
    )
    done: ClassVar[str] = N_("The cases are merged.")
    is_grave: ClassVar[bool] = True

    into = line(_("Number of the case that stays"), limit=60, required=True, css="short ltr", dir="ltr")
    why = words(_("Why are they the same?"), rows=2)

    def clean_into(self) -> Complaint:
        return other_case(self.cleaned_data["into"], by=self.by, at=self.at)

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.merge(self.case, into=chosen["into"], why=chosen["why"], by=self.by, at=self.at)
