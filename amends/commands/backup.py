"""`amends backup FILE`: the whole office (rows, files, secret) in one file of one moment, taken while the office works."""

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from amends.commands import CommandFailed, Commands
from amends.config import env
from amends.core.backup import BackupFailed, Summary, write
from amends.lib.files import StoreFailed


def register(commands: Commands) -> None:
    parser = commands.add_parser("backup", help="write the whole office into one file", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the digest. With AMENDS_BACKUP_PASSPHRASE the office secret inside is sealed with it."""
    passphrase = env.text("AMENDS_BACKUP_PASSPHRASE")
    try:
        summary = write(args.file, at=timezone.now(), passphrase=passphrase)
    except (BackupFailed, StoreFailed, OSError) as error:
        raise CommandFailed(f"No backup was written: {error}.") from error
    report(summary)
    if not passphrase:
        print(
            "The office secret is inside, readable by whoever can read the file. "
            "Set AMENDS_BACKUP_PASSPHRASE to seal it.",
            file=sys.stderr,
        )
    return 0


def report(summary: Summary) -> None:
    """The figures on standard error, the digest on standard output."""
    print(
        f"{summary.complaints} cases, {summary.events} events, {summary.files} files, as of {summary.at.isoformat()}",
        file=sys.stderr,
    )
    print(summary.digest)
