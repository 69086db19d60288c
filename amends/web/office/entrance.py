"""What every screen of the office shares: who may enter, the frame around it, and one way to act on a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from amends.core.queries.office_facts import forget_office_facts
from amends.office.duty import on_duty
from amends.office.models import Person
from amends.office.roles import MAY_SET_UP_THE_OFFICE
from amends.web.office.forms.base import OfficeForm

View = Callable[..., HttpResponse]


def staff(view: View) -> View:
    """Only for people who signed in; others are sent to the door and come back here."""
    return login_required(view)


def setting_up(view: View) -> View:
    """Only for those who may set up the office; others get the page that says so (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not person_of(request).has_role(MAY_SET_UP_THE_OFFICE, timezone.now().date()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return staff(guarded)


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def show(
    request: HttpRequest, template: str, facts: dict[str, Any], at: datetime, *, status: int = 200
) -> HttpResponse:
    """A page of the office inside the frame of the desk."""
    frame = {
        "now": at,
        "on_duty": SimpleLazyObject(lambda: on_duty(at) == person_of(request)),
    }
    return render(request, template, frame | facts, status=status)


def done(request: HttpRequest, words: str, to: str, *args: Any) -> HttpResponse:
    """Says what was done and goes on; the next question about the office is answered anew."""
    forget_office_facts()
    messages.success(request, words)
    return redirect(to, *args)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was typed; None while the form is only asked for. An empty form that was sent is one with everything missing."""
    return request.POST if request.method == "POST" else None


def performed(request: HttpRequest, form: OfficeForm, at: datetime) -> bool:
    """Whether the form was sent, was right, and was acted upon. If not, it says why and keeps what was typed."""
    return request.method == "POST" and form.perform(by=person_of(request), at=at)


def show_form(
    request: HttpRequest,
    form: OfficeForm,
    at: datetime,
    *,
    title: str,
    button: str,
    back: str,
    words: str = "",
    is_grave: bool = False,
    **facts: Any,
) -> HttpResponse:
    """A page that is one form: what it is about, the fields, what the button will do, the way back (an address)."""
    page = {"form": form, "title": title, "words": words, "button": button, "back": back, "is_grave": is_grave}
    return show(request, "office/form.html", page | facts, at, status=400 if form.errors else 200)
