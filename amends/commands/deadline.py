"""`amends deadline`: what a rule means for a moment: when it is due, in which calendar, and why, or what a missed day costs."""

import argparse
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from amends.commands import CommandFailed, Commands
from amends.core.queries import calendars as ready
from amends.core.queries import derivation, what_if
from amends.core.rules import calendars
from amends.core.rules.law import penalty, reading
from amends.core.rules.law.book import NoRule, RuleBook
from amends.core.rules.law.rule import Rule, said
from amends.lib.data_files import DataFault

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST_RANGE = 400


def register(commands: Commands) -> None:
    parser = commands.add_parser("deadline", help="when is a rule due, and why", description=__doc__)
    parser.add_argument("rule", nargs="?", metavar="RULE", help="as RU-ZPP-22; --list names them all")
    parser.add_argument("moment", nargs="?", metavar="MOMENT", help="2026-03-05, or 2026-05-01T10:00+08:00")
    parser.add_argument("--calendar", metavar="C", help="one of: " + ", ".join(ready.PLACES))
    parser.add_argument("--holiday", metavar="D", action="append", default=[], help="a day off; D..D for many")
    parser.add_argument("--workday", metavar="D", action="append", default=[], help="a make-up working day")
    parser.add_argument("--weekend", metavar="sat,sun", help="the weekdays that are off (none: every day is worked)")
    parser.add_argument("--extended", action="store_true", help="with the extension that the rule allows")
    parser.add_argument("--price", metavar="SUM", help="what a penalty is a share of; MOMENT is the missed day")
    parser.add_argument("--until", metavar="D", help="the day to which a penalty is reckoned")
    parser.add_argument(
        "--rules", metavar="FILE", type=Path, help="a pack of the office's own rules, on top of the law"
    )
    parser.add_argument("--language", choices=derivation.LANGUAGES, default="en", help="of the words (default: en)")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--list", action="store_true", help="name the rules and leave")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the due moment and its derivation. Refuses an unknown rule, one not in force, an impossible day, and a
    calendar without a working day; a wrong command line is status 2.
    """
    if args.language != "en":
        _wake_catalogues()
    book = _book(args.rules)
    if args.list:
        for rule in book:
            print(_row(rule, args.language))
        return 0
    if not args.rule or not args.moment:
        raise CommandFailed("deadline needs RULE and MOMENT (or --list)", 2)
    if (args.price is None) != (args.until is None):
        raise CommandFailed("--price and --until go together", 2)
    try:
        answer = _penalty(book, args) if args.price is not None else _due(book, args)
    except (NoRule, calendars.CalendarFault) as fault:
        raise CommandFailed(str(fault)) from None
    _print(answer, args)
    return 0


@dataclass(frozen=True)
class _Answer:
    headline: str
    words: list[str]
    facts: dict[str, Any]


def _due(book: RuleBook, args: argparse.Namespace) -> _Answer:
    moment = _moment(args.moment)
    weekend = None if args.weekend is None else _weekend(args.weekend)
    typed = what_if.TypedDays(_days(args.holiday), _days(args.workday), weekend)
    code, extended = args.calendar or "", args.extended
    try:
        answer = what_if.when(book, args.rule, moment, code=code, typed=typed, extended=extended)
    except what_if.NeedsPrice as fault:
        raise CommandFailed(f"{fault} is a penalty by the day: say --price and --until as well", 2) from None
    except what_if.NeedsContract as fault:
        raise CommandFailed(f"{fault} has no term of its own: it stands in the contract with the partner") from None
    due, rule = answer.due, answer.rule
    words = derivation.lines(due, rule, args.language, answer.calendar)
    there = due.due_at.astimezone(due.start.tzinfo).isoformat() if due.due_at else None
    facts = {"start": args.moment, "due": due.stated or None, "due_at": there}
    return _Answer(due.stated or "-", words, _facts(rule, args, words, facts))


def _penalty(book: RuleBook, args: argparse.Namespace) -> _Answer:
    missed, until, price = _day(args.moment[:10]), _day(args.until), _sum(args.price)
    if until < missed:
        raise CommandFailed(f"{until} is before the missed day {missed}")
    try:
        rule, found = what_if.cost(book, args.rule, missed, until, price)
    except what_if.TooLong:
        raise CommandFailed("no penalty is reckoned over more than a hundred years") from None
    except penalty.NotAPenalty:
        raise CommandFailed(f"{args.rule} is no penalty by the day: --price and --until do not fit it", 2) from None
    words = derivation.penalty_lines(found, rule, args.language)
    facts = {"start": args.moment, "until": args.until, "days": found.days, "amount": f"{found.amount:f}"}
    return _Answer(f"{found.amount:f}", words, _facts(rule, args, words, facts))


def _facts(rule: Rule, args: argparse.Namespace, words: list[str], found: dict[str, Any]) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "version": rule.version,
        **found,
        "steps": words,
        "certainty": rule.certainty.value,
        "reviewed_by": rule.reviewed_by,
        "reviewed_on": rule.reviewed_on.isoformat() if rule.reviewed_on else None,
        "article": said(rule.article, args.language),
    }


def _print(answer: _Answer, args: argparse.Namespace) -> None:
    if args.json:
        print(json.dumps(answer.facts, ensure_ascii=False))
        return
    print(answer.headline)
    for line in answer.words:
        print(f"  {line}")


def _row(rule: Rule, language: str) -> str:
    length = "" if rule.length is None else f"{rule.length} "
    times = f"{rule.in_force_from or '…'} – {rule.in_force_to or '…'}"
    return f"{rule.id}\t{length}{rule.unit}\t{times}\t{said(rule.title, language)}"


def _book(own: Path | None) -> RuleBook:
    if own is None:
        return reading.shipped()
    try:
        return reading.shipped().amended(reading.read_pack(own))
    except (DataFault, OSError, UnicodeDecodeError) as fault:
        raise CommandFailed(str(fault)) from None


# What was typed -------------------------------------------------------------------------------------------------------


def _weekend(text: str) -> frozenset[int]:
    names = [name.strip().lower()[:3] for name in text.split(",") if name.strip()]
    if names == ["non"]:
        return frozenset()
    unknown = [name for name in names if name not in _WEEKDAYS]
    if unknown or not names:
        raise CommandFailed(f"--weekend takes weekdays as sat,sun; found {text!r}", 2)
    return frozenset(_WEEKDAYS.index(name) for name in names)


def _days(texts: list[str]) -> frozenset[date]:
    """Days, each alone, with commas between, or from one to another as 2026-02-15..2026-02-23."""
    found: set[date] = set()
    for text in (part.strip() for typed in texts for part in typed.split(",")):
        first, _, last = text.partition("..")
        begin, end = _day(first), _day(last or first)
        if not 0 <= (end - begin).days <= _LONGEST_RANGE:
            raise CommandFailed(f"{text} is no stretch of days within a year")
        found |= {begin + timedelta(days=n) for n in range((end - begin).days + 1)}
    return frozenset(found)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandFailed(f"{text!r} is not a day that exists; write it as 2026-03-05") from None


def _moment(text: str) -> date | datetime:
    """A day, or a moment; without an offset it is one of the calendar's zone."""
    try:
        return date.fromisoformat(text) if len(text) <= len("2026-03-05") else datetime.fromisoformat(text)
    except ValueError:
        words = "is neither a day nor a moment that exists; write 2026-03-05 or 2026-05-01T10:00+08:00"
        raise CommandFailed(f"{text!r} {words}") from None


def _sum(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found < 10**15:
        raise CommandFailed(f"{text!r} is no sum of money; write it as 1200 or 1200.50")
    return found


def _wake_catalogues() -> None:
    import django

    django.setup()
