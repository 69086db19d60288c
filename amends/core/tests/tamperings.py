"""What an intruder with the database's own shell may do, and how `verify` names it."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Model

from amends.core import make, triggers
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
from amends.core.rules.kinds import PartyRole
from amends.core.tests.sealed_cases import TALK

_PERSONAL = "event_id IN (SELECT id FROM core_event WHERE complaint_id = %s AND seq = "


def sql(statement: str, *values: object) -> None:
    """As an intruder with the database's own shell would: past the triggers."""
    with connection.cursor() as cursor:
        triggers.lift(connection)
        cursor.execute(statement, values)


def _reworded(old: bytes, new: bytes) -> bytes:
    return bytes(Receipt.objects.order_by("pk")[0].body).replace(old, new)


TAMPERINGS: dict[str, tuple[Callable[[Complaint], object], str]] = {
    "an event changed": (
        lambda case: sql("UPDATE core_event SET kind = 'noted' WHERE complaint_id = %s AND seq = 2", case.pk),
        "content was changed",
    ),
    "the moment changed": (
        lambda case: sql("UPDATE core_event SET at = '2020-01-01 00:00:00+00' WHERE complaint_id = %s AND seq = 3", case.pk),
        "content was changed",
    ),
    "the last event cut off": (
        lambda case: sql("DELETE FROM core_event WHERE complaint_id = %s AND seq = 6", case.pk),
        "events are missing",
    ),
    "an event taken from the middle": (
        lambda case: (
            sql("DELETE FROM core_reaction"),
            sql("DELETE FROM core_personalfacts WHERE " + _PERSONAL + "3)", case.pk),
            sql("DELETE FROM core_event WHERE complaint_id = %s AND seq = 3", case.pk),
        )[0],
        "missing or was inserted",
    ),
    "personal facts changed": (
        lambda case: sql("UPDATE core_personalfacts SET facts = '{\"text\": \"x\"}' WHERE " + _PERSONAL + "4)", case.pk),
        "personal facts were changed",
    ),
    "personal facts taken": (
        lambda case: sql("DELETE FROM core_personalfacts WHERE " + _PERSONAL + "4)", case.pk),
        "personal facts of 1 events are missing",
    ),
    "the complainant's words changed": (
        lambda case: sql("UPDATE core_complaint SET statement = 'All is well' WHERE id = %s", case.pk),
        "own words were changed",
    ),
    "a reply rewritten": (
        lambda case: sql("UPDATE core_message SET body = 'We owe you nothing' WHERE complaint_id = %s AND is_final", case.pk),
        "text of a reply was changed",
    ),
    "a decision turned round": (
        lambda case: sql("UPDATE core_issue SET validity = 'not_upheld' WHERE complaint_id = %s", case.pk),
        "decision of issue 1 was changed",
    ),
    "the words of a decision changed": (
        lambda case: sql("UPDATE core_issue SET decision = 'Nothing is returned' WHERE complaint_id = %s", case.pk),
        "decision of issue 1 was changed",
    ),
    "a file taken": (
        lambda case: sql("DELETE FROM core_attachment WHERE complaint_id = %s", case.pk),
        "files are not those that arrived",
    ),
    "a further message rewritten": (
        lambda case: sql("UPDATE core_message SET body = 'Thank you' WHERE body = 'Lot 26-0147.'"),
        "what the complainant wrote is not what arrived",
    ),
    "a further message taken": (
        lambda case: sql("DELETE FROM core_message WHERE body = 'And the lid is dented.'"),
        "what the complainant wrote is not what arrived",
    ),
    "a message put into the complainant's mouth": (
        lambda case: sql(
            "UPDATE core_message SET direction = 'in' WHERE body = 'The lot is known to quality.'"
        ),
        "what the complainant wrote is not what arrived",
    ),
    "the first message rewritten, the statement left": (
        lambda case: sql("UPDATE core_message SET body = 'All is well' WHERE body = %s", TALK),
        "what the complainant wrote is not what arrived",
    ),
    "the answer to a restatement changed": (
        lambda case: sql("UPDATE core_message SET body = 'Yes.' WHERE body = 'Three jars.'"),
        "what the complainant wrote is not what arrived",
    ),
    "a note rewritten": (
        lambda case: sql("UPDATE core_message SET body = 'Nothing' WHERE direction = 'note'"),
        "a note was changed, added or taken",
    ),
    "a note taken": (
        lambda case: sql("DELETE FROM core_message WHERE direction = 'note'"),
        "a note was changed, added or taken",
    ),
    "a question rewritten": (
        lambda case: sql("UPDATE core_message SET body = 'Are you sure?' WHERE body = 'Which lot is it?'"),
        "text of a letter was changed",
    ),
    "a restatement rewritten": (
        lambda case: sql("UPDATE core_message SET body = 'A scratch' WHERE body = 'Two jars leaked at the lid.'"),
        "text of a letter was changed",
    ),
    "the reasons of a decision changed": (
        lambda case: sql("UPDATE core_issue SET reasons = 'None' WHERE complaint_id = %s", case.pk),
        "decision of issue 1 was changed",
    ),
    "the complainant's address changed": (
        lambda case: sql("UPDATE core_party SET email = 'thief@mail.example' WHERE complaint_id = %s", case.pk),
        "name or contact of the complainant was changed",
    ),
    "a name changed that was corrected before": (
        lambda case: sql("UPDATE core_party SET name = 'Boris' WHERE name = 'Boris Orlov'"),
        "name or contact of the complainant was changed",
    ),
    "the name in the lists changed": (
        lambda case: sql("UPDATE core_complaint SET complainant_name = 'Nobody' WHERE id = %s", case.pk),
        "complainant's name was changed",
    ),
    "a person added": (
        lambda case: Party.objects.create(complaint=case, position=1, role=PartyRole.BUYER, name="A stranger"),
        "further person of the case was changed, added or taken",
    ),
    "a person let in": (
        lambda case: sql("UPDATE core_party SET may_see = NOT may_see WHERE name = 'Zoya'"),
        "further person of the case was changed, added or taken",
    ),
    "another made the payee": (
        lambda case: sql("UPDATE core_party SET name = 'A stranger' WHERE name = 'Zoya'"),
        "further person of the case was changed, added or taken",
    ),
    "the buyer taken for whom somebody wrote": (
        lambda case: sql("DELETE FROM core_party WHERE name = 'Old Rita'"),
        "further person of the case was changed, added or taken",
    ),
    "the moment of receipt changed": (
        lambda case: sql("UPDATE core_complaint SET received_at = '2026-03-20 09:00:00+00' WHERE id = %s", case.pk),
        "received_at is not the moment",
    ),
    "the moment of presenting changed": (
        lambda case: sql("UPDATE core_complaint SET presented_at = '2026-03-20 09:00:00+00' WHERE id = %s", case.pk),
        "presented_at is not the moment",
    ),
    "the facts of the law changed": (
        lambda case: sql("UPDATE core_complaint SET law = '{}' WHERE id = %s", case.pk),
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
        lambda case: sql("UPDATE core_complaint SET has_danger = NOT has_danger WHERE id = %s", case.pk),
        "facts that the law asks about were changed",
    ),
    "another country's law": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(jurisdictions=["IR"]),
        "facts that the law asks about were changed",
    ),
    "a deadline put off": (
        lambda case: sql("UPDATE core_deadline SET due_at = '2026-12-31 09:00:00+00' WHERE complaint_id = %s", case.pk),
        "due_at: kept is “2026-12-31",
    ),
    "a deadline taken": (
        lambda case: sql("DELETE FROM core_deadline WHERE complaint_id = %s", case.pk),
        "clock: kept is “is missing”",
    ),
    "a missed deadline called met": (
        lambda case: sql("UPDATE core_deadline SET met_at = start_at WHERE complaint_id = %s", case.pk),
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
        lambda case: sql("UPDATE core_receipt SET body = %s, size = 0", b""),
        "its bytes were changed",
    ),
    "the stage changed": (
        lambda case: sql("UPDATE core_complaint SET stage = 'received' WHERE id = %s", case.pk),
        "its events lead to closed",
    ),
    "the kind changed": (
        lambda case: sql("UPDATE core_complaint SET kind = 'praise' WHERE id = %s", case.pk),
        "its kind or its category is not that which its events tell",
    ),
    "the category changed": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(category=Category.objects.exclude(pk=case.category_id).first()),
        "its kind or its category is not that which its events tell",
    ),
    "the category taken": (
        lambda case: sql("UPDATE core_complaint SET category_id = NULL WHERE id = %s", case.pk),
        "its kind or its category is not that which its events tell",
    ),
    "the handler changed": (
        lambda case: sql("UPDATE core_complaint SET handler_id = NULL WHERE id = %s", case.pk),
        "who owns, works or may see it",
    ),
    "the owner changed": (
        lambda case: Complaint.objects.filter(pk=case.pk).update(owner=make.person("mallory", "operator")),
        "who owns, works or may see it",
    ),
    "the secret lifted": (
        lambda case: sql("UPDATE core_complaint SET is_confidential = NOT is_confidential WHERE id = %s", case.pk),
        "who owns, works or may see it",
    ),
    "a consent to another text": (
        lambda case: sql("UPDATE core_consent SET text_version = '2026-9' WHERE text_version = '2026-1'"),
        "a consent was changed, added or taken",
    ),
    "a consent withdrawn behind the back": (
        lambda case: sql("UPDATE core_consent SET withdrawn_at = given_at WHERE text_version = '2026-1'"),
        "a consent was changed, added or taken",
    ),
    "a withdrawn consent taken": (
        lambda case: sql("DELETE FROM core_consent WHERE withdrawn_at IS NOT NULL"),
        "a consent was changed, added or taken",
    ),
    "a consent put under": (
        lambda case: Consent.objects.create(
            party=case.parties.get(position=0), kind="recording", text_version="x", given_at=make.MONDAY
        ),
        "a consent was changed, added or taken",
    ),
    "the number changed": (
        lambda case: sql("UPDATE core_complaint SET number = 'PX-2026-000099' WHERE id = %s", case.pk),
        "not those that were sealed",
    ),
    "a seal taken": (
        lambda case: sql("DELETE FROM core_seal WHERE number = 1"),
        "seal 1 is missing",
    ),
    "the last seal cut off": (
        lambda case: sql("DELETE FROM core_seal WHERE number = 2"),
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
"""In the first row of a table: columns and what no verb would write there."""
