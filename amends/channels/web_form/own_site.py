"""The proof that a form came from our own page, checked so that a refusal can draw the form again with all its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def is_foreign(request: HttpRequest) -> bool:
    """Whether the proof is missing or wrong. The middleware's own check, on a view that asks for it itself."""
    return bool(_Check(_nothing).process_view(request, _nothing, (), {}))


def checks_itself(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For a view that calls `is_foreign` before it changes anything."""
    return csrf_exempt(view)
