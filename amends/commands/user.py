"""`amends user create`: an account for a person who works here."""

import argparse
import getpass
import sys

from django.utils import timezone

from amends.commands import CommandFailed, Commands
from amends.office import actions
from amends.office.roles import Role


def register(commands: Commands) -> None:
    parser = commands.add_parser("user", help="accounts of people who work here", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    create = verbs.add_parser("create", help="create an account")
    create.add_argument("--email", required=True)
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, action="append", choices=[role.value for role in Role])
    create.add_argument("--password-stdin", action="store_true", help="read the password from the first line of input")
    create.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the e-mail of the new account. Refuses what is no address, a taken one, and a weak password."""
    password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else getpass.getpass("Password: ")
    try:
        person = actions.create_person(
            email=args.email, name=args.name, password=password, roles=args.role, at=timezone.now()
        )
    except actions.OfficeRefused as refused:
        raise CommandFailed(f"{args.email}: {refused}") from None
    print(person.email)
    return 0
