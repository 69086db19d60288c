"""`amends clocks`: tells every deadline again from the log and shows what differs; lets open cases follow changed calendars."""

import argparse
import gc
import sys

from django.utils import timezone

from amends.commands import Commands
from amends.core import reckoner, recompute
from amends.core.queries import moving


def register(commands: Commands) -> None:
    parser = commands.add_parser("clocks", help="reckon all deadlines again", description=__doc__)
    words = parser.add_subparsers(metavar="WHAT", required=True)
    again = words.add_parser("recompute", help="from the events alone; status 1 when anything differs")
    again.add_argument("--fix", action="store_true", help="write what the events tell")
    again.add_argument("--open", action="store_true", help="open cases only")
    again.set_defaults(run=_recompute)
    move = words.add_parser("move", help="what moves by the newest calendars and rules; status 1 when anything does")
    move.add_argument("--now", action="store_true", help="move it, with an event on each case")
    move.set_defaults(run=_move)


def _recompute(args: argparse.Namespace) -> int:
    """One difference a line: case, clock, what, in the rows, by the events."""
    tally, found = recompute.Tally(), 0
    gc.freeze()  # what is loaded stays: the collector need not walk through it for every thousand cases
    for one in recompute.differences(tally, at=timezone.now(), only_open=args.open, mend=args.fix):
        found += 1
        print(one.number, one.key or "case", one.what, one.in_rows, one.by_events, sep="\t")
    said = f"{tally.cases} cases, {found} differences"
    if tally.too_old:
        said += f"; {tally.too_old} cases began before deadlines could be told again and were left as they are"
    print(f"{said}{', put right' if found and args.fix else ''}.", file=sys.stderr)
    return 1 if found and not args.fix else 0


def _move(args: argparse.Namespace) -> int:
    """One deadline a line: case, clock, due now, due then."""
    found = 0
    for one in moving.would_move(moving.as_kept()):
        found += 1
        print(one.number, one.key, one.before.isoformat(), one.after.isoformat(), sep="\t")
    if args.now and found:
        moved = reckoner.move_all(at=timezone.now())
        print(f"{moved} cases moved.", file=sys.stderr)
        return 0
    print(f"{found} deadlines would move.", file=sys.stderr)
    return 1 if found else 0
