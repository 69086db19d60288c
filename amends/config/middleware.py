"""What every request passes on its way in and every answer on its way out."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import timezone, translation

from amends.config import errors, proxies
from amends.core.queries.office_facts import office_facts
from amends.office import first_run
from amends.office.models import Person
from amends.office.roles import PRIVILEGED

Answer = Callable[[HttpRequest], HttpResponse]
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_PORT",
             "HTTP_X_REAL_IP", "HTTP_FORWARDED")  # fmt: skip
BEFORE_ANYBODY = ("/welcome/", "/static/", "/look/", "/healthz", "/readyz", "/metrics", "/api/", "/favicon")
WITHOUT_A_READER = ("/static/", "/look/", "/healthz", "/readyz", "/metrics")
WITHOUT_SECOND_PROOF = ("/accounts/", "/static/", "/look/", "/healthz", "/readyz", "/metrics", "/api/")


class TrueAddress:
    """Sets where the client is, and by which scheme the world knows us.

    Headers about forwarding are believed only from AMENDS_TRUSTED_PROXIES, and then only about the client's address.
    The scheme is that of AMENDS_BASE_URL, whatever anybody says.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._scheme, _, host = settings.BASE_URL.partition("://")
        self._hosts = {host, host.partition(":")[0]}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if settings.TRUSTED_PROXIES and (chain := meta.get("HTTP_X_FORWARDED_FOR")):
            meta["REMOTE_ADDR"] = proxies.client_address(meta.get("REMOTE_ADDR", ""), chain, settings.TRUSTED_PROXIES)
        # Whoever comes through a proxy is not at this machine, though the connection is.
        meta["AMENDS_FORWARDED"] = any(name in meta for name in FORWARDED)
        for name in FORWARDED:
            meta.pop(name, None)
        if meta.get("HTTP_HOST") in self._hosts:
            meta["wsgi.url_scheme"] = self._scheme
        return self.get_response(request)


class Hardened:
    """The headers that tell a browser what our pages never do. A view that needs less sets its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", settings.SECURE_REFERRER_POLICY)
        if settings.IS_HTTPS:
            headers.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        if "Cache-Control" not in headers:
            # A page made for one reader stays with that reader; on a shared machine the next one must not go back to it.
            headers["Cache-Control"] = "no-store" if _is_private(request) else "private, no-cache"
        return response


def _is_private(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated) or request.path.startswith(
        ("/desk/", "/follow/", "/accounts/", "/api/")
    )


class Zipped(GZipMiddleware):
    """Sends pages compressed to whoever takes them so: fifty rows of the worklist weigh a sixth, which a slow line feels.

    Files pass as they are, for most are compressed already. Django pads each page by a random length, and the token of its
    forms looks different on each, so that the size of a page tells nobody what is in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class NotTooMuch:
    """Refuses a request that is larger than anything we take before a byte of its body is read."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) <= settings.REQUEST_LIMIT:
            return self.get_response(request)
        return errors.too_large(request)


class NoNul:
    """Refuses an address with a NUL in it: no person types one, and PostgreSQL cannot even be asked about it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request, BadRequest("NUL in the address"))
        return self.get_response(request)


class FirstRun:
    """Leads every page to the welcome page while nobody has an account. Once somebody has, nothing is asked any more."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(BEFORE_ANYBODY) and first_run.is_new():
            return HttpResponseRedirect(reverse("office:welcome"))
        return self.get_response(request)


class SecondProof:
    """Sends a person who must have a second proof of identity, and has none yet, to the page where it is set up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.path.startswith(WITHOUT_SECOND_PROOF) and self._is_missing(request):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None

    def _is_missing(self, request: HttpRequest) -> bool:
        wanted, person = settings.REQUIRE_MFA, request.user
        if wanted == "none" or not person.is_authenticated:
            return False
        if wanted == "privileged" and not person.has_role(PRIVILEGED, timezone.localdate()):
            return False
        return not Authenticator.objects.filter(user=person).exists()


class ReadersPlace:
    """Shows moments in the zone of the reader (staff: their own, everybody else: the office's) and speaks their language.

    A language chosen on the page wins; without one a member of staff is spoken to in their own.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WITHOUT_A_READER):
            return self.get_response(request)
        person = self._staff(request)
        if person and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        zone = (person.time_zone if person else "") or office_facts().office.time_zone
        with timezone.override(zone_of(zone)):
            return self.get_response(request)

    def _staff(self, request: HttpRequest) -> Person | None:
        """The signed-in reader; without a cookie nobody is looked up."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, Person):
            return None
        return request.user


def zone_of(name: str) -> ZoneInfo:
    """The zone of this name; the office's own setting where the name means nothing on this machine."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)
