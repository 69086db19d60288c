"""Whatever goes wrong, the words stay on the page, the reason is told, and nothing is half sent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client

from amends.channels.web_form import parcels
from amends.channels.web_form.tests.conftest import TEXT
from amends.channels.web_form.tests.pages import area, hidden
from amends.core import files
from amends.core.models import Attachment, Complaint, Receipt
from amends.lib.files import Store, StoreFailed
from amends.lib.ratelimit import Limit
from amends.office import limits

pytestmark = pytest.mark.django_db
Send = Callable[..., HttpResponse]


@pytest.mark.parametrize(
    ("wrong", "words", "kept"),
    [
        ({"text": " \n"}, "Please tell us what happened", "Anna Sokolova"),
        ({"email": "anna@"}, "This address cannot be right", "anna@"),
        ({"occurred_on": "someday"}, "We cannot read this day", "someday"),
        ({"occurred_on": "2999-01-01"}, "still to come", "2999-01-01"),
        ({"demands": ["refund"], "amount_refund": "lots"}, "We cannot read this amount", "lots"),
        ({"name": "A" * 201}, "at most 200", "A" * 201),
        ({"product": "P" * 201}, "at most 200", "P" * 201),
        ({"kind": "nonsense"}, "not one of the available choices", "Anna Sokolova"),
        ({"demands": ["gold"]}, "not one of the available choices", "Anna Sokolova"),
        ({"website": "http://spam.example"}, "was filled in", "http://spam.example"),
    ],
)
def test_a_wrong_answer_is_told_and_all_is_kept(send: Send, wrong, words: str, kept: str) -> None:
    answer = send(**wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert kept in shown
    assert "+7 900 123-45-67" in shown
    assert not Receipt.objects.exists()


def test_a_step_with_a_mistake_is_asked_again(client: Client, office) -> None:
    page = client.get("/complain")
    page = client.post("/complain", hidden(page) | {"go": "next", "text": ""})
    assert page.status_code == 422
    assert hidden(page)["step"] == ["1"]


def test_a_file_over_the_limit_is_refused_and_the_words_are_kept(client: Client, office, settings) -> None:
    settings.FILE_LIMIT = 2000
    big = SimpleUploadedFile("big.bin", b"x" * 2001)
    page = client.post("/complain", hidden(client.get("/complain")) | {"go": "next", "text": TEXT, "photos": big})
    assert page.status_code == 413
    assert "big.bin" in page.content.decode()
    assert area(page, "text") == TEXT


@pytest.mark.parametrize(
    ("name", "shown", "content"),
    [
        ("empty.txt", "empty.txt", b""),
        ("../../etc/passwd", "passwd", b"x"),
        ("a\u202egpj.exe", "agpj.exe", b"MZ"),
        ("<svg onload=alert(1)>.svg", "_svg onload=alert(1)_.svg", b"<svg/>"),
        ("پوره.jpg", "پوره.jpg", b"\xff\xd8\xff"),
        ("CON.txt", "_CON.txt", b"x"),
    ],
)
def test_odd_files_are_kept_under_harmless_names(client: Client, office, answers, name, shown, content) -> None:
    first = hidden(client.get("/complain"))
    page = client.post(
        "/complain", first | {"go": "next", "text": TEXT, "photos": SimpleUploadedFile(name, content or b"")}
    )
    client.post("/complain", hidden(page) | {"go": "send", "step": "5"})
    kept = Attachment.objects.get()
    assert (kept.name, kept.size) == (shown, len(content))
    assert files.store().read(kept.stored) == content


def test_a_file_of_the_full_size_is_kept_whole(client: Client, office, settings) -> None:
    whole = bytes(range(256)) * (settings.FILE_LIMIT // 256)
    page = client.post(
        "/complain",
        hidden(client.get("/complain")) | {"go": "next", "text": TEXT, "photos": SimpleUploadedFile("25.bin", whole)},
    )
    client.post("/complain", hidden(page) | {"go": "send", "step": "5"})
    assert Attachment.objects.get().size == settings.FILE_LIMIT


def test_too_many_files_are_refused_together(client: Client, office) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(11)]
    page = client.post("/complain", hidden(client.get("/complain")) | {"go": "next", "text": TEXT, "photos": many})
    assert page.status_code == 422
    assert "10 files are the most" in page.content.decode()
    assert "file" not in hidden(page)


def test_a_file_can_be_taken_out_again(client: Client, office) -> None:
    two = [SimpleUploadedFile("one.txt", b"1"), SimpleUploadedFile("two.txt", b"2")]
    page = client.post("/complain", hidden(client.get("/complain")) | {"go": "1", "text": TEXT, "photos": two})
    page = client.post("/complain", hidden(page) | {"remove": "0", "text": TEXT})
    assert "one.txt" not in page.content.decode()
    assert "two.txt" in page.content.decode()


def test_a_reference_of_another_form_or_made_up_carries_nothing(client: Client, office, answers) -> None:
    page = client.post(
        "/complain",
        hidden(client.get("/complain")) | {"go": "next", "text": TEXT, "photos": SimpleUploadedFile("a", b"1")},
    )
    stolen = hidden(page)["file"]
    for file in (stolen, "made up", "e30:1x:y"):
        answer = client.post("/complain", answers(key="o" * 32, file=file))
        assert answer.status_code == 422
        assert "is no longer here" in answer.content.decode()
    assert not Complaint.objects.exists()


def test_a_file_the_sweeper_took_is_asked_for_again(client: Client, office) -> None:
    page = client.post(
        "/complain",
        hidden(client.get("/complain")) | {"go": "next", "text": TEXT, "photos": SimpleUploadedFile("a", b"1")},
    )
    (reference,) = hidden(page)["file"]
    files.store().remove(parcels.read(reference, hidden(page)["key"][0]).file.stored)
    answer = client.post("/complain", hidden(page) | {"go": "send"})
    assert "is no longer here" in answer.content.decode()
    assert area(answer, "text") == TEXT


def test_an_upload_that_was_cut_is_noticed(client: Client, office, answers) -> None:
    given = answers()
    del given["whole"]
    answer = client.post("/complain", given)
    assert answer.status_code == 400
    assert TEXT in answer.content.decode()
    assert not Receipt.objects.exists()


def test_a_page_that_grew_old_is_drawn_again_with_its_words(office, answers) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/complain", answers())
    assert answer.status_code == 403
    assert TEXT in answer.content.decode()
    assert not Receipt.objects.exists()
    again = answer.content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post("/complain", answers(csrfmiddlewaretoken=again)).status_code == 200
    assert Complaint.objects.count() == 1


def test_too_much_from_one_address_is_slowed_down_and_kept(send: Send, monkeypatch) -> None:
    monkeypatch.setattr(limits, "INTAKE", Limit("intake", 1, timedelta(minutes=1)))
    assert send().status_code == 200
    answer = send(key="o" * 32)
    assert answer.status_code == 429
    assert TEXT in answer.content.decode()
    assert Complaint.objects.count() == 1


def test_a_store_that_fails_is_told_before_anything_is_sent(client: Client, office, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreFailed("disk full")

    monkeypatch.setattr(Store, "keep", full)
    page = client.post(
        "/complain",
        hidden(client.get("/complain")) | {"go": "next", "text": TEXT, "photos": SimpleUploadedFile("a", b"1")},
    )
    assert page.status_code == 507
    assert area(page, "text") == TEXT


def test_a_database_that_is_away_keeps_the_words_on_the_page(send: Send, monkeypatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr("amends.core.inbox.accept", away)
    answer = send()
    assert answer.status_code == 503
    assert TEXT in answer.content.decode()


HOSTILE = [
    "<script>alert(1)</script>", "{{ 7*7 }}{% debug %}", "'; DROP TABLE core_complaint; --", "=HYPERLINK(\"x\")",
    "\u202e\u2066abc", "a\0b", "%(x)s %s {0}", "<!--", "]]>", "\U0001f469\u200d\U0001f467 zalgo\u0337",
    "\r\nBcc: x@example.org",
    "[[code:0000000000000000]]", "x" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_stored_exactly_and_shown_as_words(send: Send, words: str) -> None:
    answer = send(text=f"{words}.", name=words[:150], product=words[:150], go="5")
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.content.decode()
    done = send(text=f"{words}.", name="A", product=words[:150])
    assert done.status_code == 200
    expected = f"{words}.".replace("\r\n", "\n").replace("\0", "\ufffd")
    assert Complaint.objects.get().statement == expected
