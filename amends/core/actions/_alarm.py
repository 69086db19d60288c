"""What several verbs do with the alarm of a case: raise it, answer it."""

from __future__ import annotations

from amends.core.actions._record import Act
from amends.core.models import Alarm, Event
from amends.core.queries.alarms import waiting_alarm
from amends.core.rules.alarms import Answered, Sign


def raise_alarm(act: Act, sign: Sign) -> None:
    """An alarm that the worker takes up at once. While one waits, people are being called already: no second one."""
    if waiting_alarm(act.case) is None:
        Alarm.objects.create(complaint=act.case, sign=sign, raised_at=act.at, raised_by=act.by, next_at=act.at)
        act.event("alarm_raised", {"sign": sign})


def answer(act: Act, how: Answered) -> Event | None:
    """The alarm that waits is answered by the person who acts; None when none waits. Its open calls are not made any more."""
    alarm = waiting_alarm(act.case)
    if alarm is None:
        return None
    Alarm.objects.filter(pk=alarm.pk).update(answered_at=act.at, answered_by=act.by, answered_how=how, next_at=None)
    alarm.calls.filter(next_try_at__isnull=False).update(next_try_at=None)
    return act.event("alarm_answered", {"how": how, "round": alarm.round})
