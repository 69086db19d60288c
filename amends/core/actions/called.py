"""Note a call: what became of one try to reach a person by one way."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions._record import recording
from amends.core.actions._words import short
from amends.core.models import Alarm, AlarmCall
from amends.core.rules.alarms import next_try
from amends.core.rules.states import Verb


def called(call: AlarmCall, *, ok: bool, detail: str, at: datetime, final: bool = False) -> None:
    """Keeps the outcome. A passing failure is tried again while its person has the alarm; a last one is told on the case,
    and when no way reached the person the alarm goes on to the next without waiting.
    """
    tries = call.tries + 1
    again = None if ok or final else next_try(tries, at)
    is_over = ok or again is None
    values = {
        "tried_at": at,
        "tries": tries,
        "detail": short(detail, 300),
        "ok": ok if is_over else None,
        "next_try_at": again,
    }
    mine = AlarmCall.objects.filter(pk=call.pk, ok=None)
    if call.alarm.complaint is None or not is_over:
        mine.update(**values)
        return
    with recording(call.alarm.complaint, Verb.CALLED, at=at) as act:
        if not mine.update(**values):
            return
        facts = {"to": call.person.name, "person": call.person_id, "way": call.way, "round": call.round}
        act.event("alarm_called" if ok else "alarm_failed", facts)
        if not ok:
            _hurry(call, at)


def _hurry(call: AlarmCall, at: datetime) -> None:
    """Nobody waits ten minutes for a person whom no way has reached."""
    others = AlarmCall.objects.filter(alarm=call.alarm_id, person=call.person_id, round=call.round)
    if not others.exclude(ok=False).exists():
        running = Alarm.objects.filter(pk=call.alarm_id, answered_at=None, person=call.person_id, round=call.round)
        running.update(next_at=at)
