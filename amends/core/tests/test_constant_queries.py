"""A list asks as often for fifty cases as for one, a timeline as often for fifty messages as for two."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.core import actions, make
from amends.core.models import Complaint
from amends.core.queries import worklists
from amends.core.queries.portal import follow
from amends.core.queries.timeline import timeline
from amends.office.models import Person

pytestmark = pytest.mark.django_db


def _asked(work: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def _page(person: Person, at: datetime) -> list[str]:
    fresh = Person.objects.get(pk=person.pk)
    rows = worklists.page(worklists.everything(fresh, at)).rows
    return [f"{case.number} {case.team} {case.owner} {case.handler} {case.category}" for case in rows]


def test_a_worklist_of_one_and_of_fifty(boris: Person, vera: Person) -> None:
    make.complaint(by=vera, until="classified")
    one = _asked(lambda: _page(vera, make.MONDAY))
    for number in range(49):
        make.complaint(by=vera, until="classified", at=make.MONDAY + timedelta(minutes=number))
    assert len(_page(vera, make.MONDAY)) == 50
    assert _asked(lambda: _page(vera, make.MONDAY)) == one


def _shown(case: Complaint) -> list[str]:
    return [f"{entry.at} {entry.message} {entry.event and entry.event.by}" for entry in timeline(case)]


def test_a_timeline_and_a_follow_page_of_two_messages_and_of_fifty(boris: Person, vera: Person) -> None:
    case = make.complaint(by=vera, until="classified")
    party = case.parties.get()
    two, followed = _asked(lambda: _shown(case)), _asked(lambda: follow(party))
    for number in range(24):
        at = make.MONDAY + timedelta(hours=1, minutes=number)
        actions.ask(case, text=f"Question {number}?", by=vera, at=at)
        actions.add(case, make.intake(text=f"Answer {number}", received_at=at), party=party, at=at)
        case.refresh_from_db()
    assert len(_shown(case)) >= 50
    assert _asked(lambda: _shown(case)) == two
    assert _asked(lambda: follow(party)) == followed
