"""Ask: a question to the complainant."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import pgettext_lazy

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Ask(VerbForm):
    verb: ClassVar[Verb] = Verb.ASK
    title: ClassVar[str] = N_("Ask the complainant")
    button: ClassVar[str] = N_("Send the question")
    hint: ClassVar[str] = N_("No deadline stops while you wait for the answer.")
    done: ClassVar[str] = N_("The question is on its way.")

    text = words(pgettext_lazy("a letter", "Question"), rows=6)

    def act(self) -> object:
        return actions.ask(self.case, text=self.cleaned_data["text"], by=self.by, at=self.at)
