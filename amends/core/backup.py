"""The whole office in one file, of one moment, taken while the office works; and back on an empty machine.

The file is a tar: `manifest.json` first (what is inside, with SHA-256 of each part), the tables as JSON lines (so a backup
of SQLite restores on PostgreSQL and the other way round), the stored files, the office secret.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models

from amends.core import sealer
from amends.core.models import Attachment, Complaint, Event, Message, Receipt
from amends.core.snapshot import snapshot
from amends.lib import secrets
from amends.lib.files import Store
from amends.office.models import Office

FORMAT = 1
PORTION = 2_000
NOT_KEPT = frozenset({"sessions", "contenttypes"})
"""Apps whose rows end with the machine. Search indexes hold no rows of their own that cannot be made again."""

MADE_AGAIN = frozenset({"auth.permission", "insight"})


class BackupFailed(Exception):
    """The backup could not be written, or the file is not one that may be restored; the text says why."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds. `digest` is the same after a restore: it covers cases, events and files."""

    at: datetime
    complaints: int
    events: int
    files: int
    digest: str


def tables() -> list[type[models.Model]]:
    """Every table of the office, many-to-many tables included, in a stable order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.app_label not in NOT_KEPT
        and model._meta.app_label not in MADE_AGAIN
        and model._meta.label_lower not in MADE_AGAIN
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def write(path: Path, *, at: datetime, passphrase: str) -> Summary:
    """Writes the backup beside its place and moves it there when it is whole. The file is readable by its owner alone.

    With a passphrase the office secret inside is sealed with it. Refuses to overwrite a file.
    """
    if path.exists():
        raise BackupFailed(f"{path} exists already; a backup is never overwritten")
    handle, incoming = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file, tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            parts = _log_part(Path(scratch))
            with snapshot():
                parts |= _table_parts(Path(scratch))
                summary = _summary(at)
                names = list(_stored_names())
            _fill(file, parts, names, summary, passphrase)
            file.flush()
            os.fsync(file.fileno())
        os.replace(incoming, path)
    except BaseException:
        Path(incoming).unlink(missing_ok=True)
        raise
    return summary


def _log_part(scratch: Path) -> dict[str, Path]:
    """The log of seals as it stands before the rows are read. It grows on while the file is written, and a log that ran
    ahead of the rows would look like a database put back to an older state."""
    log, part = sealer.log_path(), scratch / "seals.log"
    if not log.exists():
        return {}
    shutil.copyfile(log, part)
    return {part.name: part}


def _table_parts(scratch: Path) -> dict[str, Path]:
    parts = {}
    for model in tables():
        part = scratch / f"{model._meta.label_lower}.jsonl"
        columns = [field.attname for field in model._meta.concrete_fields]
        with open(part, "w", encoding="utf-8") as out:
            rows = model._base_manager.order_by("pk").values_list(*columns).iterator(PORTION)
            for row in rows:
                out.write(json.dumps(row, default=_plain, ensure_ascii=False) + "\n")
        parts[f"tables/{part.name}"] = part
    return parts


def _plain(value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"b64": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _stored_names() -> Iterator[str]:
    columns = (
        Attachment.objects.values_list("stored", flat=True),
        Attachment.objects.exclude(preview="").values_list("preview", flat=True),
        Receipt.objects.exclude(stored="").values_list("stored", flat=True),
        Message.objects.exclude(html="").values_list("html", flat=True),
        Office.objects.exclude(logo="").values_list("logo", flat=True),
    )
    for names in columns:
        yield from names.order_by("pk").iterator(PORTION)


def _fill(file: IO[bytes], parts: dict[str, Path], names: list[str], summary: Summary, passphrase: str) -> None:
    store = Store(settings.FILES_DIR)
    files = {f"files/{name}": store.path(name) for name in names}
    manifest = {
        "format": FORMAT,
        "at": summary.at.isoformat(),
        "complaints": summary.complaints,
        "events": summary.events,
        "files": summary.files,
        "digest": summary.digest,
        "secret": _secret(passphrase),
        "columns": {model._meta.label_lower: [f.attname for f in model._meta.concrete_fields] for model in tables()},
        "parts": {name: _sha256(path) for name, path in (parts | files).items()},
    }
    with tarfile.open(fileobj=file, mode="w") as tar:
        body = json.dumps(manifest, ensure_ascii=False).encode()
        _add(tar, "manifest.json", body)
        _add(tar, "manifest.sha256", hashlib.sha256(body).hexdigest().encode())
        for name, path in (parts | files).items():
            tar.add(path, arcname=name, recursive=False)


def _secret(passphrase: str) -> dict[str, str]:
    if passphrase:
        salt = os.urandom(16).hex()
        return {
            "sealed": secrets.seal(settings.SECRET_KEY, secrets.stretched(passphrase, salt), "backup"),
            "salt": salt,
        }
    return {"plain": settings.SECRET_KEY}


def _add(tar: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    info.mode = 0o600
    tar.addfile(info, io.BytesIO(body))


def _sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _summary(at: datetime) -> Summary:
    """Counts, and one digest over every case's head, every event and every file."""
    total = hashlib.sha256()
    complaints = events = files = 0
    for key, number, head in Complaint.objects.order_by("pk").values_list("key", "number", "head").iterator(PORTION):
        total.update(f"{key}{number}".encode() + bytes(head))
        complaints += 1
    for pk, digest in Event.objects.order_by("pk").values_list("pk", "digest").iterator(PORTION):
        total.update(pk.to_bytes(8) + bytes(digest))
        events += 1
    for pk, digest_text in Attachment.objects.order_by("pk").values_list("pk", "digest").iterator(PORTION):
        total.update(f"{pk}{digest_text}".encode())
        files += 1
    return Summary(at, complaints, events, files, total.hexdigest())


def digest_now(at: datetime) -> Summary:
    """The same figures of the office as it stands."""
    with snapshot():
        return _summary(at)


def column_value(field: models.Field[Any, Any], value: Any) -> Any:
    """A value from a backup as its column wants it."""
    if isinstance(value, dict) and value.keys() == {"b64"} and isinstance(field, models.BinaryField):
        return base64.b64decode(value["b64"])
    if value is None or isinstance(field, models.JSONField | models.BinaryField):
        return value
    if field.remote_field is not None:
        return value
    return field.to_python(value)
