"""Loaded complaints are as true as received ones: the chains hold, the numbers have no gap, every verb still works."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from amends.core import actions, make, sealer
from amends.core.loader import load, shapes
from amends.core.models import Complaint, Counter, Event, Stake
from amends.core.queries import worklists
from amends.core.queries.office_facts import forget_office_facts
from amends.core.verify import verify
from amends.office.models import Person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def loaded(office: object, boris: Person, settings: Any, tmp_path: Any) -> int:
    settings.DATA_DIR = tmp_path
    load.load(300, at=AT)
    return 300


def test_nothing_is_found_amiss(loaded: int) -> None:
    assert list(verify(at=AT)) == []
    assert sealer.seal(AT) is not None
    assert list(verify(sealer.log_path(), at=AT)) == []


def test_numbers_have_no_gap_and_go_on(loaded: int, boris: Person) -> None:
    numbers = set(Complaint.objects.values_list("number", flat=True))
    assert numbers == {f"PX-2026-{count:06d}" for count in range(1, 301)}
    assert Counter.objects.get(year=2026).last == 300
    assert actions.receive(make.intake(received_at=AT), at=AT).complaint.number == "PX-2026-000301"


def test_every_stage_the_long_ones_and_the_late_ones_are_there(loaded: int) -> None:
    assert {shape.stage for shape in shapes.WHEEL} == set(Complaint.objects.values_list("stage", flat=True).distinct())
    assert len(shapes.WHEEL) == 100
    assert max(messages for messages in (case.messages.count() for case in Complaint.objects.all())) >= 50
    assert Complaint.objects.overdue(AT).exists()


def test_a_loaded_case_can_be_worked_on(loaded: int, vera: Person) -> None:
    case = worklists.page(worklists.everything(vera, AT)).rows[0]
    actions.note(case, text="Seen", by=vera, at=AT)
    assert list(verify(at=AT)) == []


def test_exposures_are_what_reckoning_them_gives(boris: Person, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path
    make.office(currency="RUB", jurisdiction="RU")
    forget_office_facts()
    load.load(300, at=AT)
    columns = ("exposure_minor", "exposure_day_minor", "exposure_on")
    loaded = dict(Complaint.objects.in_bulk())
    known = [case for case in loaded.values() if case.exposure_on is not None]
    assert len(known) > 30 and sum(case.exposure_day_minor > 0 for case in known) > 3
    for case in loaded.values():
        before = [getattr(case, name) for name in columns]
        actions.reappraise(case, at=AT if case.is_open else case.closed_at or AT)
        case.refresh_from_db(fields=columns)
        assert [getattr(case, name) for name in columns] == before, case.number
    assert not Stake.objects.exists()


def test_the_same_seed_gives_the_same_and_another_another(office: object, boris: Person) -> None:
    def digests(seed: int) -> list[bytes]:
        with transaction.atomic():
            load.load(20, at=AT, seed=seed)
            found = [bytes(digest) for digest in Event.objects.order_by("pk").values_list("digest", flat=True)]
            transaction.set_rollback(True)
        return found

    first = digests(1)
    assert len(first) > 80
    assert digests(1) == first
    assert not set(digests(2)) & set(first)


def test_a_house_with_complaints_is_refused(loaded: int) -> None:
    with pytest.raises(load.NotEmpty):
        load.load(10, at=AT)
