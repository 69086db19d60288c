"""Charsets and header words: any bytes are read, and what is written by the rules comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.channels.email import address, charset, compose, header
from amends.channels.email.mail import Address

NAMES = st.sampled_from(
    [
        *charset.ALIASES,
        "utf-8",
        "",
        "nonsense",
        "rot13",
        "hex",
        "zlib",
        "idna",
        "punycode",
        "\0",
        "utf-16-be",
        "x" * 200,
    ]
)
WRITABLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120)


@given(st.binary(max_size=400), NAMES, NAMES)
def test_any_bytes_of_any_declared_charset_become_text_that_can_be_stored(raw: bytes, declared: str, hint: str) -> None:
    text, _ = charset.decode(raw, declared, hint)
    assert text.encode("utf-8").decode("utf-8") == text


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=200))
def test_utf_8_that_says_so_comes_back_as_it_was(text: str) -> None:
    raw = text.encode()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or any(ord(char) < 32 for char in text):
        return
    if not (raw.isascii() and "~{" in text):
        assert charset.decode(raw, "utf-8")[0] == text


@pytest.mark.parametrize("alias", sorted(charset.ALIASES))
def test_every_alias_names_a_codec_python_has(alias: str) -> None:
    codec = charset.codec_of(alias)
    assert codec == charset.ALIASES[alias]
    assert not codec or b"".decode(codec) == ""


@given(st.binary(max_size=300))
def test_any_field_becomes_one_line(raw: bytes) -> None:
    assert not set(header.text(raw)) & set("\r\n\0\x0b\x85\u2028")
    header.parameters(raw)
    for one in address.read([raw]):
        assert not set(one.name + one.address) & set("\r\n\0")


@given(WRITABLE)
def test_a_subject_written_by_us_is_read_back(subject: str) -> None:
    written = compose._words(subject, first=9)
    unfolded = written.replace("\r\n ", " ").encode("ascii")
    assert header.text(unfolded) == compose.one_line(subject).strip()
    assert all(len(line) <= 76 for line in f"Subject: {written}".split("\r\n"))


@given(WRITABLE)
def test_a_name_written_by_us_is_read_back(name: str) -> None:
    written = compose._address(Address(name, "anna@example.org")).replace("\r\n ", " ").encode("ascii")
    (read,) = address.read([written])
    assert read.address == "anna@example.org"
    assert read.name == compose.one_line(name).strip("'\" ")[:300]
