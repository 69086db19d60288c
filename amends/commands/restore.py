"""`amends restore FILE`: brings an office back from a backup, into an empty database. Outgoing mail stays off at first."""

import argparse
import os
import sys
from pathlib import Path

from django.conf import settings

from amends.commands import CommandFailed, Commands
from amends.commands.backup import report
from amends.commands.init import prepare_tables
from amends.config import env
from amends.core.backup import BackupFailed
from amends.core.restore import read_manifest, refuse_an_inhabited_house, restore, secret_in
from amends.insight.search import index


def register(commands: Commands) -> None:
    parser = commands.add_parser("restore", help="bring an office back from a backup", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Checks the whole file first. Prints the digest, the same as the backup printed."""
    try:
        manifest = read_manifest(args.file)
        secret = secret_in(manifest, env.text("AMENDS_BACKUP_PASSPHRASE"))
        prepare_tables()
        refuse_an_inhabited_house()
        _keep_secret(secret)
        summary = restore(args.file, manifest)
        index.rebuild()
    except BackupFailed as error:
        raise CommandFailed(f"Nothing was restored: {error}.") from error
    report(summary)
    print("Outgoing mail is off. Switch it on in the desk when this is the office that should speak.", file=sys.stderr)
    return 0


def _keep_secret(secret: str) -> None:
    """Puts the secret where the next start finds it. Refuses when the environment holds another one."""
    if given := env.text("AMENDS_SECRET_KEY"):
        if given != secret:
            raise BackupFailed("AMENDS_SECRET_KEY is not the secret of this backup; give that one, or none")
        return
    path = Path(settings.DATA_DIR) / "secret-key"
    incoming = path.with_suffix(".incoming")
    incoming.unlink(missing_ok=True)
    handle = os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    os.replace(incoming, path)
