"""The pages for when something cannot be done: what happened, that nothing was lost, what to do."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

PAGES = ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "503")


def page(request: HttpRequest | None, status: int, name: str = "") -> HttpResponse:
    """The page of a status (or the named one of PAGES), in the reader's language; needs neither database nor session."""
    return HttpResponse(render_to_string(f"{name or status}.html"), status=status)
