"""Reply: a message to the complainant, or the final one with decision and reasons."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Reply(VerbForm):
    verb: ClassVar[Verb] = Verb.REPLY
    title: ClassVar[str] = N_("Reply to the complainant")
    button: ClassVar[str] = N_("Send the reply")
    done: ClassVar[str] = N_("The reply is on its way.")

    text = words(pgettext_lazy("a letter", "Reply"), rows=8)
    final = forms.BooleanField(
        label=_("This is the final reply"),
        help_text=_("It carries the decision and its reasons, and moves the case to answered."),
        required=False,
    )

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.reply(self.case, text=chosen["text"], final=chosen["final"], by=self.by, at=self.at)
