"""Submissions are kept first, received once, and recovered from their bytes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from amends.core import actions, inbox, make
from amends.core.models import Complaint, Receipt
from amends.core.rules import submission
from amends.core.rules.intake import Demand
from amends.core.rules.kinds import DemandType
from amends.lib.sqlite import durable

pytestmark = pytest.mark.django_db


def test_a_replay_gives_the_same_answer_and_other_content_is_refused(office) -> None:
    intake = make.intake(channel="api")
    first = inbox.accept(intake, key="k1", at=make.MONDAY)
    again = inbox.accept(intake, key="k1", at=make.MONDAY + timedelta(hours=1))
    assert (again.complaint.pk, again.codes, again.is_new) == (first.complaint.pk, first.codes, False)
    with pytest.raises(actions.OtherContent):
        inbox.accept(replace(intake, text="Something else"), key="k1", at=make.MONDAY)
    assert Receipt.objects.get().state == Receipt.State.DONE


@pytest.mark.django_db(transaction=True)
def test_the_answer_waits_for_the_disk_once_when_all_is_committed(office, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL gathers the waits of its writers by itself")
    safe: list[tuple[str, bool]] = []

    def looks(handle: int) -> None:
        safe.append((Receipt.objects.get().state, Complaint.objects.exists()))

    monkeypatch.setattr(durable, "_write_through", looks)
    inbox.accept(make.intake(channel="api"), at=make.MONDAY)
    assert safe == [(Receipt.State.DONE, True)]


def test_what_was_kept_but_not_received_is_recovered_once(office) -> None:
    intake = make.intake(channel="api", demands=(Demand(DemandType.REFUND, 8900, "RUB", "my money"),))
    kept = actions.keep(submission.encode(intake), channel="api", at=make.MONDAY)
    first = inbox.recover(kept.receipt, at=make.MONDAY)
    again = inbox.recover(kept.receipt, at=make.MONDAY)
    assert first.complaint.pk == again.complaint.pk
    assert Complaint.objects.get().issues.get().demands[0]["amount_minor"] == 8900


def test_a_further_message_goes_to_its_case_once(office) -> None:
    case = make.complaint()
    intake = make.intake(text="I found the lid too.", case=str(case.key), channel="web_form")
    inbox.accept(intake, key="m1", at=make.MONDAY)
    inbox.accept(intake, key="m1", at=make.MONDAY)
    assert case.messages.filter(direction="in").count() == 2


def test_the_kept_bytes_of_an_anonymous_submission_do_not_say_who_it_was(office) -> None:
    inbox.accept(make.intake(anonymous=True), at=make.MONDAY)
    body = bytes(Receipt.objects.get().body)
    for trace in (b"Anna", b"anna@mail.example", b"900 123"):
        assert trace not in body
