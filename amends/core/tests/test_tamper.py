"""What was done to the database past the house is found and named."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from amends.core import actions, as_told, make, sealer, triggers, verify
from amends.core.actions import _record
from amends.core.models import Complaint, Event, Party
from amends.core.rules.kinds import PartyRole
from amends.core.tests.sealed_cases import TALK, sealed_cases
from amends.core.tests.tamperings import FORGED, TAMPERINGS, sql
from amends.core.told import Told
from amends.office.models import Person


@pytest.fixture
def sealed(office: object, vera: Person, tmp_path: Path, settings: object) -> Complaint:
    return sealed_cases(vera, tmp_path, settings)


def _first(*, anchor: Path | None = None) -> str:
    found = verify.verify(anchor, at=make.MONDAY + timedelta(hours=2))
    return next((f"{finding.where}: {finding.what}" for finding in found), "")


def test_an_untouched_log_holds(sealed: Complaint) -> None:
    assert _first() == ""


def test_sealing_without_news_makes_no_seal(sealed: Complaint) -> None:
    assert sealer.seal(make.MONDAY + timedelta(hours=3)) is None


def test_the_triggers_refuse_and_stand(sealed: Complaint) -> None:
    assert triggers.missing() == []
    with pytest.raises(Exception, match="append-only"):
        Event.objects.filter(complaint=sealed).update(kind="noted")


@pytest.mark.parametrize("name", FORGED)
def test_what_no_verb_writes_is_named_and_hides_nothing_behind_it(name: str, sealed: Complaint) -> None:
    """Forged in the first case and the first seal; in the last case the complainant's words were changed."""
    model, values = FORGED[name]
    first = model._default_manager.order_by("pk").values("pk")[:1]
    triggers.lift(connection)
    model._default_manager.filter(pk__in=list(first.values_list("pk", flat=True))).update(**values)
    Complaint.objects.filter(statement=TALK).update(statement="All is well")
    found = [finding.what for finding in verify.verify(at=make.MONDAY + timedelta(hours=2))]
    assert "the complainant's own words were changed" in found
    assert set(found) > {"the complainant's own words were changed"}


def test_a_line_of_the_anchor_that_is_no_seal_is_passed_over(sealed: Complaint, tmp_path: Path) -> None:
    with open(tmp_path / "seals.log", "a") as log:
        log.write(f"3 2026-03-02T10:00:00+00:00 1 {'z' * 64}\n")
    assert _first() == ""


def test_an_issue_decided_before_events_told_what_it_is_about_is_no_finding(
    office: object, vera: Person, tmp_path: Path, settings: object
) -> None:
    """Two issues, the second decided; then, by a newer release, classified anew with one. The decided one stays."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    case = make.complaint()
    both = [actions.IssueFacts(category="quality.spoil", lot=lot) for lot in ("26-1", "26-2")]
    actions.classify(case, issues=both, by=vera, at=make.MONDAY)
    decided = {"validity": "upheld", "decision": "Yes", "reasons": "It leaked"}
    actions.decide(case, issue=2, by=vera, at=make.MONDAY, **decided)
    actions.classify(case, issues=both[:1], by=vera, at=make.MONDAY)
    told = Told()
    for event in Event.objects.filter(complaint=case).select_related("personal").order_by("seq"):
        apart = dict(event.personal.facts) if hasattr(event, "personal") else {}
        if event.seq < 4:
            apart.pop("things", None)
        told.take(event.kind, event.facts, apart)
    assert list(as_told.Beside(100).differing(case.pk, told)) == []
    assert list(verify.verify(at=make.MONDAY)) == []


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_named(name: str, sealed: Complaint) -> None:
    tamper, expected = TAMPERINGS[name]
    tamper(sealed)
    assert expected in _first()


def test_events_of_older_releases_say_nothing_of_it(office: object, tmp_path: Path, settings: object) -> None:
    """A receipt once did not tell how many persons it named; such a case is not complained of, whoever wrote for whom."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    case = make.complaint(on_behalf_of="Old Rita")
    told = Told()
    event = Event.objects.get(complaint=case)
    older = {name: value for name, value in event.facts.items() if name not in {"persons", "law"}}
    apart = {name: value for name, value in event.personal.facts.items() if name != "buyer"}
    told.take("received", older, apart)
    assert list(as_told.Beside(100).differing(case.pk, told)) == []
    Party.objects.filter(complaint=case, position=1).update(role=PartyRole.PAYEE)
    assert list(as_told.Beside(100).differing(case.pk, told)) == [
        "a further person of the case was changed, added or taken"
    ]


def test_the_log_cannot_be_emptied_at_one_blow(sealed: Complaint) -> None:
    statement = "TRUNCATE TABLE core_event CASCADE" if connection.vendor == "postgresql" else "DELETE FROM core_event"
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.exists()


def test_two_cases_swapped_are_named(sealed: Complaint) -> None:
    other = Complaint.objects.exclude(pk=sealed.pk).order_by("pk")[0]
    sql(
        "UPDATE core_event SET complaint_id = %s WHERE id IN (SELECT id FROM core_event WHERE complaint_id = %s AND seq = 5)",
        other.pk,
        sealed.pk,
    )
    assert "expected no. 4" in _first()


def test_a_forged_event_below_the_last_seal_is_named(sealed: Complaint) -> None:
    """A clever intruder chains the forged event rightly and mends the row; the seals still do not know it."""
    first = Event.objects.order_by("pk").first()
    assert first is not None
    last = Event.objects.filter(complaint=sealed).order_by("-seq").first()
    assert last is not None
    case = Complaint.objects.get(pk=sealed.pk)
    forged, _ = _record.build_event(case, "taken", by=None, at=make.MONDAY, on_behalf_of="", facts=None, personal=None)
    forged.pk = first.pk - 1
    forged.save(force_insert=True)
    Complaint.objects.filter(pk=case.pk).update(seq=case.seq, head=case.head)
    assert _first() == f"event {forged.pk}: was inserted below the last seal"


def test_a_seal_rewritten_without_the_key_is_named(sealed: Complaint) -> None:
    sql("UPDATE core_seal SET top = top + 10 WHERE number = 2")
    assert "is not one this office made" in _first()


def test_a_rollback_is_seen_by_a_copy_of_the_log_kept_elsewhere(sealed: Complaint, tmp_path: Path) -> None:
    anchor = tmp_path / "elsewhere.log"
    anchor.write_bytes((tmp_path / "seals.log").read_bytes())
    sql("DELETE FROM core_seal WHERE number = 2")
    (tmp_path / "seals.log").unlink()
    assert "older state" in _first(anchor=anchor)


def test_a_transaction_that_commits_late_is_sealed_late_and_is_no_insertion(
    office: object, tmp_path: Path, settings: object
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    make.complaint()
    late = Event.objects.get()
    sealer.seal(make.MONDAY)
    make.complaint()
    assert late.pk
    made = sealer.seal(make.MONDAY + timedelta(minutes=1))
    assert made is not None and made.count == 1
    assert _first() == ""
