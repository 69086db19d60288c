"""Danger to health comes first; an anonymous sender leaves nothing behind."""

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from amends.channels.web_form.tests.conftest import TEXT
from amends.channels.web_form.tests.pages import hidden
from amends.core import files
from amends.core.models import Attachment, Complaint, Event, Message, Party, Receipt

pytestmark = pytest.mark.django_db
Send = Callable[..., HttpResponse]
DANGER = "My child vomited after the puree."


def start(client: Client, text: str, **more: object) -> HttpResponse:
    return client.post("/complain", hidden(client.get("/complain")) | {"go": "next", "text": text} | more)


def test_danger_is_answered_at_once_with_whom_to_call(client: Client, office, olga) -> None:
    shown = start(client, DANGER).content.decode()
    assert "first call 103 or 112" in shown
    assert "the person on duty looks at it within 1 hour" in shown


@pytest.mark.parametrize(("text", "is_told"), [(DANGER, True), ("The box was torn.", False), ("", False)])
def test_danger_is_seen_while_it_is_typed(client: Client, office, text: str, is_told: bool) -> None:
    answer = client.post("/complain/danger", {"text": text})
    assert answer.status_code == 200
    assert ("first call 103 or 112" in answer.content.decode()) is is_told
    assert not Receipt.objects.exists()


def test_without_a_roster_nobody_is_promised(client: Client, office) -> None:
    shown = start(client, DANGER).content.decode()
    assert "first call 103 or 112" in shown
    assert "on duty" not in shown
    assert "within 1 hour" not in shown


def test_calm_words_call_nobody(client: Client, office) -> None:
    assert "first call" not in start(client, "The box was torn.").content.decode()


def test_a_tick_at_health_is_enough(client: Client, office) -> None:
    page = start(client, "The box was torn.")
    page = client.post("/complain", hidden(page) | {"step": "3", "go": "next", "harm": "health"})
    assert "first call" in page.content.decode()


def test_the_confirmation_names_nobody_who_is_not_there(send: Send) -> None:
    shown = send().content.decode()
    assert "You will get the name." in shown
    assert Complaint.objects.get().owner is None


def photo(words: str) -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = words
    Image.new("RGB", (60, 40), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_an_anonymous_sender_leaves_nothing_behind(client: Client, office, django_db_blocker) -> None:
    page = start(client, TEXT, photos=SimpleUploadedFile("p.jpg", photo("CANARY-PLACE")))
    first = re.search(r"[0-9a-f]{32}", "".join(str(path) for path in files.store().root.rglob("*")))
    assert first
    page = client.post("/complain", hidden(page) | {"step": "4", "go": "next", "anonymous": "on", "name": "CANARY-NAME",
                       "email": "canary@mail.example", "phone": "+7 999 000-00-00", "contact_times": "CANARY-TIME"})  # fmt: skip
    assert "CANARY" not in page.content.decode()
    assert "canary@mail.example" not in page.content.decode()
    done = client.post("/complain", hidden(page) | {"go": "send"}, REMOTE_ADDR="198.51.100.77")
    assert "You are anonymous" in done.content.decode()
    party = Party.objects.get()
    assert (party.name, party.email, party.phone) == ("", "", "")
    rows = [*Complaint.objects.values_list(), *Message.objects.values_list(), *Event.objects.values_list()]
    everything = repr(rows) + repr([bytes(receipt.body) for receipt in Receipt.objects.all()])
    for trace in ("CANARY", "canary@", "999 000", "198.51.100.77"):
        assert trace not in everything
    kept = Attachment.objects.get()
    assert b"CANARY-PLACE" not in files.store().read(kept.stored)
    stored = [path for path in files.store().root.rglob("*") if path.is_file()]
    assert not [path for path in stored if b"CANARY-PLACE" in path.read_bytes()]


def test_who_gives_a_name_after_all_sends_the_photo_as_it_was(client: Client, office) -> None:
    whole = photo("2026:03:02")
    page = start(client, TEXT, photos=SimpleUploadedFile("p.jpg", whole))
    page = client.post("/complain", hidden(page) | {"step": "4", "go": "next", "anonymous": "on"})
    page = client.post("/complain", hidden(page) | {"go": "4"})
    given = {name: value for name, value in hidden(page).items() if name != "anonymous"}
    page = client.post("/complain", given | {"step": "4", "go": "next", "name": "Anna"})
    client.post("/complain", hidden(page) | {"go": "send"})
    assert files.store().read(Attachment.objects.get().stored) == whole


def test_a_paper_that_may_tell_is_named(client: Client, office) -> None:
    page = start(client, TEXT, photos=SimpleUploadedFile("letter.pdf", b"%PDF-1.7 by Anna"))
    page = client.post("/complain", hidden(page) | {"step": "4", "go": "next", "anonymous": "on"})
    shown = page.content.decode()
    assert "could not take out hidden details" in shown
    assert "letter.pdf" in shown
