"""Files of a form not yet sent: kept in the store at once, carried from step to step as signed references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from django.core import signing

from amends.core import files
from amends.core.rules.intake import File
from amends.lib.files import Missing, StoreFailed

MOST_FILES = 10
KEPT_FOR = timedelta(hours=20)
"""Shorter than what the sweeper leaves to files that no case has."""


class Gone(Exception):
    """The reference is too old, foreign or altered, or the file is not in the store any more."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file on its way. `original` is the one as sent, when `file` is its copy without place, time and camera."""

    file: File
    original: File | None = None
    is_looked_at: bool = False

    @property
    def may_tell(self) -> bool:
        """Whether details of the sender may still be inside: it was looked at and could not be remade."""
        return self.is_looked_at and self.original is None

    def sign(self, key: str) -> str:
        """The reference that the form carries; good for this submission alone."""
        plain = {"file": asdict(self.file), "seen": self.is_looked_at}
        if self.original is not None:
            plain["original"] = asdict(self.original)
        return signing.dumps(plain, salt=_salt(key), compress=True)


def read(reference: str, key: str) -> Parcel:
    """The parcel of a reference. Raises Gone."""
    try:
        plain = signing.loads(reference, salt=_salt(key), max_age=KEPT_FOR)
        original = File(**plain["original"]) if "original" in plain else None
        return Parcel(File(**plain["file"]), original, plain["seen"])
    except signing.BadSignature as error:
        raise Gone from error


def must_be_there(parcels: Iterable[Parcel]) -> None:
    """Raises Gone when the sweeper was quicker than the sender."""
    if not all(files.store().path(parcel.file.stored).is_file() for parcel in parcels):
        raise Gone


def nameless(parcel: Parcel) -> Parcel:
    """The parcel with details of place, time and camera taken out, where that can be done; looked at once."""
    if parcel.is_looked_at or parcel.original is not None:
        return parcel
    try:
        copy = files.without_traces(parcel.file)
    except Missing as error:
        raise Gone from error
    if copy is None:
        return replace(parcel, is_looked_at=True)
    return Parcel(copy, original=parcel.file, is_looked_at=True)


def as_sent(parcel: Parcel) -> Parcel:
    """The parcel with its original again: for who decided to give a name after all."""
    return Parcel(parcel.original) if parcel.original is not None else replace(parcel, is_looked_at=False)


def forget_originals(parcels: Iterable[Parcel]) -> None:
    """Removes what tells of an anonymous sender, once the copies belong to a case. A full disk does not stop it."""
    for parcel in parcels:
        if parcel.original is not None:
            try:
                files.store().remove(parcel.original.stored)
            except StoreFailed:
                continue


def _salt(key: str) -> str:
    return f"amends.web_form.file:{key}"
