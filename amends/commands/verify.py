"""`amends verify`: checks hash chains, seals and stored files; exit status 1 and the first bad entry when something is broken."""

import argparse
import sys
from pathlib import Path

from django.utils import timezone

from amends.commands import CommandFailed, Commands
from amends.core.verify import newest_event_at, verify


def register(commands: Commands) -> None:
    parser = commands.add_parser("verify", help="check the log and the files", description=__doc__)
    parser.add_argument(
        "--anchor", type=Path, help="a copy of seals.log kept elsewhere (default: the one in the data folder)"
    )
    parser.add_argument("--all", action="store_true", help="name every bad entry, not only the first")
    parser.add_argument("--json", action="store_true", help="one JSON object a bad entry")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints bad entries on standard output. Refuses an anchor that is not there."""
    if args.anchor is not None and not args.anchor.is_file():
        raise CommandFailed(f"There is no file {args.anchor}.")
    broken = 0
    for finding in verify(args.anchor, at=timezone.now()):
        broken += 1
        print(finding.as_json() if args.json else f"{finding.where}: {finding.what}")
        if not args.all:
            break
    if broken:
        print("The log or a file does not hold.", file=sys.stderr)
        return 1
    print(f"All holds. The last event is of {newest_event_at() or 'no day yet'}.", file=sys.stderr)
    return 0
