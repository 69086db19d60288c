"""`amends mail receive` takes one mail from a mail server (Postfix, Exim); `amends mail add` adds a mail account."""

import argparse
import getpass
import os
import sys
from dataclasses import replace

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import Error as DatabaseFailed
from django.utils import timezone

from amends.channels.email import accounts
from amends.channels.email.channel import Door, keep
from amends.channels.email.servers import BadAddress, Server
from amends.channels.email.way_out import default_account
from amends.channels.models import Account
from amends.commands import CommandFailed, Commands
from amends.lib.files import StoreFailed

log = structlog.get_logger(__name__)
MOST = 150 * 1024 * 1024


def register(commands: Commands) -> None:
    parser = commands.add_parser("mail", help="take in a mail, or add a mail account", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    receive = verbs.add_parser("receive", help="take in one mail (RFC 5322) from standard input")
    receive.add_argument("--account", default="", metavar="ADDRESS", help="the address it was sent to")
    receive.set_defaults(run=take_in)
    add = verbs.add_parser("add", help="add a mail account and try its servers")
    add.add_argument("--address", required=True, metavar="ADDRESS")
    add.add_argument("--imap", default="", metavar="URL", help="imaps://user@mail.example.org/INBOX")
    add.add_argument("--smtp", default="", metavar="URL", help="smtp://user@mail.example.org:587")
    add.add_argument("--password-stdin", action="store_true", help="read the password from the first line of input")
    add.set_defaults(run=add_account)


def take_in(args: argparse.Namespace) -> int:
    """Status 0 once the mail is kept for good, 75 when it is to be offered again, 65 when it will never be taken."""
    raw = sys.stdin.buffer.read(MOST + 1)
    if len(raw) > MOST:
        raise CommandFailed(f"the mail is larger than {MOST // 1024**2} MB", os.EX_DATAERR)
    if not raw.strip():
        raise CommandFailed("there is no mail on standard input", os.EX_DATAERR)
    try:
        keep(raw, _account(args.account), timezone.now())
    except (DatabaseFailed, StoreFailed, OSError, MemoryError) as error:
        log.exception("mail_not_kept", size=len(raw))
        raise CommandFailed(
            f"the mail could not be kept, offer it again: {type(error).__name__}", os.EX_TEMPFAIL
        ) from None
    return 0


def _account(address: str) -> str:
    """The account a mail belongs to, whatever stands behind a plus sign; the default one for an address unknown."""
    local, _, domain = address.strip().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    found = Account.objects.filter(channel=Door.slug, address__iexact=plain).first() or default_account()
    return found.address if found else address[:254]


def add_account(args: argparse.Namespace) -> int:
    """Prints the address. Status 1, with what does not work, when a server does not answer as it should."""
    try:
        validate_email(args.address)
        wish = accounts.wanted(args.address, args.imap, args.smtp)
    except ValidationError:
        raise CommandFailed(f"{args.address!r} is no e-mail address") from None
    except BadAddress as error:
        raise CommandFailed(str(error)) from None
    if Account.objects.filter(channel=Door.slug, address__iexact=args.address).exists():
        raise CommandFailed(f"there is an account {args.address} already")
    wish = _with_passwords(wish, args.password_stdin)
    account = accounts.save(wish, by=None, at=timezone.now())
    print(account.address)
    troubles = Door().check(account)
    for trouble in troubles:
        print(trouble, file=sys.stderr)
    return 1 if troubles else 0


def _with_passwords(wish: accounts.Wanted, is_piped: bool) -> accounts.Wanted:
    """Passwords that are not in the addresses: one for both servers, asked for once."""
    if not any(place and place.user and not place.password for place in (wish.imap, wish.smtp)):
        return wish
    password = sys.stdin.readline().rstrip("\r\n") if is_piped else getpass.getpass("Password: ")

    def given(place: Server | None) -> Server | None:
        return replace(place, password=password) if place and place.user and not place.password else place

    return replace(wish, imap=given(wish.imap), smtp=given(wish.smtp))
