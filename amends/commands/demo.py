"""`amends demo load`: fills an empty office with Company X, its people and made-up complaints."""

import argparse
import sys

from django.utils import timezone

from amends.commands import CommandFailed, Commands


def register(commands: Commands) -> None:
    parser = commands.add_parser("demo", help="a demo office with made-up complaints", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    load = words.add_parser("load", help="fill an empty office")
    load.add_argument("--size", choices=("small", "full"), default="small", help="about 60 or about 600 complaints")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Loads the demo; prints where the accounts are. Refuses an office that already has complaints."""
    # The house is imported only after Django is set up.
    from amends.demo.load import DemoRefused, load

    try:
        loaded = load(args.size, timezone.now())
    except DemoRefused as refusal:
        raise CommandFailed(str(refusal)) from refusal
    print(f"{loaded.complaints} complaints are in the demo office.", file=sys.stderr)
    print(loaded.accounts)
    return 0
