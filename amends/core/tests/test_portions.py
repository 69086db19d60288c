"""The clock works a portion of cases at once: the same rows as one by one, no letter too many, and a bad case stops no other."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.core import actions, make, recompute, sealer, tasks, verify
from amends.core.actions import _letter
from amends.core.models import Complaint, Deadline, Event, Message, Party, PersonalFacts, Reaction
from amends.core.queries.clock_rows import COLUMNS
from amends.core.rules.intake import Contact, Demand
from amends.core.rules.kinds import DemandType, Kind
from amends.office.models import Office, Person

pytestmark = pytest.mark.django_db
AT = make.MONDAY
DAY = timedelta(days=1)
Work = Callable[[Iterable[Complaint], datetime], None]


def cast(boris: Person, vera: Person) -> list[Complaint]:
    """One of each sort that the clock treats differently."""
    asked = make.complaint(language="ru")
    actions.take(asked, by=boris, at=AT)
    actions.ask(asked, text="Which lot?", by=boris, at=AT + DAY)
    spam = make.complaint()
    actions.set_aside(spam, why="advertising", by=boris, at=AT)
    withdrawn = make.complaint()
    actions.withdraw(withdrawn, at=AT + DAY)
    dear = make.complaint(demands=(Demand(DemandType.REFUND, 8900, "RUB"), Demand(DemandType.DAMAGES, 100, "EUR")))
    actions.classify(dear, issues=[actions.IssueFacts("quality", demands=(Demand(DemandType.REFUND, 8900, "RUB"),))],
                     by=vera, at=AT + DAY)  # fmt: skip
    return [
        make.complaint(),
        asked,
        spam,
        withdrawn,
        dear,
        make.complaint(automatic=True),
        make.complaint(author=Contact(), channel="phone_desk"),
        make.complaint(kind=Kind.PRAISE),
        make.complaint(language="fa"),
    ]


def at_once(cases: Iterable[Complaint], at: datetime) -> None:
    tasks.tick(at)


def one_by_one(cases: Iterable[Complaint], at: datetime) -> None:
    for case in cases:
        case.refresh_from_db()
        if case.next_tick_at <= at:
            actions.warn(case, at=at)
        if case.next_tick_at <= at:
            actions.interim(case, at=at)


CASE = ("stage", "is_open", "version", "seq", "last_event_at", "next_due_at", "next_tick_at", "law", "exposure_minor",
        "exposure_day_minor", "exposure_on")  # fmt: skip
MESSAGE = ("channel", "shown_as", "at", "language", "letter", "is_automatic", "delivery", "next_attempt_at",
           "failure")  # fmt: skip


def told(case: Complaint) -> dict[str, Any]:
    """All that the clock may have written, without ids, digests and marks."""
    events = Event.objects.filter(complaint=case)
    letters = Message.objects.filter(complaint=case)
    return {
        "case": Complaint.objects.filter(pk=case.pk).values_list(*CASE).get(),
        "clocks": list(Deadline.objects.filter(complaint=case).order_by("pk").values_list(*COLUMNS)),
        "events": list(events.order_by("seq").values_list("seq", "kind", "at", "by", "on_behalf_of", "facts")),
        "apart": PersonalFacts.objects.filter(event__in=events).count(),
        "reactions": list(Reaction.objects.filter(event__in=events).order_by("event__seq", "name").values_list("name")),
        "letters": list(letters.order_by("at", "pk").values_list(*MESSAGE)),
        "texts": [text.replace(marks, "") for text, marks in letters.values_list("body", "marks") if marks],
        "stakes": list(case.stakes.order_by("currency").values_list("currency", "today_minor", "day_minor")),
    }


def test_a_portion_leaves_what_one_by_one_leaves(boris: Person, vera: Person) -> None:
    make.office(jurisdiction="RU")
    found = []
    for work in (at_once, one_by_one):
        cases = cast(boris, vera)
        for days in range(0, 40, 3):
            work(cases, AT + days * DAY)
        found.append([told(case) for case in cases])
        # Nothing is due to those of the first round while the second is worked, and no address had its share.
        Complaint.objects.update(next_tick_at=AT + 1000 * DAY)
        Party.objects.update(email_key="")
    for portion, single in zip(*found, strict=True):
        assert portion == single
    assert any(letter[4] == "interim" for case in found[0] for letter in case["letters"])


def test_what_a_portion_wrote_is_told_by_its_events_and_stands_in_its_chain(
    boris: Person, vera: Person, tmp_path: Path, settings: Any
) -> None:
    settings.DATA_DIR = tmp_path
    settings.FILES_DIR = tmp_path / "files"
    cast(boris, vera)
    for days in range(0, 40, 3):
        tasks.tick(AT + days * DAY)
    sealer.seal(AT + 40 * DAY)
    assert list(recompute.differences(recompute.Tally(), at=AT + 40 * DAY)) == []
    assert list(verify.verify(at=make.MONDAY)) == []


LETTERS_DUE = AT + timedelta(days=9, hours=18)


def due_for_letters(count: int) -> list[Complaint]:
    """Cases about which all is said but the interim letter, each from another address."""
    cases = [make.complaint() for _ in range(count)]
    for case in cases:
        Party.objects.filter(complaint=case).update(email_key=f"{case.pk}@mail.example")
    tasks.tick(AT + 8 * DAY)
    return cases


def test_letters_of_a_portion_cost_as_many_queries_as_one(office: Office) -> None:
    asked = []
    for count in (1, 12):
        due_for_letters(count)
        with CaptureQueriesContext(connection) as queries:
            assert tasks.tick(LETTERS_DUE) == count
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert Message.objects.filter(letter="interim").count() == 13


def test_letters_of_one_portion_to_one_address_count_together(office: Office) -> None:
    cases = due_for_letters(5)
    Party.objects.filter(complaint__in=cases).update(email_key="anna@mail.example")
    tasks.tick(LETTERS_DUE)
    letters = Message.objects.filter(letter="interim").order_by("complaint_id")
    assert [letter.delivery for letter in letters] == ["waiting"] * 3 + ["held"] * 2


def test_a_letter_that_fails_stops_no_other_and_what_was_said_before_it_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = due_for_letters(2)
    compose = _letter.composed

    def failing(case: Complaint, *given: Any, **named: Any) -> Message:
        if case.pk == bad.pk:
            raise RuntimeError("cannot be written")
        return compose(case, *given, **named)

    monkeypatch.setattr(_letter, "composed", failing)
    assert tasks.tick(LETTERS_DUE) == 2
    bad.refresh_from_db()
    assert bad.next_tick_at == LETTERS_DUE + tasks.SET_BACK
    assert Event.objects.filter(complaint=bad, kind="deadline_near", facts__level=2).exists()
    assert Message.objects.get(letter="interim").complaint == good


def test_a_case_that_somebody_ended_meanwhile_is_left_alone(office: Office) -> None:
    first, second = make.complaint(), make.complaint()
    stale = list(Complaint.objects.order_by("pk"))
    actions.withdraw(first, at=AT + DAY)
    assert [case.pk for case in actions.warn_together(stale, at=AT + 2 * DAY)] == [second.pk]
    assert not Event.objects.filter(complaint=first, kind__startswith="deadline_").exists()
    assert actions.warn_together(stale, at=AT + 2 * DAY) == []


def test_a_look_that_finds_nothing_to_say_moves_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def alone(*given: Any, **named: Any) -> None:
        raise AssertionError("the portion fell back")

    monkeypatch.setattr(actions, "warn", alone)
    case = make.complaint()
    Complaint.objects.update(next_tick_at=AT)
    assert (tasks.tick(AT + timedelta(minutes=1)), tasks.tick(AT + timedelta(minutes=1))) == (1, 0)
    seq, due = case.seq, case.next_tick_at
    case.refresh_from_db()
    assert (case.seq, case.next_tick_at) == (seq, due)
