"""The first way to call a person when health is in danger: a mail of its own, handed over at once and past every queue."""

from __future__ import annotations

from datetime import datetime

import structlog

from amends.channels.email import compose, reading, smtp, token, way_out
from amends.channels.email.mail import Address
from amends.channels.email.servers import BadAddress
from amends.core import actions, alarms
from amends.core.models import AlarmCall
from amends.core.rules.alarms import Way
from amends.lib.secrets import Unsealable
from amends.office.models import Office

log = structlog.get_logger(__name__)


def call_due(at: datetime) -> int:
    """Makes the calls by mail that are due, and notes truly what became of each; returns how many."""
    made = 0
    for call in alarms.take_due(Way.MAIL, at):
        _call(call, at)
        made += 1
    return made


def _call(call: AlarmCall, at: datetime) -> None:
    try:
        way = way_out.of_office()
        said = way_out.send(way, _composed(call, way))
    except smtp.Undelivered as error:
        log.warning("alarm_mail_not_sent", call=call.pk, final=error.final)
        actions.called(call, ok=False, detail=str(error), at=at, final=error.final)
    except (compose.Unwritable, BadAddress, Unsealable, OSError) as error:
        log.warning("alarm_mail_not_sent", call=call.pk, trouble=type(error).__name__)
        final = isinstance(error, compose.Unwritable)
        actions.called(call, ok=False, detail=str(error) or type(error).__name__, at=at, final=final)
    else:
        # A letter in a folder has reached nobody.
        actions.called(call, ok=way.server is not None, detail=said, at=at, final=way.server is None)


def _composed(call: AlarmCall, way: way_out.WayOut) -> compose.Outgoing:
    """The same Message-ID and date on every try."""
    language = alarms.language_of(call)
    letter = alarms.letter_of(call, short=False)
    return compose.Outgoing(
        sender=Address(Office.current().name_in(language), way.address),
        to=Address(call.person.name_in(language), call.person.email),
        subject=letter.subject,
        text=letter.text,
        message_id=token.message_id(reading.secret(), f"a{call.pk}", way.address.rpartition("@")[2]),
        at=call.asked_at,
        language=language,
        is_automatic=True,
    )
