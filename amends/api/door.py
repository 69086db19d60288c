"""The way in for machines: no session, no cookie, no CSRF; the language of the caller; every error a problem document."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _

from amends.api.problems import PROBLEM, problem

Answer = Callable[[HttpRequest], HttpResponse]

_log = logging.getLogger("django.request")
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_TAKEN = ("*/*", "application/*", "application/json", "+json")


class Door:
    """Middleware that serves /api/ by itself, so that nothing behind it can lend a browser's cookie to a machine."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        with translation.override(_language(request)):
            response = _answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        response.headers["Vary"] = "Accept-Language, Authorization"
        if not response.streaming:
            response.headers["Content-Length"] = str(len(response.content))
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        request.get_host()
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return problem(400, _("The address holds a character that no name has."))
        if not _takes_json(request.META.get("HTTP_ACCEPT", "")):
            return problem(406, _("Answers come as application/json; allow it in the Accept header."))
        match = resolve(request.path_info)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
    except Exception as error:
        return _refused(request, error)
    if response.status_code == 405 and response.headers["Content-Type"] != PROBLEM:
        return problem(405, _("This address does not know that method."), headers={"Allow": response["Allow"]})
    return response


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """What went wrong before or beside the operations; they turn their own errors into problems (amends.api.v1.api)."""
    if isinstance(error, Http404):
        return problem(404, _("There is nothing at this address."))
    if isinstance(error, _TOO_MUCH):
        return problem(413, _("The request is too large."))
    if isinstance(error, MultiPartParserError | SuspiciousOperation):
        return problem(400, _("The request could not be read."))
    got_request_exception.send(sender=Door, request=request)
    _log.error("api", exc_info=error, extra={"request": request, "status_code": 500})
    if isinstance(error, OperationalError | InterfaceError):
        return problem(
            503, _("This does not work just now. Please try again in a minute."), headers={"Retry-After": "30"}
        )
    return problem(500, _("Something went wrong on our side. Nothing that was confirmed is lost."))


def _takes_json(accept: str) -> bool:
    return not accept or any(word in accept for word in _TAKEN)


def _language(request: HttpRequest) -> str:
    return translation.get_language_from_request(request)
