"""One form a verb: what a person fills in, and the one call that is made of it. FORMS is the list."""

from __future__ import annotations

from collections.abc import Mapping

from amends.core.rules.states import Verb
from amends.web.desk.forms.add_party import AddParty
from amends.web.desk.forms.answer_alarm import AnswerAlarm
from amends.web.desk.forms.appraise import Appraise
from amends.web.desk.forms.ask import Ask
from amends.web.desk.forms.assign import Assign
from amends.web.desk.forms.base import VerbForm
from amends.web.desk.forms.bring_back import BringBack
from amends.web.desk.forms.classify import Classify
from amends.web.desk.forms.clear_danger import ClearDanger
from amends.web.desk.forms.close import Close
from amends.web.desk.forms.consent import Consent
from amends.web.desk.forms.correct import Correct
from amends.web.desk.forms.decide import Decide
from amends.web.desk.forms.decline import Decline
from amends.web.desk.forms.extend import Extend
from amends.web.desk.forms.fulfil import Fulfil
from amends.web.desk.forms.hand_over import HandOver
from amends.web.desk.forms.interim import Interim
from amends.web.desk.forms.link import Link
from amends.web.desk.forms.mark_danger import MarkDanger
from amends.web.desk.forms.merge import Merge
from amends.web.desk.forms.note import Note
from amends.web.desk.forms.pause import Pause
from amends.web.desk.forms.protect import Protect
from amends.web.desk.forms.qualify import Qualify
from amends.web.desk.forms.reopen import Reopen
from amends.web.desk.forms.reply import Reply
from amends.web.desk.forms.restate import Restate
from amends.web.desk.forms.resume import Resume
from amends.web.desk.forms.second import Second
from amends.web.desk.forms.set_aside import SetAside
from amends.web.desk.forms.take import Take
from amends.web.desk.forms.tell import Tell
from amends.web.desk.forms.withdraw import Withdraw

FORMS: Mapping[Verb, type[VerbForm]] = {
    form.verb: form
    for form in (
        Classify,
        Take,
        Assign,
        HandOver,
        Restate,
        Ask,
        Note,
        Reply,
        Decide,
        Decline,
        Close,
        Reopen,
        Withdraw,
        Merge,
        Link,
        Correct,
        Appraise,
        Protect,
        MarkDanger,
        ClearDanger,
        AnswerAlarm,
        Second,
        Consent,
        AddParty,
        SetAside,
        BringBack,
        Qualify,
        Extend,
        Pause,
        Resume,
        Fulfil,
        Interim,
        Tell,
    )
}
