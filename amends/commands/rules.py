"""`amends rules`: the office's own rules by file: what a pack would change, keep it, take home what is kept."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.utils import timezone

from amends.commands import CommandFailed, Commands
from amends.core import catalogue
from amends.core.queries import moving, own_rules, rule_words
from amends.core.queries.office_book import office_book
from amends.core.rules.law import writing
from amends.lib.data_files import DataFault
from amends.office.models import Person
from amends.office.refused import OfficeRefused

_LANGUAGE = "en"


def register(commands: Commands) -> None:
    parser = commands.add_parser("rules", help="the office's own rules by file", description=__doc__)
    words = parser.add_subparsers(metavar="WHAT", required=True)
    add_check(words, _check, "a pack of rules (YAML or JSON)")
    add_keep(words, _keep, "a pack of rules (YAML or JSON)")
    words.add_parser("show", help="every rule the office keeps, as packs").set_defaults(run=_show)


def add_check(words: Commands, run: Callable[[argparse.Namespace], int], what: str) -> None:
    """The word `check`: what a file would change, and every open deadline that would move."""
    check = words.add_parser("check", help="what a file would change and move; keeps nothing")
    check.add_argument("file", type=Path, help=what)
    check.set_defaults(run=run)


def add_keep(words: Commands, run: Callable[[argparse.Namespace], int], what: str) -> None:
    """The word `keep`, with who keeps it and whether open cases follow."""
    keep = words.add_parser("keep", help="keep a file: all of it or nothing")
    keep.add_argument("file", type=Path, help=what)
    keep.add_argument("--by", required=True, metavar="E-MAIL", help="administrator or head of the office who keeps it")
    keep.add_argument("--follow", action="store_true", help="and let open cases follow; the worker moves them")
    keep.set_defaults(run=run)


def text_of(path: Path) -> str:
    """Refuses a file that cannot be read as text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandFailed(f"{path}: {fault}") from None


def person_of(email: str) -> Person:
    """Refuses an address that is no account's."""
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise CommandFailed(f"No account has the address {email}.")
    return person


def print_moves(trial: moving.Trial) -> None:
    """One deadline a line: case, clock, due now, due then; the count is talk."""
    found = 0
    for one in moving.would_move(trial):
        found += 1
        print(one.number, one.key, one.before.isoformat(), one.after.isoformat(), sep="\t")
    print(f"{found} deadlines of open cases would move.", file=sys.stderr)


def _check(args: argparse.Namespace) -> int:
    """What changes is talk, what would move is data."""
    pack, name = text_of(args.file), args.file.name
    try:
        trial, rules = moving.with_rules(pack, name), own_rules.fresh(pack, name)
    except DataFault as fault:
        raise CommandFailed(str(fault)) from None
    book = office_book(timezone.now())
    for rule in rules:
        before = book.in_force(rule.id, rule.in_force_from or date.min)
        print(f"{rule.id} version {rule.version}:", file=sys.stderr)
        for one in rule_words.differences(before, rule, _LANGUAGE):
            print(f"  {one.what}: {one.before or '-'} -> {one.after or '-'}", file=sys.stderr)
    print_moves(trial)
    return 0


def _keep(args: argparse.Namespace) -> int:
    pack, by = text_of(args.file), person_of(args.by)
    try:
        kept = catalogue.keep_rules(pack, name=args.file.name, by=by, at=timezone.now(), then_follow=args.follow)
    except OfficeRefused as refused:
        raise CommandFailed(str(refused)) from None
    for row in kept:
        print(row.rule, row.version, row.valid_from, sep="\t")
    return 0


def _show(args: argparse.Namespace) -> int:
    """One pack a jurisdiction, each begun by a line with its name."""
    for name, pack in writing.packs_of(own_rules.own_rules()).items():
        print(f"# {name}.yaml")
        print(writing.text_of(pack))
    return 0
