"""What was done to the database past the house is found and named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from amends.core import make, sealer, triggers, verify
from amends.core.actions import _record
from amends.core.models import Complaint, Event
from amends.core.rules.intake import File
from amends.lib.files import Store
from amends.office.models import Person

pytestmark = pytest.mark.django_db


_PERSONAL = "event_id IN (SELECT id FROM core_event WHERE complaint_id = %s AND seq = "


def _sql(statement: str, *values: object) -> None:
    """As an intruder with the database's own shell would: past the triggers."""
    with connection.cursor() as cursor:
        triggers.lift(connection)
        cursor.execute(statement, values)


@pytest.fixture
def sealed(office: object, vera: Person, tmp_path: Path, settings: object) -> Complaint:
    """Two cases with a history, sealed twice."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    make.complaint(by=vera, until="decided")
    sealer.seal(make.MONDAY + timedelta(hours=1))
    kept = Store(tmp_path / "files").keep(b"a photo", limit=100)
    photo = File("photo.jpg", kept.name, kept.digest, kept.size)
    case = make.complaint(by=vera, until="closed", files=(photo,))
    sealer.seal(make.MONDAY + timedelta(hours=2))
    return case


def _first(*, anchor: Path | None = None) -> str:
    return next((f"{finding.where}: {finding.what}" for finding in verify.verify(anchor)), "")


def test_an_untouched_log_holds(sealed: Complaint) -> None:
    assert _first() == ""


def test_sealing_without_news_makes_no_seal(sealed: Complaint) -> None:
    assert sealer.seal(make.MONDAY + timedelta(hours=3)) is None


def test_the_triggers_refuse_and_stand(sealed: Complaint) -> None:
    assert triggers.missing() == []
    with pytest.raises(Exception, match="append-only"):
        Event.objects.filter(complaint=sealed).update(kind="noted")


TAMPERINGS: dict[str, tuple[Callable[[Complaint], None], str]] = {
    "an event changed": (
        lambda case: _sql("UPDATE core_event SET kind = 'noted' WHERE complaint_id = %s AND seq = 2", case.pk),
        "content was changed",
    ),
    "the moment changed": (
        lambda case: _sql("UPDATE core_event SET at = '2020-01-01 00:00:00+00' WHERE complaint_id = %s AND seq = 3", case.pk),
        "content was changed",
    ),
    "the last event cut off": (
        lambda case: _sql("DELETE FROM core_event WHERE complaint_id = %s AND seq = 6", case.pk),
        "events are missing",
    ),
    "an event taken from the middle": (
        lambda case: (
            _sql("DELETE FROM core_reaction"),
            _sql("DELETE FROM core_personalfacts WHERE " + _PERSONAL + "3)", case.pk),
            _sql("DELETE FROM core_event WHERE complaint_id = %s AND seq = 3", case.pk),
        )[0],
        "missing or was inserted",
    ),
    "personal facts changed": (
        lambda case: _sql("UPDATE core_personalfacts SET facts = '{\"text\": \"x\"}' WHERE " + _PERSONAL + "4)", case.pk),
        "personal facts were changed",
    ),
    "personal facts taken": (
        lambda case: _sql("DELETE FROM core_personalfacts WHERE " + _PERSONAL + "4)", case.pk),
        "personal facts of 1 events are missing",
    ),
    "the complainant's words changed": (
        lambda case: _sql("UPDATE core_complaint SET statement = 'All is well' WHERE id = %s", case.pk),
        "own words were changed",
    ),
    "a reply rewritten": (
        lambda case: _sql("UPDATE core_message SET body = 'We owe you nothing' WHERE complaint_id = %s AND is_final", case.pk),
        "text of a reply was changed",
    ),
    "a decision turned round": (
        lambda case: _sql("UPDATE core_issue SET validity = 'not_upheld' WHERE complaint_id = %s", case.pk),
        "decision of issue 1 was changed",
    ),
    "the words of a decision changed": (
        lambda case: _sql("UPDATE core_issue SET decision = 'Nothing is returned' WHERE complaint_id = %s", case.pk),
        "decision of issue 1 was changed",
    ),
    "a file taken": (
        lambda case: _sql("DELETE FROM core_attachment WHERE complaint_id = %s", case.pk),
        "files are not those that arrived",
    ),
    "the stage changed": (
        lambda case: _sql("UPDATE core_complaint SET stage = 'received' WHERE id = %s", case.pk),
        "its events lead to closed",
    ),
    "the number changed": (
        lambda case: _sql("UPDATE core_complaint SET number = 'PX-2026-000099' WHERE id = %s", case.pk),
        "not those that were sealed",
    ),
    "a seal taken": (
        lambda case: _sql("DELETE FROM core_seal WHERE number = 1"),
        "seal 1 is missing",
    ),
    "the last seal cut off": (
        lambda case: _sql("DELETE FROM core_seal WHERE number = 2"),
        "older state",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_named(name: str, sealed: Complaint) -> None:
    tamper, expected = TAMPERINGS[name]
    tamper(sealed)
    assert expected in _first()


def test_the_log_cannot_be_emptied_at_one_blow(sealed: Complaint) -> None:
    statement = "TRUNCATE TABLE core_event CASCADE" if connection.vendor == "postgresql" else "DELETE FROM core_event"
    connection.check_constraints()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.exists()


def test_two_cases_swapped_are_named(sealed: Complaint) -> None:
    other = Complaint.objects.exclude(pk=sealed.pk).get()
    _sql(
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
    forged, _ = _record.build_event(case, "noted", by=None, at=make.MONDAY, on_behalf_of="", facts=None, personal=None)
    forged.pk = first.pk - 1
    forged.save(force_insert=True)
    Complaint.objects.filter(pk=case.pk).update(seq=case.seq, head=case.head)
    assert _first() == f"event {forged.pk}: was inserted below the last seal"


def test_a_seal_rewritten_without_the_key_is_named(sealed: Complaint) -> None:
    _sql("UPDATE core_seal SET top = top + 10 WHERE number = 2")
    assert "is not one this office made" in _first()


def test_a_rollback_is_seen_by_a_copy_of_the_log_kept_elsewhere(sealed: Complaint, tmp_path: Path) -> None:
    anchor = tmp_path / "elsewhere.log"
    anchor.write_bytes((tmp_path / "seals.log").read_bytes())
    _sql("DELETE FROM core_seal WHERE number = 2")
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
