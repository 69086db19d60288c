"""The health of the office: what is missing in the set-up, and what needs a hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from amends.core.models import Event, Reaction, Receipt, Seal
from amends.core.queries.alarm_health import alarm_health
from amends.core.queries.alarm_health import findings as alarm_findings
from amends.core.queries.own_rules import behind
from amends.core.revive import revive
from amends.office.duty import holes
from amends.office.models import Office, Person, RoleHeld
from amends.office.roles import Role
from amends.ui import numbers
from amends.web.office.entrance import person_of, setting_up, show

SEAL_LATE = timedelta(minutes=10)
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as it should be, in a sentence, and where it is mended."""

    words: str
    url: str = ""
    is_grave: bool = False


@setting_up
@require_safe
def doctor(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    findings = [*_machine(), *_mail(), *_alarms(at), *_inbox(), *_people(at), *_rules(), *_log(at)]
    seal = Seal.objects.order_by("-pk").first()
    dead = Reaction.objects.filter(is_dead=True).select_related("event__complaint").order_by("pk")[:MOST_SHOWN]
    facts = {"findings": findings, "dead": dead, "last_seal": seal.at if seal else None}
    return show(request, "office/doctor.html", facts, at)


@setting_up
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Has a dead piece of work tried once more."""
    if revive(get_object_or_404(Reaction, pk=pk), by=person_of(request), at=timezone.now()):
        messages.success(request, gettext("It is tried again now."))
    else:
        messages.info(request, gettext("It is at work already."))
    return redirect("office:doctor")


def _machine() -> Iterator[Finding]:
    # By name: rooms do not know the configuration.
    for fault in import_string("amends.config.health.faults")():
        yield Finding(fault, is_grave=True)


def _mail() -> Iterator[Finding]:
    accounts = apps.get_model("channels", "Account").objects.filter(channel="email", is_active=True)
    if not accounts.exists():
        yield Finding(
            gettext("No mailbox is connected: complaints by mail do not reach the office."), _url("email:accounts")
        )
    for account in accounts.exclude(trouble=""):
        words = gettext("The mailbox %(address)s has trouble: %(trouble)s")
        yield Finding(words % {"address": account.address, "trouble": account.trouble}, _url("email:accounts"), True)
    if not Office.current().outgoing_mail:
        yield Finding(gettext("Outgoing mail is held back."), _url("office:settings"), True)
    stuck = apps.get_model("channels", "OutgoingMail").objects.filter(sent_at=None).exclude(failure="").count()
    if stuck:
        words = ngettext(
            "%(count)s letter to staff could not be sent.", "%(count)s letters to staff could not be sent.", stuck
        )
        yield Finding(words % {"count": _digits(stuck)}, _url("email:accounts"))


def _alarms(at: datetime) -> Iterator[Finding]:
    health = alarm_health(at)
    for words in alarm_findings(health, at):
        yield Finding(words, _url("desk:alarms"), is_grave=health.unheard > 0)


def _inbox() -> Iterator[Finding]:
    failed = Receipt.objects.filter(state=Receipt.State.FAILED).count()
    if failed:
        words = ngettext(
            "%(count)s message could not be read and waits for a person.",
            "%(count)s messages could not be read and wait for a person.",
            failed,
        )
        yield Finding(words % {"count": _digits(failed)}, _url("desk:set_aside"), True)


def _people(at: datetime) -> Iterator[Finding]:
    today = at.date()
    held = RoleHeld.objects.filter(
        Q(from_on=None) | Q(from_on__lte=today), Q(to_on=None) | Q(to_on__gte=today), person__is_active=True
    )
    if not held.filter(role=Role.OPERATOR).exists():
        yield Finding(gettext("Nobody is an operator: who receives complaints?"), _url("office:people"))
    if not held.filter(role=Role.HEAD).exists():
        yield Finding(gettext("Nobody heads the office: nobody is told of what is late."), _url("office:people"))
    invited = Person.objects.filter(is_active=True, password__startswith="!").count()
    if invited:
        words = ngettext(
            "%(count)s invited person has not come yet.", "%(count)s invited people have not come yet.", invited
        )
        yield Finding(words % {"count": _digits(invited)}, _url("office:people") + "?state=invited")
    end = at + timedelta(days=7)
    if empty := holes(at, end):
        hours = round(sum((ends - begins).total_seconds() for begins, ends in empty) / 3600)
        words = ngettext(
            "In %(count)s hour of the next seven days nobody is on duty.",
            "In %(count)s hours of the next seven days nobody is on duty.",
            hours,
        )
        yield Finding(words % {"count": _digits(hours)}, _url("office:roster"))


def _rules() -> Iterator[Finding]:
    for rule_id in behind():
        words = gettext(
            "A newer text of the rule %(rule)s ships than the one the office made its own from. Compare them."
        )
        yield Finding(words % {"rule": f"\u2068{rule_id}\u2069"}, reverse("office:rule", args=[rule_id]))


def _log(at: datetime) -> Iterator[Finding]:
    seal = Seal.objects.order_by("-pk").first()
    oldest = Event.objects.filter(pk__gt=seal.top if seal else 0).order_by("pk").first()
    if oldest is not None and oldest.at < at - SEAL_LATE:
        yield Finding(gettext("The log has not been sealed for more than ten minutes."), is_grave=True)


def _digits(count: int) -> str:
    return numbers.digits(count, get_language() or "en")


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
