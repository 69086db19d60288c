"""Whether an alarm would reach somebody: when each way worked last, the hours nobody is on duty, who has no telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from amends.core.models import Alarm, AlarmCall
from amends.core.rules.alarms import ROSTER_AHEAD, Way, is_untested
from amends.office import duty
from amends.office.models import Gateway, Person
from amends.office.roster import Span

UNHEARD_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AlarmHealth:
    """`worked_at`: when each way reached somebody last, by test or in earnest."""

    worked_at: Mapping[Way, datetime | None]
    has_gateway: bool
    holes: Sequence[Span]
    without_phone: Sequence[Person]
    waiting: int
    unheard: int

    @property
    def mail_worked_at(self) -> datetime | None:
        return self.worked_at[Way.MAIL]

    @property
    def gateway_worked_at(self) -> datetime | None:
        return self.worked_at[Way.GATEWAY]


def alarm_health(at: datetime) -> AlarmHealth:
    gateway = Gateway.current()
    coming = Person.objects.filter(shifts__starts_at__lt=at + ROSTER_AHEAD, shifts__ends_at__gt=at, is_active=True)
    waiting = Alarm.objects.filter(complaint__isnull=False, answered_at=None)
    return AlarmHealth(
        worked_at={way: _worked_at(way) for way in Way},
        has_gateway=gateway is not None and gateway.is_on,
        holes=duty.holes(at, at + ROSTER_AHEAD),
        without_phone=list(coming.filter(alarm_phone="").distinct().order_by("name", "pk")),
        waiting=waiting.count(),
        unheard=waiting.filter(raised_at__lt=at - UNHEARD_AFTER).count(),
    )


def findings(health: AlarmHealth, at: datetime) -> list[str]:
    """What keeps an alarm from reaching a person, in sentences of the reader's language; hours without anybody apart."""
    found = []
    if health.unheard:
        found.append(gettext("An alarm has been waiting for an answer for more than an hour."))
    if not health.has_gateway:
        found.append(gettext("There is no second way to call people: no gateway is set up, or it is switched off."))
    if is_untested(health.mail_worked_at, at):
        found.append(gettext("By mail no alarm has reached anybody for nine days: test it."))
    if health.has_gateway and is_untested(health.gateway_worked_at, at):
        found.append(gettext("By telephone or messenger no alarm has reached anybody for nine days: test it."))
    if health.has_gateway and health.without_phone:
        names = ", ".join(person.name for person in health.without_phone)
        words = gettext("On duty in the next seven days without a telephone number for alarms: %(names)s.")
        found.append(words % {"names": names})
    return found


def _worked_at(way: Way) -> datetime | None:
    last = AlarmCall.objects.filter(way=way, ok=True, tried_at__isnull=False).order_by("-tried_at").first()
    return last.tried_at if last else None
