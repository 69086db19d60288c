"""What the worker does for the core: the tick of the clock, and reactions to events. Each may run twice, or in two workers."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings

from amends.core import actions
from amends.core.models import Complaint, Event, Reaction
from amends.core.queries.exposure import today
from amends.core.rules.deadlines import NEVER

log = structlog.get_logger(__name__)

PORTION = 100
LEASE = timedelta(minutes=5)
MOST_TRIES = 5
SET_BACK = timedelta(hours=1)

ReactionFunction = Callable[[Sequence[Event], datetime], None]


def tick(at: datetime) -> int:
    """Takes what the clock must look at, in small portions; returns how many cases.

    A portion is warned about in one transaction, and gets the letters that are due after that in another. Where one case
    fails they are done one by one: its own is set an hour ahead and reported, so that it stops no other.
    """
    # The first condition is the index's own, without which SQLite passes it by.
    waiting = Complaint.objects.filter(next_tick_at__lt=NEVER)
    due = list(waiting.filter(next_tick_at__lte=at).order_by("next_tick_at").only("key", "version")[:PORTION])
    if due:
        _work_off(due, at)
    return len(due)


def _work_off(due: Sequence[Complaint], at: datetime) -> None:
    try:
        warned = actions.warn_together(due, at=at)
    except Exception as error:
        _one_at_a_time(due, _look_at, at, error)
        return
    to_be_told = [case for case in warned if case.next_tick_at <= at]
    try:
        actions.interim_together(to_be_told, at=at)
    except Exception as error:
        _one_at_a_time(to_be_told, actions.interim, at, error)


def _one_at_a_time(cases: Sequence[Complaint], act: Callable[..., object], at: datetime, error: Exception) -> None:
    log.warning("portion_one_by_one", error=type(error).__name__)
    for complaint in cases:
        try:
            act(complaint, at=at)
        except Exception:
            log.exception("tick_failed", complaint=str(complaint.key))
            Complaint.objects.filter(pk=complaint.pk).update(next_tick_at=at + SET_BACK)


def _look_at(complaint: Complaint, *, at: datetime) -> None:
    """What fell due is said; what is still due after that is the word to the complainant."""
    actions.warn(complaint, at=at)
    if complaint.next_tick_at <= at:
        actions.interim(complaint, at=at)


def appraise(at: datetime) -> int:
    """Reckons anew, in small portions, what open cases may cost since the office's midnight; returns how many cases.

    A case whose reckoning fails keeps yesterday's sum, is reported, and stops no other; the next midnight tries again.
    """
    on = today(at)
    known = Complaint.objects.filter(is_open=True, exposure_on__isnull=False, exposure_on__lt=on)
    due = list(known.order_by("exposure_on", "pk").prefetch_related("issues", "deadlines")[:PORTION])
    for complaint in due:
        try:
            actions.reappraise(complaint, at=at)
        except Exception:
            log.exception("appraisal_failed", complaint=str(complaint.key))
            Complaint.objects.filter(pk=complaint.pk).update(exposure_on=on)
    return len(due)


def react(at: datetime) -> int:
    """Performs queued reactions in batches, by name; a failing batch is tried one by one, a failing one later again."""
    done = 0
    for name in sorted({name for names in settings.REACTIONS.values() for name in names}):
        done += _react(name, at)
    return done


def _react(name: str, at: datetime) -> int:
    rows = _take(name, at)
    if not rows:
        return 0
    run = _function(name)
    events = [row.event for row in rows]
    try:
        run(events, at)
    except Exception:
        log.exception("reaction_failed", reaction=name, events=len(rows))
        for row in rows:
            _one_by_one(run, row, at)
    else:
        Reaction.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _take(name: str, at: datetime) -> list[Reaction]:
    """Wins a portion for this worker: a row counts when its due moment was still as read."""
    due = Reaction.objects.filter(name=name, is_dead=False, due_at__lte=at).order_by("due_at", "id")[:PORTION]
    wanted = list(due.values_list("pk", flat=True))
    if not wanted:
        return []
    # One guarded write for the portion: rows another worker has meanwhile leased are no longer due and fall out.
    lease = at + LEASE
    Reaction.objects.filter(pk__in=wanted, due_at__lte=at, is_dead=False).update(due_at=lease)
    won = Reaction.objects.filter(pk__in=wanted, due_at=lease)
    return list(won.select_related("event__complaint", "event__by").order_by("id"))


def _one_by_one(run: ReactionFunction, row: Reaction, at: datetime) -> None:
    try:
        run([row.event], at)
    except Exception as error:
        tries = row.tries + 1
        log.exception("reaction_failed", reaction=row.name, of_event=row.event_id, tries=tries)
        Reaction.objects.filter(pk=row.pk).update(
            tries=tries,
            is_dead=tries >= MOST_TRIES,
            due_at=at + timedelta(minutes=tries * tries),
            error=type(error).__name__,
        )
    else:
        Reaction.objects.filter(pk=row.pk).delete()


def _function(name: str) -> ReactionFunction:
    module, _, function = name.rpartition(".")
    found: ReactionFunction = getattr(importlib.import_module(module), function)
    return found
