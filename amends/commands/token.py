"""`amends token create`: a key to the API that acts as a person, within that person's rights."""

import argparse
from datetime import timedelta

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
    create.add_argument(
        "--scopes", default=",".join(tokens.SCOPES), help="what it may do, parted by commas (default: %(default)s)"
    )
    create.add_argument("--lasts", type=int, metavar="DAYS", help="after how many days it ends (default: never)")
    create.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the key alone. Refuses a person who is unknown or no longer active, and what the verb refuses."""
    person = Person.objects.filter(email__iexact=args.user, is_active=True).first()
    if person is None:
        raise CommandFailed(f"no active person has the address {args.user}")
    scopes = [scope.strip() for scope in args.scopes.split(",") if scope.strip()]
    lasts = None if args.lasts is None else timedelta(days=min(args.lasts, 1_000_000))
    try:
        secret = actions.create_token(person, label=args.label, scopes=scopes, lasts=lasts, by=None, at=timezone.now())
    except actions.OfficeRefused as refused:
        raise CommandFailed(str(refused)) from None
    print(secret)
    return 0
