"""Reads rule packs (YAML or JSON) into rules. Every fault names file and line, and nothing is loaded by halves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from amends.core.rules.fact_names import ASKED
from amends.core.rules.law import values
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import (
    BASES,
    EXEMPTIONS,
    FACTS,
    MONEY_UNITS,
    PAUSES,
    TRIGGERS,
    Certainty,
    Condition,
    DayZero,
    Ends,
    Money,
    Obligation,
    OwedBy,
    Roll,
    Rule,
    Term,
    Unit,
    Words,
)
from amends.core.rules.words import N_
from amends.lib.data_files import Entry, read_entry_in

PACKS = ("ru", "cn", "ir", "eu", "uk", "us", "ie", "au", "in", "br", "office")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_LATIN = re.compile("[A-Za-z]")
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_PACK_KEYS = ("jurisdiction", "zone", "laws", "words", "roll_by", "rules")
_RULE_KEYS = (
    "id", "version", "title", "scope", "trigger", "obligation", "length", "unit", "term", "extended", "day_zero",
    "roll", "roll_by", "ends", "clamp", "repeats", "owed_by", "pauses", "consequence", "money", "from", "to", "law",
    "article", "note", "certainty", "reviewed_by", "reviewed_on",
    "binds", "unless",
)  # fmt: skip


@cache
def shipped() -> RuleBook:
    """The book that ships with the product: all packs, read once a process."""
    folder = resources.files(__package__).joinpath("packs")
    return book_of(folder.joinpath(f"{name}.yaml") for name in PACKS)


def book_of(files: Iterable[Traversable]) -> RuleBook:
    """The book of several pack files. Refuses what `read_pack` and `RuleBook` refuse."""
    return RuleBook([rule for file in files for rule in read_pack(file)])


def read_pack(file: Traversable, name: str | None = None) -> tuple[Rule, ...]:
    """The rules of one pack.

    Refuses an unknown key, unit, trigger or word, an impossible day, an end before its begin, and a length that does not
    fit the unit, each with file and line.
    """
    return read_pack_in(file.read_text(encoding="utf-8"), name or file.name)


def read_pack_in(text: str, name: str) -> tuple[Rule, ...]:
    """The same for a pack that stands in no file."""
    pack = read_entry_in(text, name)
    pack.known(*_PACK_KEYS)
    if not pack.entries("rules"):
        raise pack.fault(N_("a pack must have “rules”"))
    return tuple(_rule(pack, entry) for entry in pack.entries("rules"))


def _rule(pack: Entry, entry: Entry) -> Rule:
    entry.known(*_RULE_KEYS)
    unit = values.choice(entry, "unit", Unit, Unit.NONE)
    begins, ends = values.day(entry, "from"), values.day(entry, "to")
    if begins and ends and ends < begins:
        text = N_("the rule ends on %(ends)s, before it begins on %(begins)s")
        raise entry.fault(text, "to", ends=ends, begins=begins)
    consequence = entry.get("consequence", "")
    is_words = consequence in _entry(pack, "words")
    roll = values.choice(entry, "roll", Roll, Roll.NONE)
    return Rule(
        id=_id(entry),
        version=values.whole(entry, "version") or 1,
        jurisdiction=pack.text("jurisdiction"),
        title=_words(entry, "title"),
        trigger=values.known(entry, "trigger", TRIGGERS),
        obligation=values.choice(entry, "obligation", Obligation, Obligation.DUTY),
        unit=unit,
        scope=_shared_words(pack, entry, "scope"),
        length=_length(entry, unit),
        term=values.choice(entry, "term", Term, Term.FIXED),
        extended=_extended(entry),
        day_zero=values.choice(entry, "day_zero", DayZero, DayZero.AFTER),
        roll=roll,
        roll_article=_roll_article(pack, entry) if roll is not Roll.NONE else {},
        ends=values.choice(entry, "ends", Ends, Ends.DAY),
        is_clamped=values.flag(entry, "clamp", default=True),
        repeats=values.flag(entry, "repeats", default=False),
        owed_by=values.choice(entry, "owed_by", OwedBy, OwedBy.OFFICE),
        pauses=tuple(values.texts(entry, "pauses", PAUSES)),
        consequence="" if is_words else consequence,
        consequence_words=_words(_entry(pack, "words"), consequence) if is_words else {},
        money=_money(entry, unit),
        in_force_from=begins,
        in_force_to=ends,
        article=_article(pack, entry),
        note=_words(entry, "note") if "note" in entry else {},
        certainty=values.choice(entry, "certainty", Certainty, Certainty.LOW),
        reviewed_by=entry.text("reviewed_by") if entry.get("reviewed_by") is not None else None,
        reviewed_on=values.day(entry, "reviewed_on"),
        binds=_conditions(entry, "binds"),
        unless=_conditions(entry, "unless"),
        zone=_zone(pack),
        place=entry.place,
    )


def _id(entry: Entry) -> str:
    found = entry.text("id")
    if not _ID.fullmatch(found):
        raise entry.fault(N_("“%(found)s” is no id: at most 60 Latin letters, digits and dashes"), "id", found=found)
    return found


# Words and articles ---------------------------------------------------------------------------------------------------


def _words(entry: Entry, key: str) -> Words:
    """A text by language, or one text for all."""
    found = entry.get(key)
    if isinstance(found, Entry) and found:
        return {language: found.text(language) for language in found}
    return {"": entry.text(key)}


def _shared_words(pack: Entry, entry: Entry, key: str) -> Words:
    """Words that stand once under “words” of the pack and are named by their code, or stand here."""
    if key not in entry:
        return {}
    if isinstance(entry[key], str) and entry[key] in _entry(pack, "words"):
        return _words(_entry(pack, "words"), entry[key])
    return _words(entry, key)


def _article(pack: Entry, entry: Entry) -> Words:
    """The name of the law with the article in its place; a law without articles needs none."""
    laws, law = _entry(pack, "laws"), entry.text("law")
    if law not in laws:
        text = N_("“%(law)s” is not under “laws” of this pack; known are: %(known)s")
        raise entry.fault(text, "law", law=law, known=", ".join(laws))
    article = entry.text("article") if "article" in entry else ""
    return {language: text.replace("{}", _digits(article, language)) for language, text in _words(laws, law).items()}


def _digits(article: str, language: str) -> str:
    """Persian writes numbers in its own digits; a name with Latin letters (6.2R) stays one whole."""
    return article.translate(_PERSIAN_DIGITS) if language == "fa" and not _LATIN.search(article) else article


def _roll_article(pack: Entry, entry: Entry) -> Words:
    if "roll_by" in entry:
        return _article(pack, _entry(entry, "roll_by"))
    return _article(pack, _entry(pack, "roll_by")) if "roll_by" in pack else {}


def _entry(entry: Entry, key: str) -> Entry:
    found = entry.get(key, Entry())
    if not isinstance(found, Entry):
        raise entry.fault(N_("“%(name)s” must be a mapping"), key, name=key)
    return found


# Numbers, days, choices -----------------------------------------------------------------------------------------------


def _length(entry: Entry, unit: Unit) -> int | Decimal | None:
    if "length" not in entry:
        if unit in {Unit.NONE, Unit.AT_ONCE} or entry.get("term") == Term.CONTRACT:
            return None
        raise entry.fault(N_("a rule in %(unit)s needs a “length”"), "unit", unit=unit)
    if unit in {Unit.NONE, Unit.AT_ONCE}:
        raise entry.fault(N_("a rule in %(unit)s has no “length”"), "length", unit=unit)
    return values.decimal(entry, "length") if unit in MONEY_UNITS else values.whole(entry, "length")


def _extended(entry: Entry) -> int | None:
    extended = values.whole(entry, "extended")
    if extended is not None and extended < (values.whole(entry, "length") or 0):
        text = N_("“extended” is the whole length with the extension; it cannot be the shorter one")
        raise entry.fault(text, "extended")
    return extended


def _zone(pack: Entry) -> str:
    if "zone" not in pack:
        return ""
    try:
        return ZoneInfo(pack.text("zone")).key
    except (ZoneInfoNotFoundError, ValueError):
        raise pack.fault(N_("there is no time zone %(zone)s"), "zone", zone=repr(pack["zone"])) from None


# What selects a rule, and money ---------------------------------------------------------------------------------------


def _conditions(entry: Entry, key: str) -> tuple[Condition, ...]:
    """A list of alternatives; “always” is one that asks for nothing. A word that no case can have would never bind."""
    if entry.get(key) == "always":
        return ({},)
    for alternative in entry.entries(key):
        alternative.known(*FACTS)
    return tuple(
        {name: frozenset(values.texts(alternative, name, ASKED[name])) for name in alternative}
        for alternative in entry.entries(key)
    )


def _money(entry: Entry, unit: Unit) -> Money | None:
    if "money" not in entry:
        if unit in MONEY_UNITS:
            raise entry.fault(N_("a rule in %(unit)s needs “money”: what it is reckoned from"), "unit", unit=unit)
        return None
    money = _entry(entry, "money")
    money.known("base", "cap", "capped_by", "floor", "currency", "instead", "exempt")
    instead = _entry(money, "instead")
    return Money(
        base=values.known(money, "base", BASES) if "base" in money else "",
        cap=values.known(money, "cap", BASES) if "cap" in money else "",
        capped_by=money.text("capped_by") if "capped_by" in money else "",
        floor=values.decimal(money, "floor") if "floor" in money else None,
        currency=money.text("currency") if "currency" in money else "",
        instead=(values.decimal(instead, "times"), values.known(instead, "base", BASES)) if instead else None,
        exempt=tuple(values.texts(money, "exempt", EXEMPTIONS)),
    )
