"""The API: its parts, and how each refusal of the house becomes a problem document."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from amends.api.problems import Problem, problem
from amends.api.reading import StrictJson
from amends.api.v1.alarms import router as alarms
from amends.api.v1.complaints import router as complaints
from amends.api.v1.lists import router as lists
from amends.api.v1.public import router as public
from amends.api.v1.verbs import router as verbs
from amends.api.wording import findings
from amends.core import actions
from amends.lib.files import StoreFailed, TooLarge

api = NinjaAPI(
    title="Amends",
    version="1",
    description="Complaints in, answers out. Errors are application/problem+json in the language of Accept-Language.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=StrictJson(),
)
for router in (public, complaints, verbs, lists, alarms):
    api.add_router("", router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return error.response()


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return findings(error).response()


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(
        401,
        _("Send the header Authorization: Bearer TOKEN with a valid token."),
        headers={"WWW-Authenticate": "Bearer"},
    )


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja wraps what reading the body raised; our own problem lies inside."""
    if isinstance(error.__cause__, Problem):
        return error.__cause__.response()
    if error.__cause__ is not None:
        raise error.__cause__
    return problem(error.status_code, _("The request could not be read."))


@api.exception_handler(actions.Stale)
def _stale(request: HttpRequest, error: actions.Stale) -> HttpResponse:
    return problem(
        409,
        str(error),
        code="stale",
        headers={"ETag": f'"{error.version}"'},
        version=error.version,
        what=error.what,
        by=error.by,
        at=error.at.isoformat(),
    )


@api.exception_handler(actions.NotFound)
def _not_found(request: HttpRequest, error: actions.NotFound) -> HttpResponse:
    return problem(404, str(error))


@api.exception_handler(actions.NotAllowed)
def _not_allowed(request: HttpRequest, error: actions.NotAllowed) -> HttpResponse:
    return problem(403, str(error))


@api.exception_handler(actions.OtherContent)
def _other_content(request: HttpRequest, error: actions.OtherContent) -> HttpResponse:
    return problem(409, str(error), code="other_content")


@api.exception_handler(actions.ActionRefused)
def _refused(request: HttpRequest, error: actions.ActionRefused) -> HttpResponse:
    return problem(422, str(error), code="refused", errors=[{"field": error.field, "detail": str(error)}])


@api.exception_handler(TooLarge)
def _too_large(request: HttpRequest, error: TooLarge) -> HttpResponse:
    most = error.limit // (1024 * 1024)
    return problem(413, _("A file is larger than %(most)s MB.") % {"most": most}, limit=error.limit)


@api.exception_handler(StoreFailed)
def _no_room(request: HttpRequest, error: StoreFailed) -> HttpResponse:
    return problem(507, _("The file could not be kept. Please try again later."))


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, _("There is nothing at this address."))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Past the operations: the door says it and the log hears it."""
    raise error
