"""The worker's jobs: the tick warns once, reactions run once, a broken one stops no other, orphans go."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from amends.channels import tasks as channel_tasks
from amends.config.reactions import INDEX, PREVIEW
from amends.core import actions, alarms, make, notify, orphans, recompute, tasks
from amends.core.models import Deadline, Event, Message, Notice, Reaction, Receipt
from amends.core.rules import submission
from amends.core.rules.intake import File
from amends.lib.files import Store
from amends.office.models import Absence, Person, Shift

pytestmark = pytest.mark.django_db


def test_a_worker_that_slept_for_a_day_catches_up_and_nobody_is_warned_twice(office: object) -> None:
    case = make.complaint()
    later = make.MONDAY + timedelta(days=12)
    assert tasks.tick(later) == 1
    assert tasks.tick(later) == 0
    kinds = list(Event.objects.filter(complaint=case).values_list("kind", flat=True))
    missed = Event.objects.filter(complaint=case, kind="deadline_missed").order_by("seq")
    assert [event.facts["key"] for event in missed] == ["POL-SCREEN", "POL-ACK", "POL-UPDATE", "POL-ANSWER"]
    assert kinds.count("deadline_near") == 0
    case.refresh_from_db()
    assert case.next_due_at < later


def test_a_case_whose_reckoning_fails_stops_no_other(office: object) -> None:
    bad, good = make.complaint(), make.complaint()
    Deadline.objects.filter(complaint=bad).update(rule="GONE")
    later = make.MONDAY + timedelta(days=1)
    assert tasks.tick(later) == 2
    bad.refresh_from_db()
    assert bad.next_tick_at == later + tasks.SET_BACK
    assert not Event.objects.filter(complaint=bad, kind="deadline_missed").exists()
    assert Event.objects.filter(complaint=good, kind="deadline_missed").count() == 1


def test_a_portion_costs_as_many_queries_as_one_case(office: object, django_assert_max_num_queries: Any) -> None:
    def work_off(count: int) -> None:
        for _ in range(count):
            make.complaint()
        with django_assert_max_num_queries(20):
            assert tasks.tick(make.MONDAY + timedelta(days=1)) == count

    work_off(1)
    work_off(12)
    assert list(recompute.differences(recompute.Tally(), at=make.MONDAY + timedelta(days=1))) == []


def test_reactions_run_once_and_tell_the_person_on_duty(office: object, boris: Person) -> None:
    Shift.objects.create(
        person=boris, starts_at=make.MONDAY - timedelta(hours=1), ends_at=make.MONDAY + timedelta(hours=8)
    )
    case = make.complaint(text="The child vomited and had a rash after the puree.")
    assert case.has_danger
    assert case.owner == boris
    for _ in range(2):
        alarms.pass_on(make.MONDAY)
        tasks.react(make.MONDAY)
    assert Notice.objects.get(person=boris).kind == "danger"
    assert not Reaction.objects.exists()


def test_the_deputy_of_somebody_away_is_told_too(boris: Person, ivan: Person) -> None:
    case = make.complaint()
    actions.take(case, by=boris, at=make.MONDAY)
    Reaction.objects.all().delete()
    start, end = make.MONDAY, make.MONDAY + timedelta(days=3)
    Absence.objects.create(person=boris, deputy=ivan, starts_at=start, ends_at=end)
    actions.add(case, make.intake(text="Any news?"), party=None, at=make.MONDAY + timedelta(hours=1))
    tasks.react(make.MONDAY + timedelta(hours=1))
    assert {notice.person for notice in Notice.objects.filter(kind="wrote")} == {boris, ivan}


@pytest.mark.parametrize(
    ("files", "reacts"), [((), False), ((File("a.jpg", "0" * 32, "d" * 64, 5),), True)], ids=["words", "a photo"]
)
def test_who_looks_at_files_is_called_only_where_there_are_any(
    office: object, files: tuple[File, ...], reacts: bool
) -> None:
    case = make.complaint(files=files)
    actions.add(case, make.intake(text="And once more.", files=files), party=None, at=make.MONDAY)
    assert Reaction.objects.filter(name=PREVIEW).count() == (2 if reacts else 0)
    assert Reaction.objects.filter(name=INDEX).count() == 2


def test_a_reaction_that_always_fails_is_set_aside_after_five_tries(
    office: object, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    settings.REACTIONS = {"received": ("amends.core.tests.test_worker_jobs.always_fails",)}  # type: ignore[attr-defined]
    make.complaint()
    at = make.MONDAY
    for _ in range(8):
        tasks.react(at)
        at += timedelta(hours=1)
    row = Reaction.objects.get()
    assert (row.is_dead, row.tries) == (True, 5)


def always_fails(events: object, at: object) -> None:
    raise RuntimeError("never works")


def test_a_poisoned_receipt_is_set_aside_and_the_next_is_received(office: object) -> None:
    bad = actions.keep(b"\xff not json", channel="web_form", at=make.MONDAY).receipt
    good = actions.keep(submission.encode(make.intake()), channel="web_form", at=make.MONDAY).receipt
    at = make.MONDAY + timedelta(minutes=1)
    for _ in range(4):
        channel_tasks.work_off(at)
        at += timedelta(hours=1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Receipt.State.FAILED, Receipt.State.DONE)
    assert bad.why


def test_orphan_files_go_and_known_ones_stay(office: object, tmp_path: Path, settings: object) -> None:
    settings.FILES_DIR = tmp_path  # type: ignore[attr-defined]
    store = Store(tmp_path)
    known, orphan = store.keep(b"known", limit=10).name, store.keep(b"orphan", limit=10).name
    case = make.complaint()
    message = Message.objects.filter(complaint=case).first()
    assert message is not None
    message.html = known
    message.save()
    orphans.sweep(make.MONDAY + timedelta(days=40_000))
    assert store.read(known) == b"known"
    assert not store.path(orphan).exists()


def test_of_a_message_that_never_arrived_somebody_is_told_even_where_nobody_handles_the_case(vera: Person) -> None:
    case = make.complaint()
    assert (case.owner, case.handler) == (None, None)
    failed = actions.message_failed(case.messages.get(direction="out"), detail="550 no such user", at=make.MONDAY)
    notify.react([failed], make.MONDAY)
    assert [(notice.person, notice.kind) for notice in Notice.objects.all()] == [(vera, notify.UNDELIVERED)]
