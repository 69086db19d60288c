"""`amends token create`: a key to the API that acts as a person, within that person's rights."""

import argparse

from django.utils import timezone

from amends.commands import CommandFailed, Commands
from amends.office import actions, tokens
from amends.office.models import Person


def register(commands: Commands) -> None:
    parser = commands.add_parser("token", help="keys to the API", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    create = verbs.add_parser("create", help="create a key and print it, alone; it is shown only now")
    create.add_argument("--user", required=True, metavar="EMAIL")
    create.add_argument("--label", default="command line", help="what it is for (default: %(default)s)")
    create.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the key alone. Refuses a person who is unknown or no longer active, and a key without a label."""
    person = Person.objects.filter(email__iexact=args.user, is_active=True).first()
    if person is None:
        raise CommandFailed(f"no active person has the address {args.user}")
    try:
        secret = actions.create_token(
            person, label=args.label, scopes=tokens.SCOPES, lasts=None, by=None, at=timezone.now()
        )
    except actions.OfficeRefused as refused:
        raise CommandFailed(str(refused)) from None
    print(secret)
    return 0
