"""What was done to the database past the house is found and named."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from amends.core import actions, as_told, inbox, make, sealer, triggers, verify
from amends.core.actions import _record
from amends.core.models import (
    CaseAccess,
    Category,
    Complaint,
    Consent,
    Deadline,
    Event,
    Issue,
    Message,
    Party,
    Receipt,
    Seal,
)
from amends.core.rules.deadlines import NEVER
from amends.core.rules.intake import ConsentGiven, Contact, Demand, File
from amends.core.rules.kinds import ConsentKind, DemandType, PartyRole
from amends.core.told import Told
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
    _talk(vera)
    sealer.seal(make.MONDAY + timedelta(hours=2))
    return case


TALK = "Two jars of the box leaked."


def _talk(vera: Person) -> None:
    """A third case, kept by its receipt, with every sort of message and person."""
    at = make.MONDAY + timedelta(hours=1)
    bought = make.intake(
        text=TALK,
        author=Contact(name="Boris", email="boris@mail.example"),
        on_behalf_of="Old Rita",
        consents=(ConsentGiven(ConsentKind.CONTACT, "2026-1"),),
    )
    case = inbox.accept(bought, at=at).complaint
    actions.take(case, by=vera, at=at)
    actions.ask(case, text="Which lot is it?", by=vera, at=at)
    first = Party.objects.get(complaint=case, position=0)
    inbox.accept(make.intake(text="Lot 26-0147.", case=str(case.key), party=0), at=at)
    actions.add(case, make.intake(text="And the lid is dented."), party=first, at=at)
    about_her = make.person("Nadia", "operator")
    actions.protect(case, confidential=False, why="It names her", about=[about_her], by=vera, at=at)
    actions.note(case, text="The lot is known to quality.", by=vera, at=at)
    two = [
        actions.IssueFacts(
            category="quality.spoil", lot="26-0148", demands=(Demand(DemandType.APOLOGY, text="Say sorry"),)
        ),
        actions.IssueFacts(category="quality.spoil", lot="26-0147"),
    ]
    for issues in (two, two[:1]):
        actions.classify(case, issues=issues, by=vera, at=at)
    actions.restate(case, text="Two jars leaked at the lid.", by=vera, at=at)
    actions.confirm(case, right=False, text="Three jars.", at=at)
    actions.add_party(case, role=PartyRole.PAYEE, contact=Contact(name="Zoya", phone="+7 900"), by=vera, at=at)
    actions.correct(case, changes={"anger": 2}, party={"name": "Boris  Orlov"}, why="As he says", by=vera, at=at)
    for given in (True, False, True):
        agreed = {"kind": ConsentKind.PUBLISH, "text_version": "2026-2", "party": first}
        actions.consent(case, **agreed, given=given, by=vera, at=at)
    case.refresh_from_db()


def _reworded(old: bytes, new: bytes) -> bytes:
    return bytes(Receipt.objects.order_by("pk")[0].body).replace(old, new)


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


TAMPERINGS: dict[str, tuple[Callable[[Complaint], object], str]] = {
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
    "a further message rewritten": (
        lambda case: _sql("UPDATE core_message SET body = 'Thank you' WHERE body = 'Lot 26-0147.'"),
        "what the complainant wrote is not what arrived",
    ),
    "a further message taken": (
        lambda case: _sql("DELETE FROM core_message WHERE body = 'And the lid is dented.'"),
        "what the complainant wrote is not what arrived",
    ),
    "a message put into the complainant's mouth": (
        lambda case: _sql(
            "UPDATE core_message SET direction = 'in' WHERE body = 'The lot is known to quality.'"
        ),
        "what the complainant wrote is not what arrived",
    ),
    "the first message rewritten, the statement left": (
        lambda case: _sql("UPDATE core_message SET body = 'All is well' WHERE body = %s", TALK),
        "what the complainant wrote is not what arrived",
    ),
    "the answer to a restatement changed": (
        lambda case: _sql("UPDATE core_message SET body = 'Yes.' WHERE body = 'Three jars.'"),
        "what the complainant wrote is not what arrived",
    ),
    "a note rewritten": (
        lambda case: _sql("UPDATE core_message SET body = 'Nothing' WHERE direction = 'note'"),
        "a note was changed, added or taken",
    ),
    "a note taken": (
        lambda case: _sql("DELETE FROM core_message WHERE direction = 'note'"),
        "a note was changed, added or taken",
    ),
    "a question rewritten": (
        lambda case: _sql("UPDATE core_message SET body = 'Are you sure?' WHERE body = 'Which lot is it?'"),
        "text of a letter was changed",
    ),
    "a restatement rewritten": (
        lambda case: _sql("UPDATE core_message SET body = 'A scratch' WHERE body = 'Two jars leaked at the lid.'"),
        "text of a letter was changed",
    ),
    "the reasons of a decision changed": (
        lambda case: _sql("UPDATE core_issue SET reasons = 'None' WHERE complaint_id = %s", case.pk),
        "decision of issue 1 was changed",
    ),
    "the complainant's address changed": (
        lambda case: _sql("UPDATE core_party SET email = 'thief@mail.example' WHERE complaint_id = %s", case.pk),
        "name or contact of the complainant was changed",
    ),
    "a name changed that was corrected before": (
        lambda case: _sql("UPDATE core_party SET name = 'Boris' WHERE name = 'Boris Orlov'"),
        "name or contact of the complainant was changed",
    ),
    "the name in the lists changed": (
        lambda case: _sql("UPDATE core_complaint SET complainant_name = 'Nobody' WHERE id = %s", case.pk),
        "complainant's name was changed",
    ),
    "a person added": (
        lambda case: Party.objects.create(complaint=case, position=1, role=PartyRole.BUYER, name="A stranger"),
        "further person of the case was changed, added or taken",
    ),
    "a person let in": (
        lambda case: _sql("UPDATE core_party SET may_see = NOT may_see WHERE name = 'Zoya'"),
        "further person of the case was changed, added or taken",
    ),
    "another made the payee": (
        lambda case: _sql("UPDATE core_party SET name = 'A stranger' WHERE name = 'Zoya'"),
        "further person of the case was changed, added or taken",
    ),
    "the buyer taken for whom somebody wrote": (
        lambda case: _sql("DELETE FROM core_party WHERE name = 'Old Rita'"),
        "further person of the case was changed, added or taken",
    ),
    "the moment of receipt changed": (
        lambda case: _sql("UPDATE core_complaint SET received_at = '2026-03-20 09:00:00+00' WHERE id = %s", case.pk),
        "received_at is not the moment",
    ),
    "the moment of presenting changed": (
        lambda case: _sql("UPDATE core_complaint SET presented_at = '2026-03-20 09:00:00+00' WHERE id = %s", case.pk),
        "presented_at is not the moment",
    ),
    "the facts of the law changed": (
        lambda case: _sql("UPDATE core_complaint SET law = '{}' WHERE id = %s", case.pk),
        "facts that the law asks about were changed",
    ),
    "somebody let in": (
        lambda case: CaseAccess.objects.create(complaint=case, person=make.person("mallory", "operator")),
        "who is let in or kept out by name",
    ),
    "somebody kept out": (
        lambda case: CaseAccess.objects.filter(is_granted=True).update(is_granted=False),
        "who is let in or kept out by name",
    ),
    "somebody no longer kept out": (
        lambda case: CaseAccess.objects.filter(is_granted=False).delete(),
        "who is let in or kept out by name",
    ),
    "another lot": (
        lambda case: Issue.objects.filter(complaint=case).update(lot="26-9999"),
        "what issue 1 is about was changed",
    ),
    "an issue taken": (
        lambda case: Issue.objects.filter(validity="").delete(),
        "what was demanded was changed",
    ),
    "another named in it": (
        lambda case: Issue.objects.filter(complaint=case).update(employee=make.person("mallory", "operator")),
        "what issue 1 is about was changed",
    ),
    "an issue put back": (
        lambda case: Issue.objects.create(complaint=Complaint.objects.get(statement=TALK), position=2, lot="26-0147"),
        "what issue 2 is about was changed",
    ),
    "the words of a demand changed": (
        lambda case: Issue.objects.filter(lot="26-0148").update(demands=[{"type": "apology", "text": "Never mind"}]),
        "what issue 1 is about was changed",
    ),
    "an issue opened to other experts": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(root="store"),
        "its kind or its category is not that which its events tell",
    ),
    "a case hidden from the worklists": (
        lambda case: Complaint.objects.filter(is_open=True).update(is_open=False),
        "whether it is open or set aside",
    ),
    "a case set aside behind the back": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(is_set_aside=True),
        "whether it is open or set aside",
    ),
    "a sum demanded changed": (
        lambda case: Issue.objects.filter(complaint=case).update(demands=[{"type": "refund", "amount_minor": 99_900}]),
        "what was demanded was changed",
    ),
    "the harm played down": (
        lambda case: Issue.objects.filter(complaint=case).update(harm=["none"]),
        "the harm that was done was changed",
    ),
    "the danger hidden": (
        lambda case: _sql("UPDATE core_complaint SET has_danger = NOT has_danger WHERE id = %s", case.pk),
        "facts that the law asks about were changed",
    ),
    "another country's law": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(jurisdictions=["IR"]),
        "facts that the law asks about were changed",
    ),
    "a deadline put off": (
        lambda case: _sql("UPDATE core_deadline SET due_at = '2026-12-31 09:00:00+00' WHERE complaint_id = %s", case.pk),
        "due_at: kept is “2026-12-31",
    ),
    "a deadline taken": (
        lambda case: _sql("DELETE FROM core_deadline WHERE complaint_id = %s", case.pk),
        "clock: kept is “is missing”",
    ),
    "a missed deadline called met": (
        lambda case: _sql("UPDATE core_deadline SET met_at = start_at WHERE complaint_id = %s", case.pk),
        "met_at: kept is",
    ),
    "a case hidden from the clock": (
        lambda case: Complaint.objects.filter(is_open=True).update(next_tick_at=NEVER),
        "next_tick_at: kept is",
    ),
    "a kept submission rewritten": (
        lambda case: Receipt.objects.filter(subject="").update(body=_reworded(b"Two jars", b"No jars at all")),
        "its bytes were changed",
    ),
    "a kept submission emptied": (
        lambda case: _sql("UPDATE core_receipt SET body = %s, size = 0", b""),
        "its bytes were changed",
    ),
    "the stage changed": (
        lambda case: _sql("UPDATE core_complaint SET stage = 'received' WHERE id = %s", case.pk),
        "its events lead to closed",
    ),
    "the kind changed": (
        lambda case: _sql("UPDATE core_complaint SET kind = 'praise' WHERE id = %s", case.pk),
        "its kind or its category is not that which its events tell",
    ),
    "the category changed": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(category=Category.objects.exclude(pk=case.category_id).first()),
        "its kind or its category is not that which its events tell",
    ),
    "the category taken": (
        lambda case: _sql("UPDATE core_complaint SET category_id = NULL WHERE id = %s", case.pk),
        "its kind or its category is not that which its events tell",
    ),
    "the handler changed": (
        lambda case: _sql("UPDATE core_complaint SET handler_id = NULL WHERE id = %s", case.pk),
        "who owns, works or may see it",
    ),
    "the owner changed": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(owner=make.person("mallory", "operator")),
        "who owns, works or may see it",
    ),
    "the secret lifted": (
        lambda case: _sql("UPDATE core_complaint SET is_confidential = NOT is_confidential WHERE id = %s", case.pk),
        "who owns, works or may see it",
    ),
    "a consent to another text": (
        lambda case: _sql("UPDATE core_consent SET text_version = '2026-9' WHERE text_version = '2026-1'"),
        "a consent was changed, added or taken",
    ),
    "a consent withdrawn behind the back": (
        lambda case: _sql("UPDATE core_consent SET withdrawn_at = given_at WHERE text_version = '2026-1'"),
        "a consent was changed, added or taken",
    ),
    "a withdrawn consent taken": (
        lambda case: _sql("DELETE FROM core_consent WHERE withdrawn_at IS NOT NULL"),
        "a consent was changed, added or taken",
    ),
    "a consent put under": (
        lambda case: Consent.objects.create(
            party=case.parties.get(position=0), kind="recording", text_version="x", given_at=make.MONDAY
        ),
        "a consent was changed, added or taken",
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


FORGED: dict[str, tuple[type[Model], dict[str, object]]] = {
    "demands that are no list": (Issue, {"demands": 5}),
    "demands that are no demands": (Issue, {"demands": [1]}),
    "harm that is no list": (Issue, {"harm": 5}),
    "pauses that are no spans": (Deadline, {"pauses": [1]}),
    "pauses without moments": (Deadline, {"pauses": [["x", None, "y"]]}),
    "steps that are no list": (Deadline, {"steps": 5}),
    "a message that goes nowhere": (Message, {"direction": "zz"}),
    "facts that are no facts": (Event, {"facts": 5}),
    "facts of the law that are none": (Event, {"facts": {"law": 5}}),
    "a law without a moment": (Event, {"facts": {"law": {"received_at": "soon", "demands": 7}}}),
    "books that are no books": (Event, {"facts": {"law": {}, "books": 5}}),
    "a consent of nobody": (Event, {"kind": "consented", "facts": {"party": [1], "consent": "x", "given": True}}),
    "a pause without a reason": (Event, {"kind": "paused", "facts": {}}),
    "members that are no numbers": (Seal, {"members": "x"}),
    "gaps that are no gaps": (Seal, {"gaps": [1]}),
}


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
    forged, _ = _record.build_event(case, "taken", by=None, at=make.MONDAY, on_behalf_of="", facts=None, personal=None)
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
