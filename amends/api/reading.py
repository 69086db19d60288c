"""Reads the body of a request: strict JSON within bounds, and the plain types that text from outside must have."""

import json
from datetime import date, datetime
from typing import Annotated, Any, NoReturn

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.parser import Parser
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from amends.api.problems import Problem
from amends.core.rules.words import N_

MOST_MEMBERS = 200
MOST_CHARACTERS = 10_000_000


class StrictJson(Parser):
    """Refuses what is no JSON (NaN too), nests too deep, or comes under another name than application/json."""

    def parse_body(self, request: HttpRequest) -> Any:
        if (
            request.content_type != "application/json"
            or request.headers.get("Content-Encoding", "identity") != "identity"
        ):
            raise Problem(415, _("Send the content as application/json, not compressed."))
        try:
            body = json.loads(request.body.decode(), parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise Problem(400, _("This is not readable JSON in UTF-8.")) from None
        if not isinstance(body, dict):
            raise Problem(422, _("Send one JSON object."))
        if len(body) > MOST_MEMBERS:
            raise Problem(422, _("Too many fields."))
        return body


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class Body(BaseModel):
    """What a caller may send: these fields and no others, and a value only of its own type."""

    model_config = ConfigDict(extra="forbid", frozen=True)


NOT_KEPT = N_("This text holds a character that cannot be kept (NUL or half of a pair).")
NO_ADDRESS = N_("This is not an e-mail address.")
NEEDS_ZONE = N_("Give the moment with its offset from UTC, like 2026-03-02T09:00:00+03:00.")


def _kept(text: str) -> str:
    if "\0" in text:
        raise PydanticCustomError("amends", NOT_KEPT)
    return text


def _address(text: str) -> str:
    name, at, domain = text.rpartition("@")
    if text and (not at or not name or not domain.strip(".") or not text.isprintable() or any(map(str.isspace, text))):
        raise PydanticCustomError("amends", NO_ADDRESS)
    return text


def _aware(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise PydanticCustomError("amends", NEEDS_ZONE)
    return moment


def _sane(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise PydanticCustomError("amends", N_("This day cannot be right."))
    return day


Text = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, strict=True), AfterValidator(_kept)]
Line500 = Annotated[str, StringConstraints(max_length=500, strict=True), AfterValidator(_kept)]
Line300 = Annotated[str, StringConstraints(max_length=300, strict=True), AfterValidator(_kept)]
Line200 = Annotated[str, StringConstraints(max_length=200, strict=True), AfterValidator(_kept)]
Line60 = Annotated[str, StringConstraints(max_length=60, strict=True), AfterValidator(_kept)]
Line40 = Annotated[str, StringConstraints(max_length=40, strict=True), AfterValidator(_kept)]
Line30 = Annotated[str, StringConstraints(max_length=30, strict=True), AfterValidator(_kept)]
Code = Annotated[str, StringConstraints(max_length=80, strict=True), AfterValidator(_kept)]
Address = Annotated[
    str, StringConstraints(max_length=254, strict=True), AfterValidator(_kept), AfterValidator(_address)
]
Language = Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})?$", strict=True)]
Moment = Annotated[datetime, AfterValidator(_aware)]
Day = Annotated[date, AfterValidator(_sane)]


def primary(language: str) -> str:
    """The language without its region: zh-Hans-CN is zh."""
    return language.partition("-")[0].lower()
