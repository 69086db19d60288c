"""Decline: not ours, with reasons, a signpost and the letter."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, line, words


class Decline(VerbForm):
    verb: ClassVar[Verb] = Verb.DECLINE
    title: ClassVar[str] = N_("Decline: not ours to handle")
    button: ClassVar[str] = N_("Send the letter and decline")
    hint: ClassVar[str] = N_("Nobody is sent away with nothing: say who can help instead.")
    done: ClassVar[str] = N_("Declined; the letter is on its way.")
    is_grave: ClassVar[bool] = True

    reasons = words(_("Why it is not ours"), rows=2, help_text=_("For the log."))
    signpost = line(_("Where they can turn instead"), limit=300, required=True, dir="auto")
    text = words(_("Letter to the complainant"), rows=7)

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.decline(
            self.case,
            reasons=chosen["reasons"],
            signpost=chosen["signpost"],
            text=chosen["text"],
            by=self.by,
            at=self.at,
        )
