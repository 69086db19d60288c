"""The description of the API for machines: what ninja knows, with the problem documents and headers every caller meets."""

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from amends.api.problems import CODES, KIND, PROBLEM, TITLES

FIELD_ERROR = {
    "type": "object",
    "properties": {
        "field": {"type": "string", "description": "Path of the field, like issues.0.category"},
        "detail": {"type": "string"},
    },
    "required": ["field", "detail"],
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. `title` and `detail` are in the language of Accept-Language; `type` never changes.",
    "properties": {
        "type": {"type": "string", "examples": [f"{KIND}{code}" for code in CODES.values()]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": FIELD_ERROR, "description": "With 422: what is wrong where"},
        "version": {"type": "integer", "description": "With 409 stale: the version now"},
        "what": {"type": "string", "description": "With 409 stale: what was done meanwhile"},
        "by": {"type": "string", "description": "With 409 stale: by whom"},
        "at": {"type": "string", "description": "With 409 stale: when"},
        "limit": {"type": "integer", "description": "With 413 of a file: the most bytes"},
        "retry_after": {"type": "integer", "description": "With 429: seconds to wait"},
    },
    "required": ["type", "title", "status", "detail"],
    "examples": [
        {
            "type": f"{KIND}invalid",
            "title": TITLES[422],
            "status": 422,
            "detail": "This field is needed.",
            "errors": [{"field": "text", "detail": "This field is needed."}],
        }
    ],
}
ALWAYS = (400, 406, 413, 429, 500, 503)
LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "schema": {"type": "string"},
    "description": "Language of the texts in the answer: en, ru, fa or zh",
}
HEADERS = {
    "ETag": "The version of the case, for If-Match",
    "Location": "The address of the new complaint",
    "Idempotent-Replayed": "true when this is the answer of an earlier request with the same key",
}


def view_of(api: NinjaAPI) -> Any:
    """The view of openapi.json; the document is built once."""

    @cache
    def content() -> bytes:
        return json.dumps(document(api), ensure_ascii=False).encode()

    @require_safe
    def openapi(request: HttpRequest) -> HttpResponse:
        return HttpResponse(content(), content_type="application/json")

    return openapi


def document(api: NinjaAPI) -> dict[str, Any]:
    """OpenAPI 3.1, complete: every operation names the problems it may answer with."""
    described: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    described["servers"] = [{"url": settings.BASE_URL}]
    described["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
    for path, methods in described["paths"].items():
        for operation in methods.values():
            _complete(path, operation)
    return described


def _complete(path: str, operation: dict[str, Any]) -> None:
    for parameter in operation["parameters"]:
        _mend(parameter)
    operation["parameters"].append(LANGUAGE)
    names = {parameter["name"] for parameter in operation["parameters"]}
    for answered in operation["responses"].values():
        answered["headers"] = {
            name: {"schema": {"type": "string"}, "description": told}
            for name, told in HEADERS.items()
            if _belongs(name, path, names)
        }
    for status in sorted(_statuses(path, operation, names)):
        operation["responses"][str(status)] = {
            "description": TITLES[status],
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"]["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}


def _statuses(path: str, operation: dict[str, Any], parameters: set[str]) -> set[int]:
    more = (
        ("{number}" in path or "{token}" in path, {404}),
        ("requestBody" in operation, {409, 415}),
        ("security" in operation or "Access-Code" in parameters, {401, 403}),
        ("If-Match" in parameters, {428}),
        (path.endswith("/files"), {507}),
    )
    return {*ALWAYS, 422}.union(*(statuses for holds, statuses in more if holds))


def _mend(parameter: dict[str, Any]) -> None:
    """A parameter is there or not there, never null; and OpenAPI wants no list of examples beside its schema."""
    parameter.pop("examples", None)
    schema = parameter["schema"]
    schema.pop("default", None)
    if "anyOf" in schema:
        schema |= next(one for one in schema.pop("anyOf") if one != {"type": "null"})
    if parameter["name"] == "Access-Code" or parameter.get("description", "").startswith("Needed"):
        parameter["required"] = True


def _belongs(header: str, path: str, parameters: set[str]) -> bool:
    if header == "ETag":
        return "If-Match" in parameters or path.endswith("/complaints/{number}")
    if header == "Location":
        return path.endswith("/complaints")
    return "Idempotency-Key" in parameters
