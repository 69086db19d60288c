"""What to do next in a new office, each step with its true state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from amends.office import actions
from amends.office.models import Change, Person, Policy, Shift
from amends.web.office.entrance import done, person_of, setting_up, show


@dataclass(frozen=True, slots=True)
class Step:
    """Something a new office needs; `is_done` looks at the office, not at a tick somebody made."""

    code: str
    title: Any
    why: Any
    url_name: str
    is_done: Callable[[datetime], bool]


def _mail(at: datetime) -> bool:
    # By name: the rooms of the office do not know the channels' code.
    return bool(apps.get_model("channels", "Account").objects.filter(channel="email", is_active=True).exists())


def _people(at: datetime) -> bool:
    return Person.objects.filter(is_active=True).count() > 1


def _roster(at: datetime) -> bool:
    return Shift.objects.filter(ends_at__gt=at, starts_at__lt=at + timedelta(days=7)).exists()


def _categories(at: datetime) -> bool:
    return Change.objects.filter(thing="category").exists()


def _promise(at: datetime) -> bool:
    return Policy.objects.exclude(signed_by=None).exists()


STEPS = (
    Step("people", _("Invite the people who will answer"),
         _("Each gets a letter with a link and chooses a password."), "office:people", _people),
    Step("mail", _("Connect the mailbox complaints come to"),
         _("Letters become complaints, and answers leave from the same address."), "email:accounts", _mail),
    Step("roster", _("Say who is on duty when"),
         _("Each complaint names its person from the first minute; the roster says who."), "office:roster", _roster),
    Step("categories", _("Look through the categories"),
         _("A small tree is there already. Make it speak of what you make and do."), "office:categories", _categories),
    Step("promise", _("Sign your promise"),
         _("The public page says what complainants may expect. A text is there; change it and put a name to it."),
         "office:promise", _promise),
)  # fmt: skip


@setting_up
@require_safe
def next_steps(request: HttpRequest) -> HttpResponse:
    """The first page of the office's rooms."""
    at = timezone.now()
    dismissed = _dismissed()
    rows = [
        {"step": step, "url": _address(step.url_name), "is_done": step.is_done(at)}
        for step in STEPS
        if step.code not in dismissed
    ]
    facts = {"steps": rows, "left": sum(not row["is_done"] for row in rows), "is_any_dismissed": bool(dismissed)}
    return show(request, "office/next.html", facts, at)


@setting_up
@require_POST
def dismiss(request: HttpRequest, step: str) -> HttpResponse:
    """Takes a step off the list."""
    if step not in {known.code for known in STEPS}:
        raise Http404
    actions.dismiss_step(step, by=person_of(request), at=timezone.now())
    return done(request, gettext("The step is off the list."), "office:next")


def _dismissed() -> set[str]:
    return {change.after.get("step", "") for change in Change.objects.filter(what="dismiss_step")}


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
