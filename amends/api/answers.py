"""Answers of the API, written straight to JSON."""

import json
from typing import Any

from django.http import HttpResponse


def answer(
    told: Any, status: int = 200, *, version: int | None = None, location: str = "", replayed: bool = False
) -> HttpResponse:
    """The JSON answer. VERSION becomes the ETag, to be sent back in If-Match."""
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False).encode(), status=status, content_type="application/json"
    )
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    if location:
        response.headers["Location"] = location
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response
