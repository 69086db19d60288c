"""One loop each way: work off what was kept, deliver what is due. Safe to run twice and in two workers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from amends.channels.base import Channel, DeliveryError, ForReview, Further, Ignored, NewCase, Reading, Returned
from amends.channels.models import Account
from amends.channels.registry import channels
from amends.core import actions, inbox, outbox
from amends.core.models import Message, Receipt
from amends.core.rules.words import N_
from amends.lib.files import Store
from amends.office.models import Office

log = structlog.get_logger(__name__)
PORTION = 100
MOST_TRIES = 3
KILLED = N_("Reading it ended the work again and again, so it was set aside.")
MOST_UNREACHED = 3
TOGETHER = 10
"""Receipts in one transaction: few enough that nobody at a screen waits for them, many enough to save the disk."""
LARGE = 1024 * 1024
Work = Callable[[], object]
LEASE = timedelta(minutes=10)
"""For how long a receipt or an account belongs to the worker that took it; after it a killed worker's work is done anew."""


def work_off(at: datetime) -> int:
    """Reads, threads and receives kept receipts that are due; a poisoned one is set aside and stops no other."""
    receipts = _taken(at)
    handful: list[Receipt] = []
    for receipt in receipts:
        if receipt.size > LARGE or receipt.tries:
            take_in(receipt, at)
            continue
        handful.append(receipt)
        if len(handful) == TOGETHER:
            _take_in_together(handful, at)
            handful = []
    _take_in_together(handful, at)
    return len(receipts)


def _taken(at: datetime) -> list[Receipt]:
    """A portion won by this worker alone. A try counts as made before it begins, so that what kills a worker is found."""
    due = Receipt.objects.filter(state=Receipt.State.KEPT, next_try_at__lte=at).order_by("next_try_at", "id")
    receipts = list(due[:PORTION])
    if not receipts:
        return []
    wanted = Receipt.objects.filter(pk__in=[receipt.pk for receipt in receipts], state=Receipt.State.KEPT)
    with transaction.atomic():
        # A second worker waits here for the first one's rows, which are then no longer due.
        free = wanted.filter(next_try_at__lte=at).select_for_update()
        won = set(free.values_list("pk", flat=True))
        wanted.filter(pk__in=won).update(next_try_at=at + LEASE, tries=F("tries") + 1)
    return [receipt for receipt in receipts if receipt.pk in won]


def take_in(receipt: Receipt, at: datetime) -> None:
    """Makes of one receipt what it is. Any failure is counted and tried again, then shown to a person."""
    if receipt.tries >= MOST_TRIES:
        actions.settle(receipt, Receipt.State.FAILED, why=gettext(KILLED))
        return
    work = _read(receipt, at)
    if work is not None:
        _finish(receipt, work, at)


def _take_in_together(receipts: list[Receipt], at: datetime) -> None:
    """Reads a handful, then makes of them what they are in one transaction; if that fails, each in its own."""
    read = [(receipt, work) for receipt in receipts if (work := _read(receipt, at)) is not None]
    try:
        with transaction.atomic():
            for _, work in read:
                work()
    except Exception:
        for receipt, work in read:
            _finish(receipt, work, at)


def _read(receipt: Receipt, at: datetime) -> Work | None:
    """What is to be done with a receipt; None when it cannot be read, which is noted."""
    try:
        channel = channels().get(receipt.channel)
        if channel is None:
            return partial(inbox.recover, receipt, at=at)
        body = Store(settings.FILES_DIR).read(receipt.stored) if receipt.stored else bytes(receipt.body)
        return partial(_perform, channel.read(body, receipt), receipt, at)
    except Exception as error:
        _put_off(receipt, error, at)
        return None


def _finish(receipt: Receipt, work: Work, at: datetime) -> None:
    try:
        work()
    except Exception as error:
        _put_off(receipt, error, at)


