"""Our promise: the published policy, the ways to us, the bodies outside, and how well the promise is kept."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from amends.core.models import Deadline
from amends.core.queries.office_facts import office_facts
from amends.core.queries.published import Published, published
from amends.core.rules import deadlines, letters
from amends.core.rules.alarms import ROSTER_AHEAD
from amends.office import duty
from amends.office.bodies import bodies
from amends.office.models import Policy
from amends.office.names import in_language
from amends.ui import numbers

DAYS = 90
FEWEST = 20
"""Below this many answers a share says nothing."""

SECONDS_KEPT = 600.0


@dataclass(frozen=True, slots=True)
class Kept:
    """How many answers were due or given in the last DAYS days, and how many of them were in time."""

    answers: int
    in_time: int

    @property
    def is_enough(self) -> bool:
        return self.answers >= FEWEST

    @property
    def percent(self) -> int:
        """Never rounded up: 99.9 % is not all."""
        return self.in_time * 100 // self.answers


_counted: dict[str, tuple[float, Kept]] = {}


@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    facts, at = office_facts(), timezone.now()
    language = get_language() or facts.language
    figures = published(at, language)
    context = {
        "paragraphs": _policy(figures, language, at),
        **figures,
        "is_watched": duty.is_covered(at, at + ROSTER_AHEAD),
        "mails": _mail_addresses(),
        "bodies": bodies(facts.jurisdiction),
        "authority": letters.authority(language, "") if facts.jurisdiction_in(language) != facts.jurisdiction else None,
        "kept": kept_lately(at),
        "days": DAYS,
        "fewest": FEWEST,
    }
    return render(request, "portal/promise.html", context)


def kept_lately(at: datetime) -> Kept:
    """Counted at most every ten minutes: strangers may ask as often as they like."""
    last = _counted.get("answers")
    # A monotonic clock only bounds the age of the figure; no rule sees it.
    if last is None or time.monotonic() > last[0]:
        last = _counted["answers"] = (time.monotonic() + SECONDS_KEPT, count(at))
    return last[1]


def forget() -> None:
    """For tests: the next question counts anew."""
    _counted.clear()


def count(at: datetime) -> Kept:
    """Answers given in these days, and answers that were due in them and are still missing. Ended promises owe nothing."""
    since = at - timedelta(days=DAYS)
    answers = Deadline.objects.filter(kind=deadlines.ANSWER)
    given = answers.filter(met_at__gt=since, met_at__lte=at)
    missing = answers.filter(met_at=None, ended_at=None, due_at__gt=since, due_at__lte=at)
    in_time = given.filter(Q(met_at__lte=F("due_at"))).count()
    return Kept(given.count() + missing.count(), in_time)


def _policy(figures: Mapping[str, Published], language: str, at: datetime) -> list[str]:
    """The newest valid text in the reader's language, paragraph by paragraph, with the two figures that hold now."""
    policy = Policy.objects.filter(valid_from__lte=at).order_by("-version").first()
    text = in_language(policy.texts) if policy else ""
    for name, holds in figures.items():
        text = text.replace(f"{{{name}}}", numbers.digits(holds.figure, language))
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


def _mail_addresses() -> list[str]:
    """By name: rooms do not import channels."""
    accounts = apps.get_model("channels", "Account").objects.filter(channel="email", is_active=True)
    return list(accounts.order_by("-is_default", "address").values_list("address", flat=True)[:5])
