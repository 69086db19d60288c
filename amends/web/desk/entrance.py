"""What every screen of the desk shares: only for people who sign in, the case found through the gate, the frame around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from amends.core.models import Complaint, ReadLog
from amends.core.queries.office_facts import face_at
from amends.office.models import Person
from amends.web.desk.counts import counts_of, forget

View = Callable[..., HttpResponseBase]


def staff(view: View) -> View:
    """Only for people who signed in; others are sent to the door and come back here."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if request.method == "POST":
            forget(person_of(request))
        return answer

    return cast(View, login_required(entered))


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def find(request: HttpRequest, number: str, at: datetime) -> Complaint:
    """The case of a number, if this person may see it; a case out of sight and a missing one are the same 404."""
    cases = Complaint.objects.visible_to(person_of(request), at)
    case = cases.select_related("team", "owner", "handler", "category").filter(number=number).first()
    if case is None:
        raise Http404
    return case


def note_reading(case: Complaint, person: Person, at: datetime, what: str = "case") -> None:
    """A look at a confidential case leaves a trace."""
    if case.is_confidential:
        ReadLog.objects.create(complaint=case, person=person, at=at, what=what)


def show(
    request: HttpRequest, template: str, facts: dict[str, Any], at: datetime, *, status: int = 200
) -> HttpResponse:
    """A page of the desk; the rail and its counts are only reckoned when the page draws them."""
    person = person_of(request)
    frame = {
        "now": at,
        "on_duty": SimpleLazyObject(lambda: face_at(at) == person),
        "rail_counts": SimpleLazyObject(lambda: counts_of(person, at).rooms),
    }
    return render(request, template, frame | facts, status=status)
