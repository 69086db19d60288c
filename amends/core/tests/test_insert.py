"""The fast ways of writing a complaint write what the plain reading says, row by row and column by column."""

import copy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from amends.core import actions, make
from amends.core.actions import _draft, _insert, _insert_plainly
from amends.core.models import (
    Alarm,
    Attachment,
    CaseAccess,
    Complaint,
    Consent,
    Counter,
    Deadline,
    Event,
    Issue,
    Message,
    Party,
    PersonalFacts,
    Reaction,
    Receipt,
)
from amends.core.rules import numbers
from amends.core.rules.intake import ConsentGiven, Contact, Demand, File, Intake
from amends.core.rules.kinds import Capacity, ConsentKind, DemandType, Harm, Kind
from amends.office.models import Person, Shift

pytestmark = pytest.mark.django_db

WRITTEN = (
    Complaint, Party, Consent, Issue, Deadline, CaseAccess, Alarm, Message, Attachment, Event, PersonalFacts, Reaction, Receipt,
    Counter,
)  # fmt: skip
ODD = "100 % of %s, %(rows)s, 'it''s', \"so\", \\x00 {before} \u202e\u200c کيك 退货 🙂 \u2028\ufeff \x01\x1f"


def _everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of a complaint, its ids told by their order, since the two ways draw different ones."""
    ranks = {
        model: {pk: rank for rank, pk in enumerate(model.objects.order_by("pk").values_list("pk", flat=True))}
        for model in WRITTEN
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for model in WRITTEN:
        rows = found[model.__name__] = []
        for row in model.objects.order_by("pk").values():
            for field in model._meta.concrete_fields:
                target = field.related_model if field.is_relation else model if field.primary_key else None
                if target in ranks and row[field.attname] is not None:
                    row[field.attname] = ranks[target][row[field.attname]]
            rows.append({name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()})
    return found


def _both_ways(intake: Intake, by: Person | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    Receipt.objects.create(
        key=intake.receipt, channel=intake.channel, foreign_id=intake.receipt, digest="", received_at=make.MONDAY,
        next_try_at=make.MONDAY,
    )  # fmt: skip
    draft = _draft.draft(intake, at=make.MONDAY, by=by)
    results = []
    for write in (_insert_plainly.insert, _insert.insert):
        own = copy.deepcopy(draft)
        with transaction.atomic():
            write(own)
            results.append(_everything() | {"returned": [own.complaint.number, Complaint.objects.get().number]})
            assert own.complaint.pk == Complaint.objects.get().pk
            transaction.set_rollback(True)
    return results[0], results[1]


FULL = make.intake(
    text=ODD + "\nMy child choked on glass.",
    subject=ODD,
    author=Contact("Anna %s", "anna@mail.example", "+7 900 123-45-67", "@anna"),
    kind=Kind.CLAIM,
    capacity=Capacity.PARENT,
    on_behalf_of="Grandmother",
    authority_proof="By word",
    files=(
        File("фото.jpg", "a" * 32, "b" * 64, 12345, "image/jpeg", "<1@x>", is_inline=True),
        File("two.txt", "c" * 32, "d" * 64, 0),
    ),
    product="Apple puree",
    lot="26-0147",
    store="Corner shop",
    occurred_on=date(2026, 2, 28),
    postmarked_on=date(2026, 3, 1),
    presented_at=datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC),
    demands=(Demand(DemandType.REFUND, 12345, "RUB", "my money"), Demand(DemandType.OTHER, text=ODD)),
    harm=(Harm.HEALTH, Harm.MONEY),
    consents=(ConsentGiven(ConsentKind.CONTACT, "1"), ConsentGiven(ConsentKind.PUBLISH, "2")),
    contact_times="evenings",
    contact_by="phone",
    accessibility="large print",
    quoted="> earlier",
    html="e" * 32,
    foreign_id="<x@y>",
    anger=5,
)
CASES = {
    "least": make.intake(author=Contact()),
    "anonymous": make.intake(anonymous=True),
    "a machine's mail, never answered": make.intake(automatic=True),
    "all there is": FULL,
    "a question in Persian": make.intake(text="سلام", language="fa", kind=Kind.QUESTION),
}


@pytest.mark.parametrize("intake", CASES.values(), ids=CASES)
def test_both_ways_write_the_same(office: object, boris: Person, intake: Intake) -> None:
    Shift.objects.create(person=boris, starts_at=make.MONDAY, ends_at=make.MONDAY.replace(hour=18))
    plain, fast = _both_ways(intake)
    assert fast == plain


def test_both_ways_write_the_same_for_an_operator_about_a_colleague(
    office: object, boris: Person, ivan: Person
) -> None:
    plain, fast = _both_ways(make.intake(employee=ivan.pk, channel="phone_desk"), by=boris)
    assert fast == plain
    assert len(fast["CaseAccess"]) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=some.text(min_size=1), name=some.text(), lot=some.text(), email=some.text())
def test_any_text_is_written_the_same(office: object, text: str, name: str, lot: str, email: str) -> None:
    intake = make.intake(text=f"{text}.", subject=name, lot=lot, author=Contact(name, email, name, lot))
    with transaction.atomic():
        plain, fast = _both_ways(intake)
        assert fast == plain
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "form", ["{prefix}-{year}-{count:06d}", "{year}/{count}", "{count:04}-{year:>6}{prefix!s}{{x}}"]
)
def test_a_frame_is_the_form(form: str) -> None:
    frame = numbers.frame(form, prefix="PX", year=2026)
    assert frame is not None
    for count in (1, 999, 1_000_000, 99_999_999):
        assert frame.number(count) == numbers.number(form, prefix="PX", year=2026, count=count)


@pytest.mark.parametrize("form", ["{year}{count:x}", "{count}{count}{year}", "{count:>6}{year}", "{count!r}{year}"])
def test_a_form_no_statement_can_fill_has_no_frame(form: str) -> None:
    assert numbers.frame(form, prefix="PX", year=2026) is None


def test_an_office_with_such_a_form_receives_too(office: object) -> None:
    make.office(number_form="{year}-{count:x}")
    given = [actions.receive(make.intake(), at=make.MONDAY).complaint.number for _ in range(11)]
    assert given == [f"2026-{count:x}" for count in range(1, 12)]


def test_a_failure_loses_no_number(office: object) -> None:
    """The second of two with one receipt is refused by the database; the counter goes back with it."""
    first = actions.receive(make.intake(receipt="one"), at=make.MONDAY).complaint
    with pytest.raises(IntegrityError), transaction.atomic():
        _insert.insert(_draft.draft(make.intake(receipt="one"), at=make.MONDAY, by=None))
    second = actions.receive(make.intake(), at=make.MONDAY).complaint
    assert [first.number, second.number] == ["PX-2026-000001", "PX-2026-000002"]


@pytest.mark.parametrize("case", ["least", "all there is"])
def test_receiving_asks_and_writes_in_a_constant_number_of_statements(
    office: object, boris: Person, case: str, django_assert_max_num_queries: Any
) -> None:
    actions.receive(make.intake(), at=make.MONDAY)
    with django_assert_max_num_queries(4):  # a savepoint, the cap of the address, what the ORM sees of the writing
        actions.receive(make.intake(**{**_fields(CASES[case]), "receipt": "another"}), at=make.MONDAY)


def _fields(intake: Intake) -> dict[str, Any]:
    return {name: getattr(intake, name) for name in Intake.__slots__}


def test_keeping_is_one_statement(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        kept = actions.keep(b"words", channel="api", foreign_id="key", at=make.MONDAY)
    assert kept.is_new and Receipt.objects.get(pk=kept.receipt.pk).body == b"words"
    with django_assert_num_queries(2):
        again = actions.keep(b"words", channel="api", foreign_id="key", at=make.MONDAY)
    assert not again.is_new and again.receipt.pk == kept.receipt.pk
    with pytest.raises(actions.OtherContent):
        actions.keep(b"other words", channel="api", foreign_id="key", at=make.MONDAY)


def test_the_fast_way_is_taken(office: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_insert_plainly, "insert", None)
    assert actions.receive(make.intake(), at=make.MONDAY).complaint.number == "PX-2026-000001"
    assert connection.vendor in {"sqlite", "postgresql"}
