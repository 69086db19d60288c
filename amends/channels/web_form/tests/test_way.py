"""From the first question to the number: five steps, nothing lost, one case."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from amends.channels.web_form.intakes import language_meant
from amends.channels.web_form.tests.conftest import TEXT
from amends.channels.web_form.tests.pages import area, hidden
from amends.core.models import Complaint, Message

pytestmark = pytest.mark.django_db
Send = Callable[..., HttpResponse]


def test_five_questions_lead_to_a_number(client: Client, office, olga) -> None:
    page = client.get("/complain")
    page = client.post("/complain", hidden(page) | {"go": "next", "text": TEXT, "kind": "complaint"})
    page = client.post("/complain", hidden(page) | {"go": "next", "product": "Apple puree", "lot": "26-0147"})
    page = client.post(
        "/complain", hidden(page) | {"go": "next", "demands": ["refund", "explanation"], "amount_refund": "89,50"}
    )
    page = client.post("/complain", hidden(page) | {"go": "next", "name": "Anna", "email": "anna@mail.example"})
    assert TEXT in page.content.decode()
    page = client.post("/complain", hidden(page) | {"go": "send"})
    case = Complaint.objects.get()
    shown = page.content.decode()
    assert page.status_code == 200
    assert str(case.number) in shown
    assert "Olga" in shown
    assert case.statement == TEXT
    issue = case.issues.get()
    assert (issue.product, issue.lot) == ("Apple puree", "26-0147")
    assert [(demand["type"], demand["amount_minor"]) for demand in issue.demands] == [
        ("refund", 8950),
        ("explanation", None),
    ]
    assert case.parties.get().email == "anna@mail.example"
    assert Message.objects.filter(direction="out", letter="acknowledgement").count() == 1


def test_a_second_click_gives_the_same_page(send: Send) -> None:
    first, again = send(), send()
    assert Complaint.objects.count() == 1
    number = str(Complaint.objects.get().number)
    assert number in first.content.decode()
    assert number in again.content.decode()
    assert first["Cache-Control"] == "no-store, private"


def test_what_was_changed_after_sending_is_not_swallowed(send: Send) -> None:
    send()
    answer = send(text="And my child was ill <b>after</b> it.")
    assert answer.status_code == 409
    assert Complaint.objects.count() == 1
    assert "my child was ill &lt;b&gt;after&lt;/b&gt; it" in answer.content.decode()


def test_one_may_go_back_and_change_an_answer(client: Client, office) -> None:
    page = client.get("/complain")
    page = client.post("/complain", hidden(page) | {"go": "next", "text": TEXT})
    page = client.post("/complain", hidden(page) | {"go": "back", "product": "Apple puree"})
    assert area(page, "text") == TEXT
    page = client.post("/complain", hidden(page) | {"go": "next", "text": "Other words."})
    assert 'value="Apple puree"' in page.content.decode()
    page = client.post("/complain", hidden(page) | {"go": "5", "product": "Pear puree"})
    shown = page.content.decode()
    assert "Other words." in shown
    assert "Pear puree" in shown


def test_another_language_keeps_every_word_and_is_remembered(client: Client, office) -> None:
    page = client.get("/complain")
    page = client.post("/complain", hidden(page) | {"go": "next", "text": TEXT})
    page = client.post("/complain", hidden(page) | {"language": "fa", "product": "Apple puree"})
    assert '<html lang="fa" dir="rtl"' in page.content.decode()
    assert 'value="Apple puree"' in page.content.decode()
    assert hidden(page)["text"] == [TEXT]
    assert client.cookies["django_language"].value == "fa"


@pytest.mark.parametrize(
    ("text", "page", "kept"),
    [
        (TEXT, "ru", "en"),
        ("Банка вздулась, запах кислый, ребёнку стало плохо.", "en", "ru"),
        ("شیشهٔ پورهٔ سیب را باز کردم و بوی ترشی می‌داد", "ru", "fa"),
        ("我打开一罐苹果泥，嘶的一声，闻起来是酸的，孩子吐了一次，很担心。", "en", "zh"),
        ("ok", "ru", "ru"),
        ("12345", "fa", "fa"),
    ],
)
def test_the_language_is_that_of_the_page_unless_the_words_are_clearly_of_another(
    text: str, page: str, kept: str
) -> None:
    assert language_meant(text, page) == kept


def test_praise_is_kept_as_praise(send: Send) -> None:
    send(kind="praise", text="Thank you, your courier was very kind.")
    assert Complaint.objects.get().kind == "praise"


def test_somebody_may_speak_for_another(send: Send) -> None:
    send(
        capacity="parent",
        on_behalf_of="My neighbour",
        authority_proof="letter attached",
        accessibility="large print",
        contact_by="phone",
        contact_times="after 20:00",
        harm=["health", "time"],
        wish="a new jar",
        occurred_on="2026-03-01",
    )
    case = Complaint.objects.get()
    assert [(party.role, party.capacity) for party in case.parties.all()] == [("complainant", "parent"), ("buyer", "")]
    assert (case.contact_by, case.contact_times, case.accessibility) == ("phone", "after 20:00", "large print")
    assert str(case.occurred_on) == "2026-03-01"
    issue = case.issues.get()
    assert issue.harm == ["health", "time"]
    assert issue.demands == [{"type": "other", "amount_minor": None, "currency": "", "text": "a new jar"}]


def test_the_pages_ask_no_more_of_the_database_than_they_need(client: Client, office, olga, answers) -> None:
    client.get("/complain")
    with CaptureQueriesContext(connection) as seen:
        client.get("/complain")
    assert len(seen) == 0
    with CaptureQueriesContext(connection) as seen:
        client.post("/complain", answers(go="next", step="2"))
    assert len(seen) == 0
