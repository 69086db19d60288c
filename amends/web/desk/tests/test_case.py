"""The case page: what it shows, to whom, at what cost, and what it never lets out."""

from datetime import timedelta

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from amends.core import actions, inbox, make
from amends.core.models import CaseAccess, Complaint, Event, Message, ReadLog, TextBlock
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import Delivery, Kind
from amends.office.models import Office, Person
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db
QUERIES = 17


def fill(case: Complaint, by: Person, count: int) -> None:
    for n in range(count):
        actions.note(case, text=f"note {n}", by=by, at=make.MONDAY)


def test_fifty_messages_cost_as_many_queries_as_one(
    boris: Person, enter: Enter, case: Complaint, django_assert_num_queries
) -> None:
    client, address = enter(boris), f"/desk/complaints/{case.number}/"
    make.complaint()
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    fill(case, boris, 49)
    with django_assert_num_queries(QUERIES):
        page = client.get(address)
    assert page.content.count(b'<article class="entry') >= 50


def test_the_page_tells_what_was_said_and_what_became_of_it(boris: Person, enter: Enter, case: Complaint) -> None:
    actions.reply(case, text="We are looking into it.", final=False, by=boris, at=make.MONDAY)
    sent = case.messages.get(body="We are looking into it.")
    actions.message_bounced(sent, detail="550 no such user", at=make.MONDAY)
    page = enter(boris).get(f"/desk/complaints/{case.number}/")
    for words in ("The lid of the jar was loose", "Anna Sokolova", "Came back undelivered", "550 no such user",
                  "Send it again", "First assessment", "10 days: due on Thursday, 12 March 2026"):  # fmt: skip
        assertContains(page, words)


def test_codes_and_links_of_the_complainant_stay_hidden(boris: Person, enter: Enter) -> None:
    accepted = inbox.accept(make.intake(), at=make.MONDAY)
    acknowledgement = accepted.complaint.messages.get(letter__startswith="acknowledgement")
    assert acknowledgement.marks
    page = enter(boris).get(f"/desk/complaints/{accepted.complaint.number}/").content.decode()
    assert accepted.codes.code not in page and accepted.codes.token not in page and "[[" not in page


def test_what_was_written_is_never_taken_for_markup(boris: Person, enter: Enter) -> None:
    case = make.complaint(text="<script>alert(1)</script>", subject="<b>bold</b>")
    page = enter(boris).get(f"/desk/complaints/{case.number}/")
    assertContains(page, "&lt;script&gt;alert(1)")
    assertNotContains(page, "<script>alert")
    assertNotContains(page, "<b>bold</b>")


@pytest.mark.parametrize(
    ("name", "button"),
    [
        ("Anna Sokolova", "Send to Anna"),
        ("Покупатель, Пермь", "Send to Покупатель"),
        ("محمدی، زهرا", "Send to محمدی"),
        (" , ", "Send to the complainant"),
        ("", "Send to the complainant"),
    ],
)
def test_the_button_calls_somebody_by_one_word(name: str, button: str, boris: Person, enter: Enter) -> None:
    case = make.complaint(author=Contact(name=name, email="a@x.example"))
    assertContains(enter(boris).get(f"/desk/complaints/{case.number}/"), f">{button}<")


def test_a_look_at_a_confidential_case_leaves_a_trace(vera: Person, boris: Person, enter: Enter) -> None:
    case = make.complaint(confidential=True)
    CaseAccess.objects.create(complaint=case, person=vera)
    assert enter(boris).get(f"/desk/complaints/{case.number}/").status_code == 404
    assert not ReadLog.objects.exists()
    assert enter(vera).get(f"/desk/complaints/{case.number}/").status_code == 200
    assert list(ReadLog.objects.values_list("complaint", "person", "what")) == [(case.pk, vera.pk, "case")]


def test_an_ordinary_look_leaves_none(boris: Person, enter: Enter, case: Complaint) -> None:
    enter(boris).get(f"/desk/complaints/{case.number}/")
    assert not ReadLog.objects.exists()


def test_greyed_verbs_say_why(zoya: Person, enter: Enter, case: Complaint) -> None:
    page = enter(zoya).get(f"/desk/complaints/{case.number}/")
    assertContains(page, 'id="why-classify">Your role does not allow this.')


def test_switches_that_are_off_are_told_quietly(boris: Person, enter: Enter, case: Complaint) -> None:
    page = enter(boris).get(f"/desk/complaints/{case.number}/")
    assertContains(page, "Approval of replies is off.")
    assertContains(page, "A named cause is not required.")


def test_the_final_reply_says_what_it_lacks(boris: Person, enter: Enter, case: Complaint) -> None:
    address = f"/desk/complaints/{case.number}/"
    assertContains(enter(boris).get(address), "Not every issue has a decision with its reasons.")
    Office.objects.update(approval_required=True)


def test_earlier_cases_are_shown_only_within_sight(boris: Person, enter: Enter, case: Complaint) -> None:
    seen, hidden = make.complaint(), make.complaint(confidential=True)
    page = enter(boris).get(f"/desk/complaints/{case.number}/")
    assertContains(page, seen.number)
    assertNotContains(page, hidden.number)


def test_a_merged_message_stands_in_the_surviving_case(boris: Person, enter: Enter, case: Complaint) -> None:
    twin = make.complaint(text="Words of the twin")
    actions.merge(twin, into=case, why="sent twice", by=boris, at=make.MONDAY)
    page = enter(boris).get(f"/desk/complaints/{case.number}/")
    assertContains(page, "Words of the twin")
    assertContains(enter(boris).get(f"/desk/complaints/{twin.number}/"), "This case lives on in")


