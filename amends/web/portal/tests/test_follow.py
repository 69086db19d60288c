"""What a party sees and does: the own story in plain words, nothing internal, nobody else."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from amends.core import actions, files, make
from amends.core.models import Attachment, Complaint, Party
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import Kind, PartyRole, Validity
from amends.core.rules.states import Stage

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def page(client: Client) -> str:
    answer = client.get("/follow")
    assert answer.status_code == 200
    return re.sub(
        r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode()
    )  # by chance it spells a name


def test_the_story_is_told_without_anything_internal(office, boris, vera, visit) -> None:
    case = make.complaint()
    at = make.MONDAY
    actions.take(case, by=boris, at=at + HOUR)
    actions.note(case, text="CANARY-NOTE: the mother is right", by=boris, at=at + HOUR)
    actions.classify(case, issues=[actions.IssueFacts("quality.spoil")], by=boris, at=at + HOUR)
    actions.decide(
        case,
        issue=1,
        validity=Validity.UPHELD,
        decision="CANARY-DECISION",
        reasons="CANARY-REASONS",
        by=vera,
        at=at + HOUR,
    )
    actions.ask(case, text="When did you open the jar?", by=boris, at=at + 2 * HOUR)
    shown = page(visit(case))
    assert "The lid of the jar was loose" in shown
    assert "When did you open the jar?" in shown
    assert "We looked at it for the first time" in shown
    assert "Boris" in shown
    for secret in ("CANARY", "boris@x.example", "vera@x.example", "Vera", "quality.spoil", "front"):
        assert secret not in shown


def test_another_party_sees_only_its_own_letters(office, boris, visit) -> None:
    case = make.complaint()
    added = actions.add_party(
        case, role=PartyRole.BUYER, contact=Contact("Petr Buyer"), may_see=True, by=boris, at=make.MONDAY + HOUR
    )
    actions.ask(case, text="CANARY-FOR-ANNA", by=boris, at=make.MONDAY + 2 * HOUR)
    assert added.party.position == 1
    shown = page(visit(case, 1))
    assert "CANARY-FOR-ANNA" not in shown
    assert "The lid of the jar" not in shown
    assert "anna@mail.example" not in shown
    assert "Take the complaint back" not in shown


def test_nobody_else_and_no_inner_file_can_be_fetched(office, boris, visit) -> None:
    mine, other = make.complaint(), make.complaint()
    note = mine.messages.create(direction="note", channel="desk", at=make.MONDAY, body="look", author=boris)
    theirs = [_attach(mine, mine.messages.get(direction="in"), "mine.txt", b"my own")]
    inner = [
        _attach(mine, note, "note.txt", b"inner"),
        _attach(other, other.messages.get(direction="in"), "o.txt", b"other"),
    ]
    client = visit(mine)
    answer = client.get(f"/follow/files/{theirs[0].pk}")
    assert b"".join(answer.streaming_content) == b"my own"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert [client.get(f"/follow/files/{row.pk}").status_code for row in inner] == [404, 404]
    assert client.get("/follow/files/999999").status_code == 404
    assert Client().get(f"/follow/files/{theirs[0].pk}").status_code == 404


def _attach(case: Complaint, message: object, name: str, content: bytes) -> Attachment:
    file = files.keep(name, SimpleUploadedFile(name, content))
    return Attachment.objects.create(
        complaint=case, message=message, name=file.name, stored=file.stored, digest=file.digest, size=file.size
    )


def test_a_message_with_a_file_arrives_once(office, visit) -> None:
    case = make.complaint()
    client = visit(case)
    form = {"key": "k" * 32, "text": "I found the lid too. <b>\u202eok</b>", "whole": "yes"}
    for _ in range(2):
        answer = client.post("/follow/message", form | {"photos": SimpleUploadedFile("lid.jpg", b"\xff\xd8\xff lid")})
        assert (answer.status_code, answer["Location"]) == (302, "/follow")
    sent = case.messages.get(direction="in", body=form["text"])
    assert sent.attachments.get().name == "lid.jpg"
    shown = page(client)
    assert "&lt;b&gt;\u202eok&lt;/b&gt;" in shown
    assert "<b>\u202eok" not in shown
    client.post("/follow/message", form | {"text": "Another word."})
    assert case.messages.filter(direction="in").count() == 3


@pytest.mark.parametrize(
    ("form", "status", "words"),
    [
        ({"text": "  ", "whole": "yes"}, 422, "Please write something first."),
        ({"text": "cut here"}, 400, "The connection broke off"),
    ],
)
def test_what_cannot_be_sent_is_kept_on_the_page(office, visit, form, status: int, words: str) -> None:
    case = make.complaint()
    answer = visit(case).post("/follow/message", form)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert form["text"].strip() in answer.content.decode()
    assert case.messages.filter(direction="in").count() == 1


def test_a_file_over_the_limit_keeps_the_words(office, visit, settings) -> None:
    settings.FILE_LIMIT = 1024
    client = visit(make.complaint())
    answer = client.post(
        "/follow/message", {"text": "my words", "whole": "yes", "photos": SimpleUploadedFile("big.bin", b"x" * 1025)}
    )
    assert answer.status_code == 413
    assert "my words</textarea>" in answer.content.decode()
    assert "big.bin" in answer.content.decode()


def test_words_typed_when_the_visit_had_ended_come_along(client, office, codes) -> None:
    case = make.complaint()
    answer = client.post("/follow/message", {"text": "typed too late", "whole": "yes"})
    assert answer.status_code == 403
    assert "typed too late</textarea>" in answer.content.decode()
    back = client.post("/follow", {"number": str(case.number), "code": codes(case).code, "text": "typed too late"})
    assert "typed too late</textarea>" in back.content.decode()


def test_a_restatement_is_confirmed_or_corrected(office, boris, visit) -> None:
    case = make.complaint()
    actions.restate(case, text="The seal did not hold.", by=boris, at=make.MONDAY + HOUR)
    client = visit(case)
    assert "Have we understood you?" in page(client)
    assert client.post("/follow/confirm", {"right": "no", "correction": " "}).status_code == 422
    assert client.post("/follow/confirm", {"right": "no", "correction": "It was the lid."}).status_code == 302
    case.refresh_from_db()
    assert case.restated_right is False
    assert case.messages.filter(direction="in", body="It was the lid.").count() == 1
    client.post("/follow/confirm", {"right": "yes"})
    case.refresh_from_db()
    assert case.restated_right is True


def test_nothing_to_confirm_is_said(office, visit) -> None:
    answer = visit(make.complaint()).post("/follow/confirm", {"right": "yes"})
    assert answer.status_code == 422
    assert "There is nothing to confirm." in answer.content.decode()


def test_taking_back_asks_first_and_a_word_opens_it_again(office, visit) -> None:
    case = make.complaint()
    client = visit(case)
    assert client.get("/follow/withdraw").status_code == 200
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED
    client.post("/follow/withdraw", {"why": "It was mended."})
    case.refresh_from_db()
    assert case.stage == Stage.WITHDRAWN
    assert "You took it back" in page(client)
    assert client.post("/follow/withdraw").status_code == 422
    client.post("/follow/message", {"key": "k" * 32, "text": "It broke again.", "whole": "yes"})
    case.refresh_from_db()
    assert case.stage == Stage.CONSULTATION


def test_a_consent_is_given_and_taken_back(office, visit) -> None:
    case = make.complaint()
    client = visit(case)
    client.post("/follow/consent", {"kind": "publish", "given": "yes"})
    party = Party.objects.get(complaint=case)
    given = party.consents.get()
    assert (given.kind, given.withdrawn_at, given.text_version) == ("publish", None, "publish-1")
    client.post("/follow/consent", {"kind": "publish", "given": "no"})
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    assert client.post("/follow/consent", {"kind": "no such"}).status_code == 400


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_plain_words(office, visit, stage: Stage) -> None:
    case = make.complaint()
    client = visit(case)
    Complaint.objects.filter(pk=case.pk).update(stage=stage)
    assert client.get("/follow").status_code == 200


def test_a_merged_case_goes_on_with_the_surviving_one(office, boris, visit) -> None:
    at = make.MONDAY
    one, other = make.complaint(text="First letter about the jar."), make.complaint(text="Second letter about the jar.")
    actions.merge(one, into=other, why="same jar", by=boris, at=at + HOUR)
    other.refresh_from_db()
    actions.ask(other, text="Which shop was it?", by=boris, at=at + 2 * HOUR)
    client = visit(one)
    shown = page(client)
    assert "First letter about the jar." in shown
    assert "Which shop was it?" in shown
    assert str(other.number) in shown
    client.post("/follow/message", {"key": "k" * 32, "text": "The shop at the corner.", "whole": "yes"})
    assert other.messages.filter(body="The shop at the corner.").count() == 1
    assert "The shop at the corner." in page(client)


def test_an_anonymous_sender_leaves_no_place_in_a_photo(office, visit) -> None:
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "CANARY-PLACE"
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG", exif=exif)
    assert b"CANARY-PLACE" in picture.getvalue()
    case = make.complaint(anonymous=True)
    client = visit(case)
    client.post(
        "/follow/message",
        {"key": "k" * 32, "text": "see", "whole": "yes", "photos": SimpleUploadedFile("p.jpg", picture.getvalue())},
    )
    kept = Attachment.objects.get(complaint=case)
    assert b"CANARY-PLACE" not in files.store().read(kept.stored)


@pytest.mark.parametrize("act", ["message", "confirm", "withdraw", "consent", "leave"])
def test_no_deed_without_a_proof_of_our_own_page(office, codes, act: str) -> None:
    case = make.complaint()
    client = Client(enforce_csrf_checks=True)
    client.get(f"/follow/{codes(case).token}")
    before = case.version
    assert (
        client.post(f"/follow/{act}", {"text": "x", "whole": "yes", "right": "yes", "kind": "publish"}).status_code
        == 403
    )
    case.refresh_from_db()
    assert (case.version, case.stage) == (before, Stage.RECEIVED)
    assert "The lid of the jar" in page(client)


def test_queries_do_not_grow_with_the_story(office, boris, visit) -> None:
    case = make.complaint()
    client = visit(case)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client)
        return len(seen)

    few = count()
    for number in range(8):
        client.post("/follow/message", {"key": f"{number}" * 32, "text": f"word {number}", "whole": "yes"})
        case.refresh_from_db()
        actions.ask(case, text=f"question {number}", by=boris, at=timezone.now())
    page(client)  # the words of success are shown once
    assert count() == few
    assert few <= 12


def test_opening_the_page_proves_the_reply_that_stands_only_there(office, boris, visit) -> None:
    case = make.complaint(kind=Kind.QUESTION, author=Contact(name="Anna"))
    actions.reply(case, text="From the sixth month", final=True, by=boris, at=make.MONDAY + HOUR)
    final = case.messages.get(is_final=True)
    client = visit(case)
    client.head("/follow")
    final.refresh_from_db()
    assert final.sent_at is None
    assert "From the sixth month" in page(client)
    page(client)
    final.refresh_from_db()
    assert final.sent_at is not None
    assert case.events.filter(kind="message_seen").count() == 1
    case.refresh_from_db()
    actions.close(case, by=boris, at=timezone.now())


def test_a_colleague_or_another_party_who_looks_proves_nothing(office, boris, visit) -> None:
    case = make.complaint(kind=Kind.QUESTION, author=Contact(name="Anna"))
    buyer = Contact("Petr Buyer")
    actions.add_party(case, role=PartyRole.BUYER, contact=buyer, may_see=True, by=boris, at=make.MONDAY)
    actions.reply(case, text="From the sixth month", final=True, by=boris, at=make.MONDAY + HOUR)
    page(visit(case, 1))
    client = visit(case)
    client.force_login(boris)
    page(client)
    assert case.messages.get(is_final=True).sent_at is None
