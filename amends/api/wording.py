"""Says in words what a value lacks: the findings of pydantic in the caller's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from ninja.errors import ValidationError

from amends.api.problems import Problem, invalid
from amends.core.rules.words import N_

MOST_TOLD = 20

SENTENCES = {
    "missing": N_("This field is needed."),
    "extra_forbidden": N_("There is no such field."),
    "string_type": N_("This must be a text."),
    "string_unicode": N_("This text holds a character that cannot be kept (NUL or half of a pair)."),
    "string_too_long": N_("This is longer than %(max_length)s characters."),
    "string_too_short": N_("This is shorter than %(min_length)s characters."),
    "string_pattern_mismatch": N_("This is not written as it must be."),
    "int_type": N_("This must be a whole number."),
    "int_parsing": N_("This must be a whole number."),
    "int_from_float": N_("This must be a whole number."),
    "int_parsing_size": N_("This number is too large."),
    "bool_type": N_("This must be true or false."),
    "bool_parsing": N_("This must be true or false."),
    "greater_than_equal": N_("This must be %(ge)s or more."),
    "less_than_equal": N_("This must be %(le)s or less."),
    "enum": N_("This must be one of: %(expected)s."),
    "literal_error": N_("This must be one of: %(expected)s."),
    "list_type": N_("This must be a list."),
    "tuple_type": N_("This must be a list."),
    "too_long": N_("This list is longer than %(max_length)s."),
    "too_short": N_("This list is shorter than %(min_length)s."),
    "model_type": N_("This must be an object."),
    "model_attributes_type": N_("This must be an object."),
    "dict_type": N_("This must be an object."),
    "date_type": N_("This must be a day like 2026-03-02."),
    "date_parsing": N_("This must be a day like 2026-03-02."),
    "date_from_datetime_parsing": N_("This must be a day like 2026-03-02."),
    "date_from_datetime_inexact": N_("This must be a day like 2026-03-02."),
    "datetime_type": N_("This must be a moment like 2026-03-02T09:00:00Z."),
    "datetime_parsing": N_("This must be a moment like 2026-03-02T09:00:00Z."),
    "datetime_from_date_parsing": N_("This must be a moment like 2026-03-02T09:00:00Z."),
}
OTHERWISE = N_("This value is not right.")


def findings(error: ValidationError) -> Problem:
    """422 that names each field and what it lacks; of very many the first twenty."""
    return invalid([_finding(found) for found in error.errors[:MOST_TOLD]])


def _finding(found: Mapping[str, Any]) -> dict[str, str]:
    sort = str(found["type"])
    sentence = str(found["msg"]) if sort == "amends" else SENTENCES.get(sort, OTHERWISE)
    return {"field": _field(found["loc"]), "detail": _(sentence) % found.get("ctx", {})}


def _field(place: tuple[str | int, ...]) -> str:
    """Where it is, as a path: the kind of input and the name of the whole body are left out."""
    parts = [part for part in place if part not in {"body", "query", "path", "header", "form", "file"}]
    if place and place[0] == "body" and len(place) > 1 and place[1] == "given":
        parts = list(place[2:])
    return ".".join(str(part)[:80] for part in parts)
