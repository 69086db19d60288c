"""Invariant 3 for what no mail carries: it is proven when a person says they told it, or its reader opened the follow page."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from amends.core import actions, make, outbox
from amends.core.models import Attempt, Complaint, Event, Message
from amends.core.rules.deliveries import ToldBy, is_proven, standing
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import Delivery, Kind
from amends.core.rules.states import Stage
from amends.office.models import Person

pytestmark = pytest.mark.django_db
AT = make.MONDAY
HOUR = timedelta(hours=1)


def answered(by: Person, **fields: Any) -> tuple[Complaint, Message]:
    """A question that was answered finally, to somebody without a mail address."""
    case = make.complaint(kind=Kind.QUESTION, author=Contact(name="Anna", phone="+79001234567"), **fields)
    actions.reply(case, text="From the sixth month", final=True, by=by, at=AT + HOUR)
    return case, case.messages.get(is_final=True)


def called(case: Complaint, told: Message, by: Person, **fields: Any) -> Event:
    return actions.tell(case, **{"message": told.pk, "told_by": ToldBy.CALLED, "by": by, "at": AT + 3 * HOUR} | fields)


@pytest.mark.parametrize("channel", ["phone_desk", "counter", "paper"])
def test_a_reply_by_hand_closes_nothing_until_a_person_says_they_told_it(channel: str, vera: Person) -> None:
    case, final = answered(vera, channel=channel)
    with pytest.raises(actions.ActionRefused, match="Nobody has told the complainant"):
        actions.close(case, by=vera, at=AT + 2 * HOUR)
    event = called(case, final, vera, told_at=AT + 2 * HOUR, detail="Her husband answered")
    final.refresh_from_db()
    assert (final.delivery, final.sent_at) == (Delivery.BY_HAND, AT + 2 * HOUR)
    assert event.facts == {"message": final.pk, "told_by": "called", "told_at": (AT + 2 * HOUR).isoformat()}
    assert event.personal.facts == {"detail": "Her husband answered"}
    assert Attempt.objects.get(message=final).at == AT + 2 * HOUR
    actions.close(case, by=vera, at=AT + 3 * HOUR)
    assert case.stage == Stage.CLOSED


def test_a_reply_on_the_follow_page_is_proven_by_whoever_opens_it_later(vera: Person) -> None:
    case, final = answered(vera)
    assert final.delivery == Delivery.PORTAL
    with pytest.raises(actions.ActionRefused, match="has not opened the final reply"):
        actions.close(case, by=vera, at=AT + 2 * HOUR)
    actions.messages_seen(case.messages.all(), at=AT + 2 * HOUR)
    actions.messages_seen(case.messages.all(), at=AT + 3 * HOUR)
    final.refresh_from_db()
    assert (final.delivery, final.sent_at) == (Delivery.PORTAL, AT + 2 * HOUR)
    assert Event.objects.get(complaint=case, kind="message_seen").on_behalf_of == "complainant"
    actions.close(case, by=vera, at=AT + 4 * HOUR)
    assert case.stage == Stage.CLOSED


def test_whoever_never_comes_back_keeps_no_case_open_for_ever(vera: Person) -> None:
    case, final = answered(vera)
    with pytest.raises(actions.ActionRefused, match="after thirty days there it counts"):
        actions.close(case, by=vera, at=final.at + timedelta(days=30) - HOUR)
    actions.close(case, by=vera, at=final.at + timedelta(days=30))
    assert case.stage == Stage.CLOSED


def test_no_term_stands_for_a_call(vera: Person) -> None:
    case, final = answered(vera, channel="phone_desk")
    with pytest.raises(actions.ActionRefused, match="Nobody has told the complainant"):
        actions.close(case, by=vera, at=final.at + timedelta(days=300))


def test_a_reply_on_the_follow_page_may_be_told_by_a_person_too(vera: Person) -> None:
    case, final = answered(vera)
    called(case, final, vera, told_by=ToldBy.HANDED)
    actions.close(case, by=vera, at=AT + 4 * HOUR)
    assert case.stage == Stage.CLOSED


def test_looking_at_the_page_proves_nothing_that_a_mail_carries(vera: Person) -> None:
    case = make.complaint(until="answered", by=vera)
    actions.messages_seen(case.messages.all(), at=AT + HOUR)
    assert case.messages.get(is_final=True).delivery == Delivery.WAITING
    assert not Event.objects.filter(complaint=case, kind="message_seen").exists()


def test_what_was_told_once_is_not_told_again(vera: Person) -> None:
    case, final = answered(vera, channel="paper")
    called(case, final, vera)
    with pytest.raises(actions.ActionRefused) as refused:
        called(case, final, vera, told_by=ToldBy.POSTED, at=AT + 5 * HOUR)
    assert refused.value.field == "message"
    assert Event.objects.filter(complaint=case, kind="told").count() == 1


def test_telling_refuses_foreign_messages_mail_on_its_way_and_wrong_moments(vera: Person) -> None:
    case, final = answered(vera, channel="paper")
    other, foreign = answered(vera, channel="paper")
    mailed = make.complaint(until="answered", by=vera)
    wrong = [
        (case, {"message": foreign.pk}, "message"),
        (mailed, {"message": mailed.messages.get(is_final=True).pk}, "message"),
        (case, {"message": case.messages.get(direction="in").pk}, "message"),
        (case, {"told_at": AT + 9 * HOUR}, "told_at"),
        (case, {"told_at": AT}, "told_at"),
    ]
    for where, fields, field in wrong:
        with pytest.raises(actions.ActionRefused) as refused:
            called(where, final, vera, **fields)
        assert refused.value.field == field
    assert not Event.objects.filter(kind="told").exists()
    assert not is_proven(Message.objects.get(pk=foreign.pk).delivery, None)
    assert other.stage == Stage.ANSWERED


def test_a_form_that_knows_only_minutes_may_tell_in_the_minute_of_writing(vera: Person) -> None:
    case = make.complaint(kind=Kind.QUESTION, channel="counter", author=Contact(name="Anna"))
    actions.reply(case, text="From the sixth month", final=True, by=vera, at=AT + timedelta(seconds=40))
    called(case, case.messages.get(is_final=True), vera, told_at=AT)
    assert case.messages.get(is_final=True).sent_at == AT


def test_who_only_reads_tells_nothing(vera: Person, zoya: Person) -> None:
    case, final = answered(vera, channel="paper")
    with pytest.raises(actions.NotAllowed):
        called(case, final, zoya)
    final.refresh_from_db()
    assert final.sent_at is None


def test_a_mail_that_came_back_is_told_by_telephone_and_not_sent_again(vera: Person) -> None:
    case = make.complaint()
    letter = case.messages.get(letter__startswith="acknowledgement")
    actions.message_failed(letter, detail="550 no such user", at=AT + HOUR)
    case.refresh_from_db()
    called(case, letter, vera)
    kinds = list(Event.objects.filter(complaint=case).order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["acknowledged", "told"]
    assert not outbox.send_again(letter, at=AT + 4 * HOUR)


def test_what_was_heard_while_it_was_typed_in_waits_for_nobody(vera: Person) -> None:
    spoken = make.complaint(channel="phone_desk", author=Contact(name="Anna"))
    written = make.complaint(channel="paper", author=Contact(name="Anna"))
    assert not spoken.messages.to_tell().exists()
    assert written.messages.to_tell().exists()


STANDS = [
    (Delivery.BY_HAND, None, False, "To be told"),
    (Delivery.BY_HAND, None, True, "Told in person"),
    (Delivery.BY_HAND, AT, False, "Told by a colleague"),
    (Delivery.PORTAL, None, False, "On the follow page, not opened since"),
    (Delivery.PORTAL, AT, False, "Opened on the follow page"),
    (Delivery.SENT, None, False, "Sent"),
    (Delivery.BOUNCED, AT, False, "Came back undelivered"),
]


@pytest.mark.parametrize(("delivery", "at", "spoken", "words"), STANDS)
def test_each_message_says_whether_it_arrived(
    delivery: Delivery, at: datetime | None, spoken: bool, words: str
) -> None:
    assert standing(delivery, at, spoken=spoken) == words
    assert is_proven(delivery, at) is (words in {"Told by a colleague", "Opened on the follow page", "Sent"})
