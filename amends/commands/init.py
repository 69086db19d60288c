"""`amends init`: brings the database to this version and loads what every office needs. May be run again at any time."""

import argparse
import sys

from django.core.management import call_command
from django.utils import timezone

from amends.commands import Commands
from amends.config import catalogues, statics
from amends.core import content, public_calendars
from amends.office.setup_code import how_to_begin


def register(commands: Commands) -> None:
    parser = commands.add_parser("init", help="set up or upgrade the office (may be run again)", description=__doc__)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Migrates, then loads base data; says on standard error what it did."""
    prepare()
    print("The office is ready.", file=sys.stderr)
    if words := how_to_begin():
        print(words, file=sys.stderr)
    return 0


def prepare() -> None:
    """What `amends init` does, for the commands that begin with it."""
    prepare_tables()
    content.load_base(at=timezone.now())
    public_calendars.extend(timezone.now())


def prepare_tables() -> None:
    """Tables, texts and looks without a row of content: what a backup is restored into."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    statics.prepare()
    catalogues.compile_stale()
