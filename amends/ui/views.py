"""Three small entrances of the look: the joined files, the reader's language, the reader's theme."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from amends.ui import look

THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 3600


@require_safe
@cache_control(public=True, immutable=True, max_age=A_YEAR)
def joined(request: HttpRequest, name: str) -> HttpResponse:
    """The joined styles or behaviours; a name with another digest is gone."""
    for file in (look.styles(), look.behaviours(), look.sign(), *map(look.styles_apart, look.APART)):
        if file.name == name:
            zipped = "gzip" in request.headers.get("Accept-Encoding", "")
            headers = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": "gzip"} if zipped else {})
            return HttpResponse(file.zipped if zipped else file.body, content_type=file.kind, headers=headers)
    raise Http404


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers the language a reader chose by name and goes back to the page; refuses languages we do not speak."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remembers light, dark or as the machine has it, and goes back to the page."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        _remember(request, response, "theme", chosen)
    return response


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if safe else "/")


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
