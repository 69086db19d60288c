"""`amends messages`: the catalogues of the four languages. `compile` makes them ready for use, `update` collects new texts."""

import argparse
import sys

from amends.commands import Commands


def register(commands: Commands) -> None:
    parser = commands.add_parser("messages", help="catalogues of translations", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verbs.add_parser("compile", help="make the catalogues ready for use").set_defaults(run=compile_all)
    verbs.add_parser("update", help="collect the texts of the house into the catalogues").set_defaults(run=update_all)


def compile_all(args: argparse.Namespace) -> int:
    from amends.config import catalogues

    catalogues.compile_stale(always=True)
    return 0


def update_all(args: argparse.Namespace) -> int:
    """Collects from Python and templates; what is gone is dropped, what is new waits for a translator."""
    from amends.config import catalogues

    for language, missing in catalogues.update().items():
        print(f"{language}: {missing} without translation", file=sys.stderr)
    return 0
