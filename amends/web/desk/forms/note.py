"""Note: a word for colleagues."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, words


class Note(VerbForm):
    verb: ClassVar[Verb] = Verb.NOTE
    title: ClassVar[str] = N_("Write a note")
    button: ClassVar[str] = N_("Keep the note")
    hint: ClassVar[str] = N_("For colleagues. The complainant never sees it.")
    done: ClassVar[str] = N_("The note is kept.")

    text = words(_("Note"), rows=5)

    def act(self) -> object:
        return actions.note(self.case, text=self.cleaned_data["text"], by=self.by, at=self.at)