def _put_off(receipt: Receipt, error: Exception, at: datetime) -> None:
    log.exception("receipt_failed", receipt=receipt.key, channel=receipt.channel)
    actions.try_again(receipt, at=at, why=f"{type(error).__name__}: {error}"[:300])


def _perform(reading: Reading, receipt: Receipt, at: datetime) -> None:
    match reading:
        case NewCase(intake):
            if intake.recorded_by or intake.case:
                inbox.recover(receipt, at=at)
            else:
                actions.receive(intake, at=at)
        case Further(case, party, intake):
            actions.add(case, intake, party=party, at=at)
        case Returned(message, detail, code, final):
            if final:
                actions.message_bounced(message, detail=detail, code=code, at=at)
            else:
                outbox.note_delay(message, detail=detail, at=at)
            actions.settle(receipt, Receipt.State.DONE, complaint=message.complaint, why=detail)
        case ForReview(why):
            actions.settle(receipt, Receipt.State.REVIEW, why=why)
        case Ignored(why):
            actions.settle(receipt, Receipt.State.IGNORED, why=why)


def fetch_all(at: datetime) -> int:
    """Asks every active account that is due and keeps what is new, for work_off to read; returns how much was kept.

    Trouble with one account is kept on it and stops no other.
    """
    kept = 0
    for account in Account.objects.filter(is_active=True).order_by("pk"):
        channel = channels().get(account.channel)
        if channel is None or not _won(account, at):
            continue
        try:
            kept += len(list(channel.fetch(account, at)))
        except Exception as error:
            log.exception("fetch_failed", account=account.pk)
            _note_trouble(account, f"{type(error).__name__}: {error}", at)
    return kept


def _won(account: Account, at: datetime) -> bool:
    """Whether this worker alone may ask this account now: another that read the same row comes too late."""
    if account.next_fetch_at is not None and account.next_fetch_at > at:
        return False
    same = Account.objects.filter(pk=account.pk, is_active=True, next_fetch_at=account.next_fetch_at)
    return bool(same.update(next_fetch_at=at + LEASE))


def _note_trouble(account: Account, words: str, at: datetime) -> None:
    """A fault of ours, such as a full disk: the account is asked again in a minute."""
    mine = Account.objects.filter(pk=account.pk)
    state = mine.values_list("state", flat=True).first() or {}
    mine.update(
        trouble=words[:500],
        failures=F("failures") + 1,
        next_fetch_at=at + timedelta(minutes=1),
        state={"silent_since": at.isoformat()} | state,
    )


def deliver_due(at: datetime) -> int:
    """Delivers waiting messages of every channel, unless the office's outgoing mail is switched off."""
    if not Office.current().outgoing_mail:
        return 0
    done = 0
    for slug, channel in channels().items():
        if channel.can_reply:
            done += _deliver_all(channel, outbox.take_due(slug, at), at)
    return done


def _deliver_all(channel: Channel, messages: list[Message], at: datetime) -> int:
    """Delivers a portion; when nobody answers again and again the rest waits for its lease to end."""
    unreached = 0
    for count, message in enumerate(messages, 1):
        unreached = 0 if deliver(channel, message, at) else unreached + 1
        if unreached == MOST_UNREACHED:
            return count
    return len(messages)


def deliver(channel: Channel, message: Message, at: datetime) -> bool:
    """Delivers one message and notes the outcome. False when the foreign side was not reached at all."""
    try:
        sent = channel.deliver(message, at)
    except DeliveryError as error:
        if error.final:
            actions.message_failed(message, detail=str(error), code=error.code, at=at)
        else:
            outbox.put_off(message, detail=str(error), at=at)
            return bool(error.code)
    except Exception as error:
        log.exception("delivery_failed", message=message.pk)
        outbox.put_off(message, detail=type(error).__name__, at=at)
    else:
        actions.message_sent(message, proof=sent.proof, foreign_id=sent.foreign_id, at=at)
    return True
