"""Link: two cases that belong together without being one."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.actions.link import SORTS
from amends.core.models import Complaint
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, line, named, words
from amends.web.desk.forms.other_case import other_case


class Link(VerbForm):
    verb: ClassVar[Verb] = Verb.LINK
    title: ClassVar[str] = N_("Link with another case")
    button: ClassVar[str] = N_("Link them")
    hint: ClassVar[str] = N_("Each case then shows the other to whoever may see both.")
    done: ClassVar[str] = N_("The cases are linked.")

    other = line(_("Number of the other case"), limit=60, required=True, css="short ltr", dir="ltr")
    sort = forms.ChoiceField(label=_("How they belong together"), choices=lambda: named(SORTS))
    why = words(_("A word why"), rows=2, required=False)

    def clean_other(self) -> Complaint:
        return other_case(self.cleaned_data["other"], by=self.by, at=self.at)

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.link(
            self.case, other=chosen["other"], sort=chosen["sort"], why=chosen["why"], by=self.by, at=self.at
        )
