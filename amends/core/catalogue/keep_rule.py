"""The office's own rules are kept: new ones, or later versions of those that ship. Older versions stay for the old cases."""

from __future__ import annotations

from datetime import date, datetime

from amends.core.catalogue.let_follow import following
from amends.core.models import Rule
from amends.core.queries.books import newest_edition, read_library
from amends.core.queries.office_facts import forget_office_facts
from amends.core.queries.own_rules import fault_in_words, fresh, shipped_imprint
from amends.core.rules.clocks import Own
from amends.core.rules.law import writing
from amends.core.rules.law.rule import Rule as LawRule
from amends.lib.data_files import DataFault
from amends.office import changes
from amends.office.models import Person
from amends.office.refused import OfficeRefused


def keep_rules(pack: str, *, name: str, by: Person, at: datetime, then_follow: bool = False) -> list[Rule]:
    """Keeps every new rule of a pack (YAML or JSON), each from its own first day on; all of them or none.

    Open deadlines move only when they are let, by `then_follow` too. Refuses, naming the line, what no pack may say,
    versions that leave a gap, overlap, or are there already with other words, and a pack without anything new.
    """
    with changes.changing(by, at):
        edition = newest_edition() + 1
        try:
            rows = [_row(rule, edition, by, at) for rule in fresh(pack, name)]
            Rule.objects.bulk_create(rows)
            read_library().books(edition, Own())
        except DataFault as fault:
            raise OfficeRefused(fault_in_words(fault), "pack") from fault
        for row in rows:
            after = {"version": row.version, "valid_from": row.valid_from}
            changes.note("keep_rule", row, by=by, at=at, after=after, key=row.rule)
        if then_follow:
            following(by, at)
    forget_office_facts()
    return rows


def _row(rule: LawRule, edition: int, by: Person, at: datetime) -> Rule:
    """One rule as a pack of its own, so that nothing else of the file is needed to read it again."""
    return Rule(
        rule=rule.id,
        version=rule.version,
        edition=edition,
        valid_from=rule.in_force_from or date.min,
        definition=writing.pack_of([rule]),
        made_from=shipped_imprint(rule.id),
        added_at=at,
        added_by=by,
    )
