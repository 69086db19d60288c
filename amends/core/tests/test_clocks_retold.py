"""Telling the promises again from the events gives what the rows say, whatever happened to the case."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from amends.core import actions, make, tasks
from amends.core.models import Complaint, Deadline
from amends.core.recompute import Difference, Tally, differences
from amends.core.rules.intake import Contact, Demand
from amends.core.rules.kinds import DemandType, Kind, Validity
from amends.office.models import Person

pytestmark = pytest.mark.django_db
AT = make.MONDAY
DAY = timedelta(days=1)
Story = Callable[[Complaint, Person], None]


def found() -> list[Difference]:
    return list(differences(Tally(), at=AT))


def nothing(case: Complaint, vera: Person) -> None:
    pass


def ticked(case: Complaint, vera: Person) -> None:
    for days in range(40):
        tasks.tick(AT + days * DAY)


def classified(case: Complaint, vera: Person) -> None:
    issue = actions.IssueFacts("quality", demands=(Demand(DemandType.REPAIR), Demand(DemandType.DAMAGES, 100, "RUB")))
    actions.classify(case, issues=[issue], by=vera, at=AT + timedelta(hours=2))


def talked(case: Complaint, vera: Person) -> None:
    actions.ask(case, text="Which lot?", by=vera, at=AT + DAY)
    actions.restate(case, text="The lid was loose", by=vera, at=AT + 2 * DAY)
    actions.reply(case, text="We look into it", final=False, by=vera, at=AT + 3 * DAY)
    actions.interim(case, why="The laboratory needs a week", by=vera, at=AT + 4 * DAY)


def answered(case: Complaint, vera: Person) -> None:
    classified(case, vera)
    actions.decide(
        case, issue=1, validity=Validity.NOT_UPHELD, decision="No", reasons="It was opened", by=vera, at=AT + DAY
    )
    actions.reply(case, text="No, because it was opened", final=True, by=vera, at=AT + 2 * DAY)


def closed_and_reopened(case: Complaint, vera: Person) -> None:
    answered(case, vera)
    for message in case.messages.filter(delivery="waiting"):
        actions.message_sent(message, proof="250", at=AT + 2 * DAY)
    case.refresh_from_db()
    actions.close(case, by=vera, at=AT + 3 * DAY)
    actions.reopen(case, why="She is not content", by=vera, at=AT + 20 * DAY)
    tasks.tick(AT + 60 * DAY)


def passed(case: Complaint, vera: Person) -> None:
    closed_and_reopened(case, vera)
    actions.withdraw(case, at=AT + 61 * DAY)
    tasks.tick(AT + 100 * DAY)


def endangered(case: Complaint, vera: Person) -> None:
    make.category("health", is_danger=True)
    actions.classify(case, issues=[actions.IssueFacts("health")], by=vera, at=AT + DAY)
    actions.clear_danger(case, why="The child is well", by=vera, at=AT + 2 * DAY)


def qualified(case: Complaint, vera: Person) -> None:
    changes = {
        "moments": {"nonconformity_known": AT, "danger_known": AT + timedelta(hours=1)},
        "sectors": ["financial"],
        "jurisdictions": ["GB", "RU"],
        "presented_at": AT - 3 * DAY,
    }
    actions.qualify(case, changes=changes, why="The laboratory", by=vera, at=AT + DAY)
    actions.fulfil(case, key="RU-184-37", what="Told the authority", proof="No. 17", by=vera, at=AT + 2 * DAY)
    actions.qualify(case, changes={"moments": {"danger_known": None}}, by=vera, at=AT + 2 * DAY)


def by_contract(case: Complaint, vera: Person) -> None:
    actions.classify(case, issues=[actions.IssueFacts("quality")], kind=Kind.TRADE_CLAIM, by=vera, at=AT + DAY)
    actions.qualify(case, changes={"contract_days": 14}, by=vera, at=AT + DAY)
    actions.qualify(case, changes={"contract_days": 21}, by=vera, at=AT + 2 * DAY)


def of_an_authority(case: Complaint, vera: Person) -> None:
    actions.classify(case, issues=[actions.IssueFacts("quality")], kind=Kind.AUTHORITY, why="A letter", by=vera, at=AT)
    actions.qualify(case, changes={"due_on": date(2026, 4, 1)}, by=vera, at=AT + DAY)


def merged(case: Complaint, vera: Person) -> None:
    other = make.complaint(text="The child vomited and had a rash.")
    actions.merge(other, into=case, why="sent twice", by=vera, at=AT + DAY)


def declined(case: Complaint, vera: Person) -> None:
    actions.decline(case, reasons="Not ours", signpost="The shop", text="Please ask the shop", by=vera, at=AT + DAY)
    actions.add(case, make.intake(text="It is yours"), party=None, at=AT + 5 * DAY)


STORIES = (
    nothing, ticked, classified, talked, answered, closed_and_reopened, passed, endangered, qualified, by_contract,
    of_an_authority, merged, declined,
)  # fmt: skip


@pytest.mark.parametrize("country", ["", "RU", "DE"])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_events_alone_tell_the_same(vera: Person, story: Story, country: str) -> None:
    make.office(jurisdiction=country)
    case = make.complaint(demands=(Demand(DemandType.REFUND, 8900, "RUB"),))
    story(case, vera)
    assert found() == []


@pytest.mark.parametrize(
    "fields",
    [{"automatic": True}, {"author": Contact()}, {"channel": "phone_desk", "author": Contact()},
     {"text": "The child vomited and had a rash."}, {"kind": Kind.DATA_REQUEST}],
    ids=["a machine", "the follow page", "the counter", "danger", "a data request"],
)  # fmt: skip
def test_whatever_arrives(vera: Person, fields: dict[str, object]) -> None:
    make.office(jurisdiction="RU")
    case = make.complaint(**fields)
    tasks.tick(AT + 30 * DAY)
    assert found() == []
    case.refresh_from_db()


def test_a_row_changed_past_the_house_is_found_and_put_right(vera: Person) -> None:
    case = make.complaint()
    Deadline.objects.filter(complaint=case, key="POL-ANSWER").update(due_at=AT, met_at=AT)
    Deadline.objects.filter(complaint=case, key="POL-ACK").delete()
    Complaint.objects.filter(pk=case.pk).update(next_due_at=AT)
    before = {(one.key, one.what) for one in found()}
    assert {("POL-ANSWER", "due_at"), ("POL-ANSWER", "met_at"), ("POL-ACK", "clock"), ("", "next_due_at")} <= before
    assert list(differences(Tally(), at=AT, mend=True))
    assert found() == []
