"""The office's own rules as they are kept, and what of a pack would be new."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from amends.core.models import Rule
from amends.core.queries.books import rule_in
from amends.core.queries.calendars import PLACES
from amends.core.rules.law import reading
from amends.core.rules.law.imprint import imprint
from amends.core.rules.law.rule import Rule as LawRule
from amends.core.rules.words import N_
from amends.lib.data_files import DataFault

JURISDICTIONS = tuple(code for code in PLACES if "-" not in code)
"""Whose rules there may be: those whose calendar is known; `*` is the office itself."""

LARGEST_FILE = 500_000
"""Bytes of a pack or calendar; the largest that ships has a tenth of it."""


NOTHING = "-"


def own_rules() -> list[LawRule]:
    """Every version of every rule the office keeps, as it was written."""
    return [rule_in(row.definition, f"{row.rule} {row.version}") for row in Rule.objects.order_by("rule", "version")]


def fresh(pack: str, name: str) -> list[LawRule]:
    """The rules of a pack that are not kept yet; what stands there word for word is passed over.

    Refuses (DataFault) what no pack may say, a known version with other words, a country without a calendar, and a pack
    without anything new.
    """
    rules = reading.read_pack_in(pack, name)
    known = {(rule.id, rule.version): rule for rule in (*reading.shipped(), *own_rules())}
    found = []
    for rule in rules:
        if rule.jurisdiction not in JURISDICTIONS:
            text = N_("no calendar of “%(code)s” is known; known are: %(known)s")
            raise DataFault(text, place=rule.place, code=rule.jurisdiction, known=", ".join(JURISDICTIONS))
        same = known.get((rule.id, rule.version))
        if same is not None and same != rule:
            text = N_("version %(version)s of %(rule)s is there already; give it the next number")
            raise DataFault(text, place=rule.place, version=rule.version, rule=rule.id)
        if same is None:
            found.append(rule)
    if not found:
        raise DataFault(N_("everything in this file is kept already"), place=rules[0].place)
    return found


def shipped_imprint(rule_id: str) -> str:
    """What a version of the office's own is made from: the imprint of all that ships under its id, a dash for nothing."""
    versions = _shipped(rule_id)
    return imprint(versions) if versions else NOTHING


def behind() -> dict[str, int]:
    """The rules whose shipped text has become newer than the one the office made its own from, with its newest version.

    Where it was not noted what a version was made from, a text counts as newer that begins after it.
    """
    newest = {
        rule_id: (version, made_from, begins)
        for rule_id, version, made_from, begins in Rule.objects.order_by("version").values_list(
            "rule", "version", "made_from", "valid_from"
        )
    }
    return {
        rule_id: version
        for rule_id, (version, made_from, begins) in sorted(newest.items())
        if (made_from != shipped_imprint(rule_id) if made_from else _begins_after(rule_id, begins))
    }


def _shipped(rule_id: str) -> tuple[LawRule, ...]:
    book = reading.shipped()
    return book.versions(rule_id) if rule_id in book else ()


def _begins_after(rule_id: str, day: date) -> bool:
    return any((one.in_force_from or date.min) > day for one in _shipped(rule_id))


def fault_in_words(fault: DataFault) -> str:
    """A fault in the reader's language, with file and line before it."""
    said = reason_in_words(fault)
    return f"{fault.place}: {said}" if fault.place else said


def reason_in_words(fault: DataFault) -> str:
    """The same without the place."""
    return gettext(fault.text) % fault.values if fault.values else gettext(fault.text)
