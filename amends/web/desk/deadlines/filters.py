"""The filter of the deadline pages: that of the worklist, and besides `mine`, `person:` and `rule:`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries.office_facts import office_facts
from amends.core.rules.deadlines import ANSWER, ASSESSMENT
from amends.core.rules.words import N_, Reason
from amends.office.models import Person
from amends.web.desk import filters
from amends.web.desk.narrow import all_visible, narrow, people_called

WORDS = ("mine", "person:", "team:", "rule:", "category:", "handler:", "owner:", "stage:", "channel:", "danger")
_OWN = re.compile(r'(?<!\S)(?:(person|rule):("[^"]*"?|\S+)|(mine))(?!\S)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """The cases in sight that fit, the rules and kinds asked for (none: all), and what could not be understood."""

    cases: ComplaintQuerySet
    rules: tuple[str, ...]
    faults: tuple[Reason, ...]


def read(text: str, person: Person, at: datetime) -> Asked:
    """Never fails: what it cannot understand becomes a fault in words and is left out."""
    plain = filters.plain(text)[: filters.MOST_CHARACTERS]
    cases, faults = all_visible(person, at), list[Reason]()
    rules: list[str] = []
    for key, value, mine in _OWN.findall(plain):
        named = value.strip('"').casefold()
        if mine:
            cases = cases.filter(Q(handler=person) | Q(owner=person))
        elif key.casefold() == "person":
            handled = people_called("handler", [named], person, faults)
            cases = cases.filter(handled | people_called("owner", [named], person, [])) if handled else cases.none()
        else:
            found = _rules(named)
            if not found:
                faults.append(Reason(N_("There is no rule “%(name)s”."), {"name": value.strip('"')}))
            rules += found
    rest = filters.parse(_OWN.sub(" ", plain))
    narrowed = narrow(cases, rest, person, at)
    return Asked(narrowed.cases, tuple(rules), (*faults, *rest.faults, *narrowed.faults))


def _rules(name: str) -> list[str]:
    """Ids and kinds by the id, by the kind, or by a part of the title in any language."""
    found = [kind for kind in (ASSESSMENT, ANSWER) if kind == name]
    for rule in office_facts().books(None).book:
        if rule.id.casefold() == name or any(name in title.casefold() for title in rule.title.values()):
            found.append(rule.id)
    return list(dict.fromkeys(found))
