"""Names in several languages, kept as one JSON object {"en": …, "ru": …}; read in the language of the reader."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import get_language

from amends.lib.row import Row


def in_language(names: Mapping[str, str], language: str | None = None) -> str:
    """The name in LANGUAGE (default: the reader's), else in English, else whichever there is."""
    wanted = (language or get_language() or "en").split("-")[0]
    return names.get(wanted) or names.get("en") or next((name for name in names.values() if name), "")


class Named(Row):
    """A thing of the office with a stable code and names in the office's languages."""

    code = models.SlugField(max_length=80, unique=True)
    names = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names) or self.code