def test_an_open_page_hears_that_the_case_changed(boris: Person, vera: Person, enter: Enter, case: Complaint) -> None:
    client, address = enter(boris), f"/desk/complaints/{case.number}/changes/?version="
    assert client.get(f"{address}{case.version}").status_code == 204
    old = case.version
    actions.take(case, by=vera, at=make.MONDAY)
    assertContains(client.get(f"{address}{old}"), "Vera took the case")


def test_text_blocks_come_in_the_complainants_language_and_are_found(
    boris: Person, enter: Enter, case: Complaint
) -> None:
    Complaint.objects.filter(pk=case.pk).update(language="ru")
    TextBlock.objects.create(code="thanks", names={"en": "Thanks"}, texts={"en": "Thank you", "ru": "Спасибо"})
    TextBlock.objects.create(code="promo", names={"en": "Prize"}, texts={"ru": "Приз"}, category="promo")
    address = f"/desk/complaints/{case.number}/text-blocks/?into=reply-text"
    part = enter(boris).get(address, headers={"HX-Request": "true"})
    assertContains(part, 'data-insert="Спасибо" data-into="reply-text"')
    assertNotContains(part, "Приз")
    assertContains(enter(boris).get(f"{address}&language=en"), "Thank you")
    assertNotContains(enter(boris).get(f"{address}&words=zzz"), "Спасибо")


@pytest.mark.parametrize("way", ["again", "told"])
def test_an_undelivered_message_is_mended(way: str, boris: Person, enter: Enter, case: Complaint) -> None:
    actions.reply(case, text="Hello", final=False, by=boris, at=make.MONDAY)
    message = case.messages.get(body="Hello")
    actions.message_failed(message, detail="no such host", at=make.MONDAY)
    client = enter(boris)
    assertContains(client.get("/desk/undelivered/"), "no such host")
    client.post(f"/desk/undelivered/{message.pk}/", {"way": way})
    message.refresh_from_db()
    assert message.delivery == (Delivery.WAITING if way == "again" else Delivery.BY_HAND)
    told = Event.objects.filter(complaint=case, kind="told", by=boris).first()
    assert (told.facts["message"], told.facts["told_by"]) == (message.pk, "called") if way == "told" else told is None
    assertNotContains(client.get("/desk/undelivered/"), "no such host")


def test_nobody_mends_what_they_may_not(
    gleb: Person, zoya: Person, boris: Person, enter: Enter, case: Complaint
) -> None:
    actions.reply(case, text="Hello", final=False, by=boris, at=make.MONDAY)
    message = case.messages.get(body="Hello")
    actions.message_failed(message, detail="no such host", at=make.MONDAY)
    assert enter(gleb).post(f"/desk/undelivered/{message.pk}/", {"way": "again"}).status_code == 404
    enter(zoya).post(f"/desk/undelivered/{message.pk}/", {"way": "again"})
    message.refresh_from_db()
    assert message.delivery == Delivery.FAILED
    assertNotContains(enter(gleb).get("/desk/undelivered/"), case.number)
    assert Message.objects.filter(direction="note").count() == 0


def answered_by_hand(by: Person) -> tuple[Complaint, Message]:
    at = make.MONDAY + timedelta(minutes=1)
    case = make.complaint(kind=Kind.QUESTION, channel="paper", author=Contact(name="Anna"))
    actions.reply(case, text="From the sixth month", final=True, by=by, at=at)
    return case, case.messages.get(is_final=True)


def test_a_reply_by_hand_waits_on_the_page_until_somebody_notes_that_they_told_it(boris: Person, enter: Enter) -> None:
    case, final = answered_by_hand(boris)
    client, address = enter(boris), f"/desk/complaints/{case.number}/"
    page = client.get(address)
    for words in (
        "To be told",
        "Nobody has told the complainant the final reply yet",
        f'name="message" value="{final.pk}"',
    ):
        assertContains(page, words)
    posted = {"version": case.version, "message": final.pk, "told_by": "posted", "told_at": "", "detail": "RR123456789"}
    assert client.post(f"{address}tell/", posted).status_code == 302
    page = client.get(address)
    for words in ("Told by a colleague", "by a letter that was posted", "RR123456789"):
        assertContains(page, words)
    assertNotContains(page, f'name="message" value="{final.pk}"')
    assertNotContains(page, "Nobody has told the complainant")
    assert client.post(f"{address}close/", {"version": case.version + 1}).status_code == 302


def test_a_wrong_moment_of_telling_is_said_and_the_words_are_kept(boris: Person, enter: Enter) -> None:
    case, final = answered_by_hand(boris)
    typed = {"version": case.version, "message": final.pk, "told_by": "called", "detail": "Her <b>sister</b>"}
    form = enter(boris).post(f"/desk/complaints/{case.number}/tell/", typed | {"told_at": "2026-01-01T10:00"})
    assertContains(form, "This is before the message was written.", status_code=422)
    assertContains(form, "Her &lt;b&gt;sister&lt;/b&gt;", status_code=422)
    final.refresh_from_db()
    assert final.sent_at is None


def test_who_only_reads_is_offered_no_form_to_tell(boris: Person, zoya: Person, enter: Enter) -> None:
    case, _ = answered_by_hand(boris)
    page = enter(zoya).get(f"/desk/complaints/{case.number}/")
    assertContains(page, "To be told")
    assertNotContains(page, "/tell/")
