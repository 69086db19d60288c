"""Rules and calendars as files that are taken home."""

from __future__ import annotations

from django.http import HttpResponse


def as_file(text: str, name: str) -> HttpResponse:
    """A download of YAML under this name."""
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answer
