"""`amends calendar`: which calendars deadlines are counted in, what stands in one, the coming years, and calendars by file."""

import argparse
import json
import sys

from django.utils import timezone

from amends.commands import CommandFailed, Commands
from amends.commands.rules import add_check, add_keep, person_of, print_moves, text_of
from amends.core import catalogue, public_calendars
from amends.core.models import Calendar
from amends.core.queries import calendar_words, known_calendars, moving
from amends.core.rules import calendar_data, calendar_file
from amends.core.rules.calendars import CalendarFault
from amends.lib.data_files import DataFault
from amends.office.refused import OfficeRefused


def register(commands: Commands) -> None:
    parser = commands.add_parser("calendar", help="calendars of countries, office and teams", description=__doc__)
    words = parser.add_subparsers(metavar="WHAT", required=True)
    words.add_parser("list", help="every version that is kept").set_defaults(run=_list)
    show = words.add_parser("show", help="the newest version of one, as JSON")
    show.add_argument("code", help="RU, office, team/front")
    show.add_argument("--file", action="store_true", help="as the file that `check` and `keep` read")
    show.set_defaults(run=_show)
    words.add_parser("extend", help="keep what became known of the coming years").set_defaults(run=_extend)
    add_check(words, _check, "a calendar (YAML)")
    add_keep(words, _keep, "a calendar (YAML)")


def _list(args: argparse.Namespace) -> int:
    for row in Calendar.objects.order_by("code", "version"):
        known_to = row.definition.get("known_to") or "always"
        print(row.code, row.version, row.valid_from, known_to, row.added_at.isoformat(), sep="\t")
    for gap in public_calendars.gaps(timezone.now()):
        print(f"{gap.code}: public holidays are known only until {gap.known_to}", file=sys.stderr)
    return 0


def _show(args: argparse.Namespace) -> int:
    """Refuses a code of which nothing is kept."""
    row = Calendar.objects.filter(code=args.code).order_by("-version").first()
    if row is None:
        raise CommandFailed(f"No calendar {args.code} is kept. See: amends calendar list")
    if args.file:
        print(calendar_file.text_of(known_calendars.calendar_in(row), row.valid_from), end="")
        return 0
    print(json.dumps(row.definition, ensure_ascii=False, indent=1))
    return 0


def _extend(args: argparse.Namespace) -> int:
    made = public_calendars.extend(timezone.now())
    print(f"{made} new versions." if made else "Nothing new is known.", file=sys.stderr)
    return 0


def _check(args: argparse.Namespace) -> int:
    """What changes is talk, what would move is data."""
    written = _written(args)
    try:
        trial = moving.with_calendar(written.code, written.definition, valid_from=written.valid_from)
    except CalendarFault as fault:
        raise CommandFailed(f"{args.file.name}: {fault}") from None
    before = known_calendars.counts(written.code, timezone.now().date(), known_calendars.kept())
    after = calendar_data.from_plain(written.code, 1, written.definition)
    for one in calendar_words.differences(before, after, "en"):
        print(f"{one.what}: {one.before or '-'} -> {one.after or '-'}", file=sys.stderr)
    print_moves(trial)
    return 0


def _keep(args: argparse.Namespace) -> int:
    written, by, at = _written(args), person_of(args.by), timezone.now()
    try:
        row = catalogue.keep_calendar(
            written.code, written.definition, valid_from=written.valid_from, by=by, at=at, then_follow=args.follow
        )
    except OfficeRefused as refused:
        raise CommandFailed(f"{args.file.name}: {refused}") from None
    print(row.code, row.version, row.valid_from, sep="\t")
    return 0


def _written(args: argparse.Namespace) -> calendar_file.Written:
    """Refuses, with file and line, what is no calendar, and a code that is nobody's."""
    try:
        written = calendar_file.read(text_of(args.file), args.file.name)
    except DataFault as fault:
        raise CommandFailed(str(fault)) from None
    if not known_calendars.is_known(written.code):
        raise CommandFailed(f"{args.file.name}: there is no calendar {written.code}")
    return written
