"""A file that a person sends with their words: kept in the store first, then named in an intake."""

from __future__ import annotations

from io import BytesIO
from typing import Protocol

from django.conf import settings

from amends.core.rules.intake import File
from amends.lib.file_names import safe_file_name
from amends.lib.files import Store
from amends.lib.media_types import HEAD, sniff
from amends.lib.pictures import strip_metadata


class Upload(Protocol):
    """What a web framework hands in: bytes in pieces, from the beginning."""

    def read(self, size: int, /) -> bytes: ...

    def seek(self, place: int, /) -> object: ...


def store() -> Store:
    """The store of this office."""
    return Store(settings.FILES_DIR)


def keep(name: str | None, upload: Upload) -> File:
    """The file on the disk for good, under a random name; its kind is told by its bytes, not by its sender.

    Refuses with amends.lib.files.TooLarge (the office's limit) and StoreFailed, leaving nothing behind.
    """
    media_type = sniff(upload.read(HEAD))
    upload.seek(0)
    kept = store().keep(upload, limit=settings.FILE_LIMIT)
    return File(safe_file_name(name), kept.name, kept.digest, kept.size, media_type)


def without_traces(file: File) -> File | None:
    """A copy of the picture without place, time, camera and comments, for a sender without a name.

    None when that cannot be done (other kinds of files): then warn. Raises amends.lib.files.StoreFailed.
    """
    clean = strip_metadata(store().read(file.stored))
    return keep(file.name, BytesIO(clean)) if clean is not None else None
