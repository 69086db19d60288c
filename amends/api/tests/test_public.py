"""Filing, following and adding without an account."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from amends.api.tests.conftest import Caller
from amends.core import make
from amends.core.models import Attachment, Complaint, Message, Party, Receipt
from amends.office.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

TEXT = "The jar hissed and the puree smelled sour."
WHO = {"name": "Anna Sokolova", "email": "anna@mail.example", "phone": "+7 900 123-45-67"}


def test_a_complaint_is_filed_followed_and_added_to(anyone: Caller, office: Office) -> None:
    made = anyone.post(
        "/public/complaints", {"text": TEXT, "subject": "Jar", "lot": "26-0147", "demand": "refund"} | WHO
    )
    assert made.status_code == 201
    told = made.json()
    case = Complaint.objects.get(number=told["number"])
    assert case.statement == TEXT and case.channel == "api" and case.language == "en"
    issue = case.issues.get()
    assert (issue.lot, issue.demands[0]["type"]) == ("26-0147", "refund")
    assert Party.objects.get(complaint=case).email == "anna@mail.example"
    assert told["status_url"].startswith(f"{settings.BASE_URL}/follow/")
    assert made.headers["Location"] == f"/api/v1/public/complaints/{told['number']}"

    where, key = made.headers["Location"], {"Access_Code": told["access_code"].lower().replace("-", " ")}
    seen = anyone.get(where, **key).json()
    assert seen["stage"] == "received" and seen["answer_due_at"]
    assert [entry["sort"] for entry in seen["entries"]] == ["yours", "ours"]
    assert seen["entries"][0]["text"] == TEXT
    assert told["number"] in seen["entries"][1]["text"] and "[[" not in seen["entries"][1]["text"]

    assert anyone.post(f"{where}/messages", {"text": "I found the lid."}, **key).status_code == 201
    photo = SimpleUploadedFile("../lid.txt", b"a bent lid")
    sent = anyone.send(f"{where}/files", {"file": photo, "text": "Look"}, **key)
    assert sent.json()["files"] == [{"name": "lid.txt", "size": 10}]
    assert Message.objects.filter(complaint=case, direction="in").count() == 3
    entries = anyone.get(where, **key).json()["entries"]
    assert entries[-1]["files"] == [{"name": "lid.txt", "size": 10}]


def test_a_replay_gives_the_same_answer_and_another_body_is_a_conflict(anyone: Caller) -> None:
    first = anyone.post("/public/complaints", {"text": TEXT}, Idempotency_Key="k1")
    again = anyone.post("/public/complaints", {"text": TEXT}, Idempotency_Key="k1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first.headers
    other = anyone.post("/public/complaints", {"text": "Another"}, Idempotency_Key="k1")
    assert other.status_code == 409 and other.json()["type"].endswith("other_content")
    assert Complaint.objects.count() == 1


def test_a_replayed_message_and_file_are_there_once(anyone: Caller) -> None:
    told = anyone.post("/public/complaints", {"text": TEXT}).json()
    where, key = f"/public/complaints/{told['number']}", {"Access_Code": told["access_code"], "Idempotency_Key": "m"}
    stored = len(_files())
    for _ in range(2):
        sent = anyone.send(f"{where}/files", {"file": SimpleUploadedFile("a.txt", b"x")}, **key)
        assert sent.status_code == 201
    assert Attachment.objects.count() == 1
    assert len(_files()) == stored + 1
    assert anyone.post(f"{where}/messages", {"text": "Hm"}, **key).status_code == 409


def test_of_an_anonymous_sender_nothing_personal_is_stored_and_the_answer_says_so(anyone: Caller) -> None:
    told = anyone.post("/public/complaints", {"text": TEXT, "anonymous": True} | WHO).json()
    assert told["anonymous"] is True and "not stored" in told["note"]
    kept = bytes(Receipt.objects.get().body).decode()
    party = Party.objects.get()
    for word in WHO.values():
        assert word not in kept
        assert word not in str(party.__dict__)
    assert anyone.get(f"/public/complaints/{told['number']}", Access_Code=told["access_code"]).status_code == 200


def test_a_wrong_code_and_a_number_that_is_none_look_alike(anyone: Caller) -> None:
    number = make.complaint().number
    wrong = [
        anyone.get(f"/public/complaints/{which}", Access_Code=code)
        for which, code in [(number, "7K3M-92QX-WD4T-H6ZP"), ("PX-2026-999999", "7K3M-92QX-WD4T-H6ZP"), (number, "no")]
    ]
    assert {(answer.status_code, answer.content) for answer in wrong} == {(404, wrong[0].content)}
    assert anyone.get(f"/public/complaints/{number}").status_code == 401


def test_after_ten_wrong_codes_even_the_right_one_must_wait(anyone: Caller) -> None:
    told = anyone.post("/public/complaints", {"text": TEXT}).json()
    where = f"/public/complaints/{told['number']}"
    seen = [anyone.get(where, Access_Code=f"7K3M-92QX-WD4T-H6Z{sign}").status_code for sign in "ABCDEFGHJKL"]
    assert seen == [404] * 10 + [429]
    late = anyone.get(where, Access_Code=told["access_code"])
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 900


def test_right_codes_may_be_used_all_day(anyone: Caller) -> None:
    told = anyone.post("/public/complaints", {"text": TEXT}).json()
    where = f"/public/complaints/{told['number']}"
    assert all(anyone.get(where, Access_Code=told["access_code"]).status_code == 200 for _ in range(15))


def test_a_file_over_the_limit_is_refused_whole(anyone: Caller) -> None:
    told = anyone.post("/public/complaints", {"text": TEXT}).json()
    stored = _files()
    with override_settings(FILE_LIMIT=10):
        pair = [SimpleUploadedFile("small.txt", b"small"), SimpleUploadedFile("big.txt", b"x" * 11)]
        sent = anyone.send(
            f"/public/complaints/{told['number']}/files", {"file": pair}, Access_Code=told["access_code"]
        )
    assert sent.status_code == 413
    assert _files() == stored
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(("said", "language"), [("Банка шипела, пюре кислое", "ru"), ("婴儿果泥发酸了", "zh")])
def test_the_language_is_that_of_the_text_unless_given(anyone: Caller, said: str, language: str) -> None:
    anyone.post("/public/complaints", {"text": said})
    assert Complaint.objects.get().language == language
    anyone.post("/public/complaints", {"text": said, "language": "fa-IR"})
    assert Complaint.objects.order_by("-pk")[0].language == "fa"


def _files() -> set[Path]:
    return {path for path in Path(settings.FILES_DIR).rglob("*") if path.is_file()}
