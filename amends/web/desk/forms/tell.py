"""Note that a person told the complainant what a message says: which message, how, when."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amends.core import actions, outbox
from amends.core.rules.deliveries import TOLD_BY_NAMES, ToldBy
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.lib.text import isolate, one_line
from amends.ui import dates
from amends.web.desk.forms.base import VerbForm, choose, line, named, when

SHOWN = 60
"""So many characters of a message tell it from the others of a case."""


class Tell(VerbForm):
    verb: ClassVar[Verb] = Verb.TELL
    title: ClassVar[str] = N_("Note that a message was told")
    button: ClassVar[str] = N_("It was told")
    hint: ClassVar[str] = N_("For what no mail carries: you called, posted the letter, or handed it over.")
    done: ClassVar[str] = N_("Noted: the complainant was told.")

    message = forms.ChoiceField(label=_("Which message"))
    told_by = forms.ChoiceField(label=_("How"))
    told_at = when(_("When"), help_text=_("Now, if you leave it empty."))
    detail = line(
        _("A word for the log"), limit=300, help_text=_("Whom you reached, or the number of the letter."), dir="auto"
    )

    def arrange(self) -> None:
        language, zone = get_language() or "en", timezone.get_current_timezone()
        waiting = self.case.messages.to_tell().select_related("complaint").order_by("-is_final", "-at", "-pk")
        written = {one.pk: dates.moment_words(one.at, now=self.at, zone=zone, language=language) for one in waiting}
        choose(
            self,
            "message",
            [(str(one.pk), f"{written[one.pk]}: {isolate(one_line(outbox.veiled(one), SHOWN))}") for one in waiting],
        )
        choose(self, "told_by", named(TOLD_BY_NAMES))

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.tell(
            self.case,
            message=int(chosen["message"]),
            told_by=ToldBy(chosen["told_by"]),
            told_at=chosen["told_at"],
            detail=chosen["detail"],
            by=self.by,
            at=self.at,
        )
