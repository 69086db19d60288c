"""The kind of a file is read from its first bytes."""

import io

import pytest
from PIL import Image

from amends.lib.media_types import HEAD, UNKNOWN, sniff


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "webp"])
def test_real_pictures(kind: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (3, 3)).save(file, kind)
    assert sniff(file.getvalue()[:HEAD]) == f"image/{kind}"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"", UNKNOWN),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", "image/heic"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"\0\0\0\x18ftypmp42", UNKNOWN),
        (b"RIFF\0\0\0\0WAVE", UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", UNKNOWN),
        (b"<!doctype html>", UNKNOWN),
        (b"MZ\x90\0", UNKNOWN),
        (b"PK\x03\x04", UNKNOWN),
        (b"GIF", UNKNOWN),
        (b" \x89PNG\r\n\x1a\n", UNKNOWN),
    ],
)
def test_known_beginnings(head: bytes, expected: str) -> None:
    assert sniff(head) == expected
