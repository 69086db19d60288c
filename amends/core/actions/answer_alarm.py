"""Answer the alarm: this person looks at the danger now; nobody else is called. The clock of the hour runs on."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._alarm import answer
from amends.core.actions._record import recording
from amends.core.actions.refused import ActionRefused
from amends.core.models import Alarm, Complaint, Event
from amends.core.rules.alarms import Answered
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.office.models import Person


def answer_alarm(complaint: Complaint, *, by: Person, at: datetime, how: Answered = Answered.DESK) -> Event:
    """Whoever may see the case may answer; a form that is open elsewhere does not become old by it. Refuses when no alarm
    waits."""
    with recording(complaint, Verb.ANSWER_ALARM, by=by, at=at, stale_if_changed=False) as act:
        event = answer(act, how)
        if event is None:
            raise ActionRefused(N_("No alarm waits for an answer here."))
        return event


def answer_test(alarm: Alarm, *, by: Person, at: datetime, how: Answered) -> bool:
    """The person a test called has heard it. False when the test is over."""
    waiting = Alarm.objects.filter(pk=alarm.pk, complaint=None, answered_at=None, next_at__isnull=False)
    return bool(waiting.update(answered_at=at, answered_by=by, answered_how=how, next_at=None))
