"""Which page answers when a request cannot be served. Django calls these by name from urls.py."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from amends.api.problems import untold
from amends.ui.errors import page

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 when the request was too large."""
    return _page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500; 503 when it was the database that did not answer, since trying again will help."""
    return _page(request, 503 if isinstance(sys.exception(), OperationalError | InterfaceError) else 500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with a word about cookies; REASON is for programmers and is not shown."""
    return _page(request, "403_csrf")


def too_large(request: HttpRequest) -> HttpResponse:
    """413, given before the body is read and before a language was chosen for this request."""
    return _page(request, 413)


def _page(request: HttpRequest, status: Any) -> HttpResponse:
    # What was chosen for this reader stands; too early a failure chose nothing yet.
    language = getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
    with translation.override(language):
        if status == "403_csrf":
            from django.template.loader import render_to_string

            return HttpResponse(render_to_string("403_csrf.html"), status=403)
        if request.path_info.startswith("/api/"):
            return untold(status)
        return page(request, status)
