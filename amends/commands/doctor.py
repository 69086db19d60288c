"""`amends doctor`: what is missing in the set-up, in words."""

import argparse
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core import checks
from django.utils import timezone
from django.utils.translation import override

from amends.channels.models import Account
from amends.commands import Commands
from amends.config import health
from amends.core import public_calendars
from amends.core.models import Reaction, Receipt
from amends.core.queries.alarm_health import alarm_health, findings
from amends.core.queries.office_facts import office_facts
from amends.core.queries.own_rules import behind
from amends.office.duty import on_duty
from amends.office.models import Office, Person

LEAST_FREE = 1024**3
MOST_HOLES = 5


def register(commands: Commands) -> None:
    parser = commands.add_parser("doctor", help="say what is missing in the set-up", description=__doc__)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """One fault a line, status 1 when there is any."""
    found = [*_faults()]
    for fault in found:
        print(fault)
    if not found:
        print("Nothing is missing.", file=sys.stderr)
    return 1 if found else 0


def _faults() -> Iterator[str]:
    with override("en"):
        faults = health.faults()
    yield from faults
    if not any("database" in fault or "migration" in fault for fault in faults):
        yield from _office()
        yield from _waiting()
    yield from _folder()
    if not settings.EMAIL_URL:
        yield "AMENDS_EMAIL_URL is not set: the office's own letters are laid into a folder instead of being sent"
    if not settings.RATE_LIMITS:
        yield "AMENDS_RATE_LIMITS is off: passwords and access codes can be tried without end"
    if not settings.IS_HTTPS and not settings.IS_LOCAL:
        yield "AMENDS_BASE_URL is not https: complaints and passwords travel in the open"
    for message in checks.run_checks(include_deployment_checks=True):
        if message.level >= checks.WARNING and not message.is_silenced():
            yield f"{message.msg} ({message.id})"


def _office() -> Iterator[str]:
    if not Person.objects.filter(is_active=True).exists():
        yield "nobody can sign in yet: run amends user create"


def _waiting() -> Iterator[str]:
    """What only a person can mend."""
    if Receipt.objects.filter(state__in=[Receipt.State.REVIEW, Receipt.State.FAILED]).exists():
        yield "messages are set aside and wait for somebody to look: see the desk"
    if Reaction.objects.filter(is_dead=True).exists():
        yield "background work was given up after five tries: see the log of the worker"
    for account in Account.objects.filter(is_active=True).exclude(trouble=""):
        yield f"{account.address}: {account.trouble}"
    if on_duty(timezone.now()) is None:
        yield "nobody is on duty now: new complaints have no face until somebody takes them"
    for gap in public_calendars.gaps(timezone.now()):
        yield f"public holidays of {gap.code} are known only until {gap.known_to}: run amends calendar extend"
    for rule_id, version in behind().items():
        yield f"a newer text of {rule_id} ships than the office made its version {version} from: see the page of the rule"
    yield from _alarms(timezone.now())
    if not Office.current().outgoing_mail:
        yield "outgoing mail is switched off, as after every restore"


def _alarms(at: datetime) -> Iterator[str]:
    """Whether danger to health would reach a person, day and night."""
    health = alarm_health(at)
    with override("en"):
        yield from findings(health, at)
    if health.holes:
        zone = office_facts().zone
        spans = [f"{begins.astimezone(zone):%a %d %b %H:%M} to {ends.astimezone(zone):%a %d %b %H:%M}"
                 for begins, ends in health.holes[:MOST_HOLES]]  # fmt: skip
        more = f" and {len(health.holes) - MOST_HOLES} more" if len(health.holes) > MOST_HOLES else ""
        yield f"nobody is on duty in the coming seven days: {'; '.join(spans)}{more}"


def _folder() -> Iterator[str]:
    folder = settings.DATA_DIR
    if not os.access(folder, os.W_OK):
        yield f"{folder} cannot be written to"
    elif shutil.disk_usage(folder).free < LEAST_FREE:
        yield f"less than 1 GB is free in {folder}"
    for name in ("secret-key", "amends.sqlite3"):
        path = folder / name
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"{path} can be read by others on this machine: chmod 600 {path}"
