"""The office's own rules as they are kept, and what of a pack would be new."""

from __future__ import annotations

from django.utils.translation import gettext

from amends.core.models import Rule
from amends.core.queries.books import rule_in
from amends.core.queries.calendars import PLACES
from amends.core.rules.law import reading
from amends.core.rules.law.rule import Rule as LawRule
from amends.core.rules.words import N_
from amends.lib.data_files import DataFault

JURISDICTIONS = tuple(code for code in PLACES if "-" not in code)
"""Whose rules there may be: those whose calendar is known; `*` is the office itself."""

LARGEST_FILE = 500_000
"""Bytes of a pack or calendar; the largest that ships has a tenth of it."""


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


def fault_in_words(fault: DataFault) -> str:
    """A fault in the reader's language, with file and line before it."""
    said = reason_in_words(fault)
    return f"{fault.place}: {said}" if fault.place else said


def reason_in_words(fault: DataFault) -> str:
    """The same without the place."""
    return gettext(fault.text) % fault.values if fault.values else gettext(fault.text)
