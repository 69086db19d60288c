"""Extend a deadline where its rule allows it, with a reason that the complainant reads."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.queries.clock_words import choices
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.ui import dates
from amends.web.desk.forms.base import VerbForm, choose, words


class Extend(VerbForm):
    verb: ClassVar[Verb] = Verb.EXTEND
    title: ClassVar[str] = N_("Extend a deadline")
    button: ClassVar[str] = N_("Extend it and tell the complainant")
    hint: ClassVar[str] = N_(
        "Only once, and only as far as the rule allows. The complainant is told the reason and the new date."
    )
    done: ClassVar[str] = N_("The deadline is extended; the letter is on its way.")
    is_grave: ClassVar[bool] = True

    key = forms.ChoiceField(label=_("Which deadline"))
    why = words(_("Why it takes longer"), help_text=_("In the complainant’s language: it stands in the letter."))

    def arrange(self) -> None:
        language = get_language() or "en"
        offered = []
        for one in choices(self.case).extendable:
            assert one.new_due_at is not None
            day = dates.full_day(one.new_due_at.date(), language)
            offered.append((one.key, gettext("%(deadline)s: until %(day)s") % {"deadline": one.name, "day": day}))
        choose(self, "key", offered)

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.extend(self.case, key=chosen["key"], why=chosen["why"], by=self.by, at=self.at)
