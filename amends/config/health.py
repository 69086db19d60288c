"""Is it alive, is it ready, how is it doing: three addresses for machines that watch."""

import hmac
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from amends.core import triggers
from amends.core.queries.alarm_health import alarm_health
from amends.insight.figures import for_metrics
from amends.office.roles import Role
from amends.office.tokens import token_of

HEARTBEAT_EVERY = 5.0
HEARTBEAT_STALE = 30.0
HEARTBEAT = "worker-heartbeat"


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 and the reasons in words while complaints should not be sent here."""
    with override("en"):  # for machines, whatever language the one who asks was set up with
        found = faults()
    return JsonResponse(
        {"ready": not found, "faults": found}, status=503 if found else 200, headers={"Cache-Control": "no-store"}
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the text form of Prometheus, for AMENDS_METRICS_TOKEN or the API token of an administrator."""
    if not _may_see_metrics(request):
        raise Http404
    registry = CollectorRegistry()
    _fill(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def faults() -> list[str]:
    """What keeps this office from working, in the reader's words; empty when all is well."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        found = _unapplied_migrations()
        found += [] if found else [*_trigger_faults(), *_worker_faults()]
    except DatabaseError:
        return [gettext("The database does not answer.")]
    return found


def _unapplied_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    words = ngettext(
        "%(count)s migration is not applied: run amends init.",
        "%(count)s migrations are not applied: run amends init.",
        len(plan),
    )
    return [words % {"count": len(plan)}] if plan else []


def _trigger_faults() -> list[str]:
    missing = triggers.missing()
    words = gettext("The log can be rewritten, %(names)s missing: run amends init.")
    return [words % {"names": ", ".join(missing)}] if missing else []


# The worker's heartbeat -----------------------------------------------------------------------------------------------


def beat(jobs: dict[str, dict[str, float]]) -> None:
    """The worker says that it is at work, and how its jobs fare. Kept in the database: it may run on another machine."""
    cache.set(HEARTBEAT, {"at": time.time(), "jobs": jobs}, timeout=24 * 3600)


def heartbeat() -> dict[str, Any]:
    """What the worker said last; empty when none has spoken for a day."""
    return cache.get(HEARTBEAT) or {}


def _worker_faults() -> list[str]:
    said = heartbeat()
    if not said:
        return [gettext("No worker is running: start amends worker.")]
    age = time.time() - said["at"]
    words = gettext("The worker has been silent for %(seconds)s seconds.")
    return [words % {"seconds": round(age)}] if age > HEARTBEAT_STALE else []


# Figures --------------------------------------------------------------------------------------------------------------


def _may_see_metrics(request: HttpRequest) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given:
        return False
    if settings.METRICS_TOKEN and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return True
    now = timezone.now()
    token = token_of(given, now)
    return token is not None and Role.ADMIN in token.person.roles_on(now.date())


def _fill(registry: CollectorRegistry) -> None:
    Gauge("amends_ready", "1 when /readyz finds no fault", registry=registry).set(not faults())
    failures = Gauge("amends_job_failures", "failures in a row of a recurring job", ["job"], registry=registry)
    busy = Gauge("amends_job_busy_seconds", "how long the present call has been running", ["job"], registry=registry)
    for name, state in heartbeat().get("jobs", {}).items():
        failures.labels(name).set(state["failures"])
        busy.labels(name).set(state["busy"])
    _fill_alarms(registry, timezone.now())
    for name, (words, value) in for_metrics().items():
        Gauge(f"amends_{name}", words, registry=registry).set(value)


def _fill_alarms(registry: CollectorRegistry, at: datetime) -> None:
    """Whether danger to health would reach a person: what a watching machine may wake somebody for."""
    health = alarm_health(at)
    Gauge("amends_alarms_waiting", "alarms nobody has answered", registry=registry).set(health.waiting)
    hours = sum((ends - begins).total_seconds() for begins, ends in health.holes) / 3600
    Gauge("amends_roster_gap_hours", "hours of the next seven days without anybody on duty", registry=registry).set(
        hours
    )
    words = "seconds since a way of alarms reached somebody; no line for one that never did"
    worked = Gauge("amends_alarm_way_worked_seconds", words, ["way"], registry=registry)
    for way, last in health.worked_at.items():
        if last is not None:
            worked.labels(way).set((at - last).total_seconds())


def forget_old_sessions(at: datetime) -> None:
    """A job of the worker: sessions that ended are deleted."""
    Session.objects.filter(expire_date__lt=at).delete()
