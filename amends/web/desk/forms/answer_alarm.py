"""Answer the alarm: nothing to fill in."""

from __future__ import annotations

from typing import ClassVar

from amends.core import actions
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm


class AnswerAlarm(VerbForm):
    verb: ClassVar[Verb] = Verb.ANSWER_ALARM
    title: ClassVar[str] = N_("Answer the alarm")
    button: ClassVar[str] = N_("I am looking at it now")
    hint: ClassVar[str] = N_("Nobody else is called then. The hour for looking at it runs on.")
    done: ClassVar[str] = N_("You have the alarm. Call first, write later.")

    def act(self) -> object:
        return actions.answer_alarm(self.case, by=self.by, at=self.at)
