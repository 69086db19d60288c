"""What every page of the portal has: the office's hours, and headers that leave no trace behind the reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from amends.core.queries.office_facts import office_facts

HEADERS = {"Cache-Control": "no-store, private", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
"""With "no-referrer" a browser also hides the origin of our own forms, and the proof against forged ones would fail."""


def privately(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Not kept by browsers, not found by search machines, not told to the next site."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        with timezone.override(office_facts().zone):
            response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer
