"""Errors as machines read them: application/problem+json (RFC 9457), in the caller's language, never a traceback."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from amends.core.rules.words import N_
from amends.lib.ratelimit import Verdict

PROBLEM = "application/problem+json"
KIND = "urn:amends:problem:"

TITLES = {
    400: N_("The request could not be read"),
    401: N_("A valid token is needed"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Method not known here"),
    406: N_("No acceptable form of answer"),
    409: N_("In conflict with what is there"),
    413: N_("Too large"),
    415: N_("Unknown form of content"),
    422: N_("Something in the request is not right"),
    428: N_("A version is needed"),
    429: N_("Too many tries"),
    500: N_("Something went wrong"),
    503: N_("Not available just now"),
    507: N_("No room to keep it"),
}
CODES = {
    400: "unreadable", 401: "token", 403: "not_allowed", 404: "not_found", 405: "method", 406: "not_acceptable",
    409: "conflict", 413: "too_large", 415: "content_type", 422: "invalid", 428: "version_needed", 429: "too_many",
    500: "failed", 503: "unavailable", 507: "no_room",
}  # fmt: skip


class Problem(Exception):
    """Ends an operation with a problem document."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(status)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more

    def response(self) -> HttpResponse:
        return problem(self.status, self.detail, headers=self.headers, **self.more)


def problem(
    status: int, detail: str, *, code: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """The document; MORE are members of its own, such as `errors` or `version`."""
    document = {
        "type": KIND + (code or CODES.get(status, "failed")),
        "title": _(TITLES[status]) if status in TITLES else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    content = json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return HttpResponse(content, status=status, content_type=PROBLEM, headers=dict(headers or {}))


def untold(status: int) -> HttpResponse:
    """The document of a status of which nothing more is known."""
    return problem(status, _(TITLES.get(status, TITLES[500])) + ".")


def invalid(errors: Sequence[Mapping[str, str]], detail: str = "") -> Problem:
    """422 with what is wrong where: `errors` is a list of {field, detail}."""
    first = errors[0]["detail"] if errors else ""
    return Problem(422, detail or first or _(TITLES[422]), errors=list(errors))


def wrong(field: str, detail: str) -> Problem:
    """422 for one field."""
    return invalid([{"field": field, "detail": detail}])


def refuse_if_too_many(verdict: Verdict) -> None:
    """Raises 429 with Retry-After unless allowed."""
    if not verdict.allowed:
        raise Problem(
            429,
            _("Too many tries. Please wait and try again."),
            headers={"Retry-After": str(verdict.retry_after)},
            retry_after=verdict.retry_after,
        )
