"""A backup restores to the same office; a damaged one is refused and overwrites nothing."""

import argparse
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from amends.commands import CommandFailed
from amends.commands import restore as restore_command
from amends.core import backup, make, restore, sealer, triggers, verify
from amends.core.backup import BackupFailed
from amends.core.models import Attachment, Complaint
from amends.core.rules.intake import File
from amends.lib.files import Store
from amends.office.models import Office, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(office: object, vera: Person, tmp_path: Path, settings: object) -> Path:
    """A backup of an office with two cases, a file and seals."""
    settings.DATA_DIR = tmp_path / "var"  # type: ignore[attr-defined]
    settings.FILES_DIR = tmp_path / "var" / "files"  # type: ignore[attr-defined]
    (tmp_path / "var").mkdir()
    kept = Store(tmp_path / "var" / "files").keep(b"a photo", limit=100)
    make.complaint(files=(File("photo.jpg", kept.name, kept.digest, kept.size),))
    make.complaint(by=vera, until="closed", text="Каша пришла порванной")
    sealer.seal(make.MONDAY)
    path = tmp_path / "office.backup"
    backup.write(path, at=make.MONDAY, passphrase="")
    return path


def _empty_the_house() -> None:
    """A new machine: the same tables without a row, triggers in place."""
    triggers.lift(connection)
    with connection.cursor() as cursor:
        for model in backup.tables():
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    triggers.restore(connection)


def test_restored_on_an_empty_machine_it_is_the_same_office(written: Path, tmp_path: Path, settings: object) -> None:
    before = backup.digest_now(make.MONDAY)
    _empty_the_house()
    settings.DATA_DIR = tmp_path / "new"  # type: ignore[attr-defined]
    settings.FILES_DIR = tmp_path / "new" / "files"  # type: ignore[attr-defined]
    (tmp_path / "new").mkdir()
    manifest = restore.read_manifest(written)
    summary = restore.restore(written, manifest)
    assert summary.digest == before.digest
    assert (summary.complaints, summary.files) == (2, 1)
    assert Office.current().outgoing_mail is False
    assert list(verify.verify(at=make.MONDAY)) == []
    attachment = Attachment.objects.get()
    assert Store(tmp_path / "new" / "files").read(attachment.stored) == b"a photo"
    assert make.complaint().number == "PX-2026-000003"


def test_an_office_is_never_overwritten(written: Path) -> None:
    with pytest.raises(BackupFailed, match="holds an office"):
        restore.restore(written, restore.read_manifest(written))
    with pytest.raises(BackupFailed, match="never overwritten"):
        backup.write(written, at=make.MONDAY, passphrase="")


def test_a_refused_restore_leaves_the_secret_of_the_office_alone(
    written: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another secret every access code, link and sealed password of the living office would be void."""
    own = Path(settings.DATA_DIR) / "secret-key"  # type: ignore[attr-defined]
    monkeypatch.delenv("AMENDS_SECRET_KEY", raising=False)
    own.write_text("the secret of the office that lives here", encoding="ascii")
    with pytest.raises(CommandFailed, match="holds an office"):
        restore_command.run(argparse.Namespace(file=written))
    assert own.read_text(encoding="ascii") == "the secret of the office that lives here"


def test_a_seal_made_while_the_file_is_written_harms_nothing(
    written: Path, tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows are read as of one moment; the log of seals grows on meanwhile and must not run ahead of them."""

    def with_seals(step: str) -> None:
        before = getattr(backup, step)

        def then(*args: Any) -> Any:
            _seal_something()
            return before(*args)

        monkeypatch.setattr(backup, step, then)

    with_seals("_secret")  # after the rows were read, before the parts are digested
    with_seals("_add")  # after the parts were digested, before they are written
    path = tmp_path / "grown.backup"
    backup.write(path, at=make.MONDAY, passphrase="")
    _empty_the_house()
    settings.DATA_DIR = tmp_path / "new"  # type: ignore[attr-defined]
    settings.FILES_DIR = tmp_path / "new" / "files"  # type: ignore[attr-defined]
    (tmp_path / "new").mkdir()
    restore.restore(path, restore.read_manifest(path))
    assert list(verify.verify(at=make.MONDAY)) == []


def _seal_something() -> None:
    make.complaint()
    sealer.seal(make.MONDAY + timedelta(hours=1))


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9])
def test_a_flipped_bit_is_refused(written: Path, place: float) -> None:
    body = bytearray(written.read_bytes())
    tables = body.index(b'"complaint') if place > 0.5 else int(len(body) * place)
    body[tables + 3] ^= 0x40
    written.write_bytes(body)
    _refused_or_unharmed(written)


def _refused_or_unharmed(path: Path) -> None:
    """Padding between parts carries nothing; everywhere else a changed bit must be refused."""
    try:
        manifest = restore.read_manifest(path)
    except BackupFailed:
        return
    assert manifest["complaints"] == Complaint.objects.count()


def test_a_cut_file_is_refused(written: Path) -> None:
    written.write_bytes(written.read_bytes()[:-20_000])
    with pytest.raises(BackupFailed):
        restore.read_manifest(written)


def test_the_secret_is_sealed_with_a_passphrase(written: Path, tmp_path: Path, settings: object) -> None:
    path = tmp_path / "sealed.backup"
    backup.write(path, at=make.MONDAY, passphrase="blue kettle on the roof")
    assert settings.SECRET_KEY.encode() not in path.read_bytes()  # type: ignore[attr-defined]
    manifest = restore.read_manifest(path)
    assert restore.secret_in(manifest, "blue kettle on the roof") == settings.SECRET_KEY  # type: ignore[attr-defined]
    with pytest.raises(BackupFailed, match="passphrase"):
        restore.secret_in(manifest, "another")
    assert path.stat().st_mode & 0o077 == 0


def test_no_migration_is_missing_its_triggers(office: object) -> None:
    call_command("migrate", verbosity=0)
    assert triggers.missing() == []
