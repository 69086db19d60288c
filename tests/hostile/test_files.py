"""A hundred names and two dozen bodies of files: kept byte for byte, given back only as downloads."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amends.core.models import Attachment, Complaint
from amends.lib.file_names import safe_file_name
from tests.access.test_matrix import body
from tests.hostile.sent_files import FILE_BODIES, FILE_NAMES
from tests.hostile.test_fields import FORM, safe

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
BUNDLE = 10


def _upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Django's own class tidies the name; what is sent must not be tidied by the sender."""
    made = SimpleUploadedFile("x", content, "text/html")
    made._name = name  # type: ignore[attr-defined]
    return made


def _names_sent(names: list[str]) -> list[str]:
    """Those that a multipart header can carry at all."""
    return [name for name in names if not set(name) & set("\r\n\0") and name.isprintable() and '"' not in name]


def test_every_name_and_body_is_only_ever_a_download(desk: Client) -> None:
    assert len(FILE_NAMES) >= 100
    names = _names_sent(list(FILE_NAMES))
    sent: dict[str, bytes] = {}
    for at in range(0, len(names), BUNDLE):
        uploads = []
        for place, name in enumerate(names[at : at + BUNDLE]):
            content = FILE_BODIES[(at + place) % len(FILE_BODIES)] or b"x"
            uploads.append(_upload(name, content + str(at + place).encode()))
            sent[name] = content + str(at + place).encode()
        data = {**FORM, "key": f"{at:032d}", "text": "With files.", "photos": uploads}
        safe(Client(raise_request_exception=False).post("/complain", data), names[at : at + BUNDLE])
    kept = list(Attachment.objects.order_by("pk"))
    assert len(kept) == sum(1 for name in names if name not in {"", ".", ".."}) or len(kept) >= len(names) - 6
    for attachment in kept:
        for answer in (desk.get(f"/desk/files/{attachment.pk}/"), desk.get(f"/desk/files/{attachment.pk}/preview/")):
            _is_harmless(answer, attachment)
    given = {body(desk.get(f"/desk/files/{attachment.pk}/")) for attachment in kept}
    assert given <= set(sent.values()), "a file came back with other bytes"


def _is_harmless(answer: Any, attachment: Attachment) -> None:
    assert answer.status_code in {200, 404}
    if answer.status_code == 404:
        return
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "sandbox" in policy and "allow-scripts" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    if headers["Content-Type"] == "application/octet-stream":
        disposition = headers["Content-Disposition"]
        assert disposition.startswith("attachment")
        assert not set(disposition) & set("\r\n\0/\\")
        assert attachment.name == safe_file_name(attachment.name)
    else:
        assert headers["Content-Type"] in {"image/jpeg", "image/png", "image/webp"}
    body(answer)


def test_the_complainant_gets_the_own_file_as_a_download(desk: Client) -> None:
    client = Client(raise_request_exception=False)
    upload = _upload("x.html", b"<script>alert(1)</script>")
    page = safe(client.post("/complain", {**FORM, "text": "With a page.", "photos": [upload]}), "x.html")
    link = page.partition("/follow/")[2].partition('"')[0]
    assert client.get(f"/follow/{link}").status_code == 302
    file = Attachment.objects.get()
    answer = client.get(f"/follow/files/{file.pk}")
    _is_harmless(answer, file)
    assert Complaint.objects.count() == 1
