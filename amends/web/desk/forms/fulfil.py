"""Note that an obligation was met: what was done, when, and the proof of it."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.queries.clock_words import choices
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, choose, line, when, words


class Fulfil(VerbForm):
    verb: ClassVar[Verb] = Verb.FULFIL
    title: ClassVar[str] = N_("Note what was done")
    button: ClassVar[str] = N_("It was done")
    hint: ClassVar[str] = N_(
        "For what must be done and not only said: money returned, goods replaced, an authority told."
    )
    done: ClassVar[str] = N_("Noted; this deadline is kept.")

    key = forms.ChoiceField(label=_("Which obligation"))
    what = words(_("What was done"), rows=2)
    done_at = when(_("When"), help_text=_("Now, if you leave it empty."))
    proof = line(
        _("Proof"), limit=300, help_text=_("A payment number, a receipt, the number of the letter."), dir="auto"
    )

    def arrange(self) -> None:
        choose(self, "key", [(one.key, one.name) for one in choices(self.case).fulfillable])

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.fulfil(
            self.case,
            key=chosen["key"],
            what=chosen["what"],
            done_at=chosen["done_at"],
            proof=chosen["proof"],
            by=self.by,
            at=self.at,
        )
