"""Where files lie: under one root folder, by random names, never by a name that somebody gave.

A file is there with all its bytes on the disk, or the caller hears of it. Names for people: file_names.py.
"""

import hashlib
import hmac
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BufferedReader
from pathlib import Path
from typing import Protocol

_NAME = re.compile(r"[0-9a-f]{32}")
_INCOMING = "incoming"
_CHUNK = 64 * 1024
_PORTION = 500


class Stream(Protocol):
    """Anything that gives its bytes in pieces."""

    def read(self, size: int, /) -> bytes: ...


class StoreFailed(Exception):
    """The disk is full, forbidden or broken: nothing was kept, and the sender must hear it."""


class Missing(StoreFailed):
    """No file of this name lies in the store."""


class TooLarge(Exception):
    """More bytes than the limit. Nothing was kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"larger than {limit} bytes")
        self.limit = limit


class BadName(ValueError):
    """Not a name this store gives."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept file: its name in the store, SHA-256 in hex and size in bytes."""

    name: str
    digest: str
    size: int


class Store:
    """Files under one root folder. Safe for many processes at once: no file is ever changed, only added and removed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, data: bytes | Stream, *, limit: int) -> Kept:
        """Writes the bytes to the disk for good and gives their new name.

        Refuses more than the limit with TooLarge and every failure of the disk with StoreFailed, leaving nothing
        behind. Trouble in reading the stream is the stream's own error and passes through. A stream is never held whole.
        """
        name = secrets.token_hex(16)
        incoming = self.root / _INCOMING / name
        try:
            digest, size = _write(incoming, data, limit)
            with _loud("keep"):
                self._settle(incoming, self.path(name))
        except BaseException:
            with suppress(OSError):
                incoming.unlink(missing_ok=True)
            raise
        return Kept(name, digest, size)

    def put_back(self, name: str, data: bytes | Stream) -> None:
        """Writes a file under the name it had before, as a restore does. Refuses a name the store does not give."""
        path = self.path(name)
        incoming = self.root / _INCOMING / name
        _write(incoming, data, sys.maxsize)
        with _loud("put back"):
            self._settle(incoming, path)

    def path(self, name: str) -> Path:
        """Where a file of this name lies, whether or not it exists. Refuses every name the store does not give."""
        if not _NAME.fullmatch(name):
            raise BadName(f"not a name of the store: {name[:40]!r}")
        return self.root / name[:2] / name[2:4] / name

    def open(self, name: str) -> BufferedReader:
        """The file for reading, in pieces if wished. Refuses with Missing or StoreFailed."""
        with _loud("open"):
            return self.path(name).open("rb")

    def read(self, name: str) -> bytes:
        """All its bytes: for small files only."""
        with self.open(name) as file, _loud("read"):
            return file.read()

    def remove(self, name: str) -> bool:
        """Removes the file; False when it was not there."""
        path = self.path(name)
        with _loud("remove"):
            if not path.exists():
                return False
            path.unlink(missing_ok=True)
            _sync_folder(path.parent)
        return True

    def verify(self, name: str, digest: str) -> bool:
        """Whether the bytes on the disk still have this SHA-256. Missing is raised, so that it is not taken for damage."""
        with self.open(name) as file, _loud("read"):
            return hmac.compare_digest(hashlib.file_digest(file, "sha256").hexdigest(), digest.lower())

    def sweep(self, known: Callable[[list[str]], set[str]], older_than: timedelta, at: datetime) -> int:
        """Removes files nobody knows and unfinished ones, if older than given; returns how many.

        `known` is asked in portions which of the names have a row. A young file may belong to a transaction still open.
        """
        before = at.timestamp() - older_than.total_seconds()
        removed = 0
        for portion in _portions(self._names(before)):
            for name in set(portion) - known(portion):
                removed += self.remove(name)
        for unfinished in _files(self.root / _INCOMING, before):
            with _loud("remove"):
                Path(unfinished.path).unlink(missing_ok=True)
            removed += 1
        return removed

    def _settle(self, incoming: Path, path: Path) -> None:
        """Gives the finished file its place. A new folder is only safe once the folder above it is on the disk."""
        for folder in (path.parent.parent, path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(folder.parent)
        incoming.rename(path)
        _sync_folder(path.parent)

    def _names(self, before: float) -> Iterator[str]:
        for first in _folders(self.root):
            for second in _folders(Path(first.path)):
                yield from (file.name for file in _files(Path(second.path), before) if _NAME.fullmatch(file.name))


def _write(path: Path, data: bytes | Stream, limit: int) -> tuple[str, int]:
    running, size = hashlib.sha256(), 0
    with _loud("keep"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
    with file:
        for chunk in _chunks(data):
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit)
            running.update(chunk)
            with _loud("keep"):
                _write_all(file.fileno(), chunk)
        with _loud("keep"):
            os.fsync(file.fileno())
    return running.hexdigest(), size


def _write_all(handle: int, chunk: bytes) -> None:
    """A nearly full disk takes only a part and says so by its count, not by an error."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _chunks(data: bytes | Stream) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(_CHUNK):
        yield chunk


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _folders(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with _loud("list"), suppress(FileNotFoundError), os.scandir(folder) as entries:
        yield from (entry for entry in entries if len(entry.name) == 2 and entry.is_dir(follow_symlinks=False))


def _files(folder: Path, before: float) -> Iterator["os.DirEntry[str]"]:
    """Plain files last written before the moment; one that vanishes meanwhile is nobody's worry."""
    with _loud("list"), suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < before:
                    yield entry


def _portions(names: Iterator[str]) -> Iterator[list[str]]:
    portion: list[str] = []
    for name in names:
        portion.append(name)
        if len(portion) == _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


@contextmanager
def _loud(doing: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Missing(f"cannot {doing} the file: it is not there") from error
    except OSError as error:
        raise StoreFailed(f"cannot {doing} the file: {error.strerror}") from error
