"""Brings an office back from a backup file, into an empty database. Everything is checked before anything is written."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction

from amends.core import backup, sealer, triggers
from amends.core.backup import BackupFailed, Summary
from amends.core.models import Complaint
from amends.lib import secrets
from amends.lib.files import Store
from amends.office.models import Office, Person

Manifest = dict[str, Any]


def read_manifest(path: Path) -> Manifest:
    """The manifest, after every part was read and compared. Refuses a damaged, cut, foreign or newer file."""
    try:
        with tarfile.open(path, "r:") as tar:
            manifest = _manifest(tar)
            seen = {name: _digest(tar, member) for name, member in _parts(tar)}
    except (tarfile.TarError, OSError, KeyError, ValueError) as error:
        raise BackupFailed(f"{path} is damaged or no backup of Amends: {error}") from error
    for name, expected in manifest["parts"].items():
        if name not in seen:
            raise BackupFailed(f"{path} is damaged: {name} is missing")
        if seen[name] != expected:
            raise BackupFailed(f"{path} is damaged: {name} was changed")
    return manifest


def secret_in(manifest: Manifest, passphrase: str) -> str:
    """The office secret of the backup. Refuses a wrong or missing passphrase."""
    kept = manifest["secret"]
    if "plain" in kept:
        return str(kept["plain"])
    if not passphrase:
        raise BackupFailed("the secret in this backup is sealed: give its passphrase in AMENDS_BACKUP_PASSPHRASE")
    try:
        return secrets.unseal(kept["sealed"], secrets.stretched(passphrase, kept["salt"]), purpose="backup")
    except secrets.Unsealable as error:
        raise BackupFailed("the passphrase is not the one this backup was written with") from error


def refuse_an_inhabited_house() -> None:
    """Before anything of the house is touched, its secret above all. Refuses a database that holds an office already."""
    if Complaint.objects.exists() or Person.objects.exists():
        raise BackupFailed("this database holds an office already; restore into an empty one")


def restore(path: Path, manifest: Manifest) -> Summary:
    """Fills the empty, migrated database and the file store; outgoing mail is off until a person switches it on.

    Refuses a database that holds an office already. Files come first, then all rows in one transaction.
    """
    refuse_an_inhabited_house()
    with tarfile.open(path, "r:") as tar:
        _files(tar)
        with transaction.atomic():
            _rows(tar, manifest)
            Office.objects.update(outgoing_mail=False)
        _log(tar, manifest)
    restored = backup.digest_now(datetime.fromisoformat(manifest["at"]))
    if restored.digest != manifest["digest"]:
        raise BackupFailed("the restored office differs from the backup; do not use it")
    return restored


def _manifest(tar: tarfile.TarFile) -> Manifest:
    body = _open(tar, "manifest.json").read()
    if hashlib.sha256(body).hexdigest() != _open(tar, "manifest.sha256").read().decode():
        raise ValueError("the manifest was changed")
    manifest: Manifest = json.loads(body)
    if manifest["format"] > backup.FORMAT:
        raise ValueError("it was written by a newer release")
    return manifest


def _parts(tar: tarfile.TarFile) -> Iterator[tuple[str, tarfile.TarInfo]]:
    for member in tar:
        if member.isfile() and not member.name.startswith("manifest."):
            yield member.name, member


def _open(tar: tarfile.TarFile, name: str | tarfile.TarInfo) -> IO[bytes]:
    file = tar.extractfile(name)
    if file is None:
        raise ValueError(f"{name} is no file")
    return file


def _digest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    return hashlib.file_digest(_open(tar, member), "sha256").hexdigest()  # type: ignore[arg-type]


def _files(tar: tarfile.TarFile) -> None:
    """Puts the files back under their own names; the store refuses a name that is not of its making."""
    store = Store(settings.FILES_DIR)
    for name, member in _parts(tar):
        if name.startswith("files/"):
            store.put_back(name.removeprefix("files/"), _open(tar, member))


def _rows(tar: tarfile.TarFile, manifest: Manifest) -> None:
    models_of = {model._meta.label_lower: model for model in backup.tables()}
    # A house that was set up and not yet opened holds base rows and the log of how they came; the backup brings its own.
    triggers.lift(connection)
    with connection.cursor() as cursor:
        for model in models_of.values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    triggers.restore(connection)
    for label, columns in manifest["columns"].items():
        if (kept := models_of.get(label)) is not None:
            _load(kept, columns, _open(tar, f"tables/{label}.jsonl"))
    statements = connection.ops.sequence_reset_sql(no_style(), list(models_of.values()))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _load(model: type[models.Model], columns: list[str], file: IO[bytes]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    known = [name in fields for name in columns]
    portion: list[models.Model] = []
    for line in file:
        values = json.loads(line)
        row = {
            name: backup.column_value(fields[name], value)
            for name, value, is_known in zip(columns, values, known, strict=True)
            if is_known
        }
        portion.append(model(**row))
        if len(portion) >= backup.PORTION:
            model._base_manager.bulk_create(portion, batch_size=500)
            portion.clear()
    model._base_manager.bulk_create(portion, batch_size=500)


def _log(tar: tarfile.TarFile, manifest: Manifest) -> None:
    if "seals.log" in manifest["parts"]:
        sealer.log_path().write_bytes(_open(tar, "seals.log").read())
