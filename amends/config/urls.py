"""All addresses of the house."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from amends.config import errors, health
from amends.config.channels import CHANNELS


def _rooms() -> list[URLPattern | URLResolver]:
    """The doors of each channel and each room, where they have any."""
    modules = [*(f"{channel}.urls" for channel in CHANNELS), "amends.web.urls"]
    return [path("", include(module)) for module in modules if find_spec(module)]


urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("look/", include("amends.ui.urls")),
    path("accounts/", include("allauth.urls")),
    *([path("api/v1/", include("amends.api.urls"))] if find_spec("amends.api.urls") else []),
    *_rooms(),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
