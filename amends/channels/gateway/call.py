"""The second way to call a person when health is in danger: a signed POST to the office's gateway for SMS, voice, messenger.

Nothing of the first way is used here, so that a trouble of the mail leaves this way open.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime

import structlog
from django.conf import settings

from amends.core import actions, alarms
from amends.core.models import AlarmCall
from amends.core.rules.alarms import Way
from amends.lib import outbound
from amends.lib.secrets import Unsealable
from amends.office.gateway import HEADER, KEY, secret_of
from amends.office.models import Gateway

log = structlog.get_logger(__name__)
SIGNATURE = "Amends-Signature"
NOT_SET_UP = "no gateway is set up, or it is switched off"
NO_NUMBER = "this person has given no telephone number"


def call_due(at: datetime) -> int:
    """Makes the calls by the gateway that are due, and notes truly what became of each; returns how many."""
    made = 0
    for call in alarms.take_due(Way.GATEWAY, at):
        _call(call, at)
        made += 1
    return made


def _call(call: AlarmCall, at: datetime) -> None:
    gateway = Gateway.current()
    if gateway is None or not gateway.is_on:
        actions.called(call, ok=False, detail=NOT_SET_UP, at=at, final=True)
    elif not call.person.alarm_phone:
        actions.called(call, ok=False, detail=NO_NUMBER, at=at, final=True)
    else:
        _post(call, gateway, at)


def _post(call: AlarmCall, gateway: Gateway, at: datetime) -> None:
    try:
        body = body_of(call)
        headers = _headers(call, gateway, body, at)
        said = outbound.post(gateway.url, body, headers, allow_private=settings.ALARM_ALLOW_PRIVATE)
    except outbound.Unreached as error:
        log.warning("gateway_not_reached", call=call.pk, final=error.final)
        actions.called(call, ok=False, detail=str(error), at=at, final=error.final)
    except Unsealable as error:
        log.warning("gateway_secret_lost", call=call.pk)
        actions.called(call, ok=False, detail=str(error), at=at, final=True)
    else:
        actions.called(call, ok=True, detail=said, at=at)


def body_of(call: AlarmCall) -> bytes:
    """What the gateway is told: whom to call and what to say. Nothing of the complainant (docs/running/alarms.md)."""
    letter = alarms.letter_of(call, short=True)
    case = call.alarm.complaint
    told = {
        "call": str(call.key),
        "to": call.person.alarm_phone,
        "language": alarms.language_of(call),
        "subject": letter.subject,
        "text": letter.text,
        "number": str(case.number) if case else "",
        "danger": call.alarm.sign,
        "is_test": call.alarm.is_test,
        "round": call.round,
        "page": alarms.link_of(call),
        "reply": alarms.reply_address(call),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def signature(key: str, moment: int, body: bytes) -> str:
    """Over moment and body, so that neither can be changed nor an old call be sent again unnoticed."""
    mac = hmac.new(key.encode(), str(moment).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={moment}, v1={mac}"


def _headers(call: AlarmCall, gateway: Gateway, body: bytes, at: datetime) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": str(call.key),
        SIGNATURE: signature(secret_of(gateway, KEY), int(at.timestamp()), body),
    }
    if gateway.header:
        headers[gateway.header] = secret_of(gateway, HEADER)
    return headers
