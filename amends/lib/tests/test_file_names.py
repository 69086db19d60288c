"""Hostile names become harmless, honest names stay as they are."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.lib.file_names import content_disposition, safe_file_name

UNCHANGED = ["receipt.pdf", "Чек от 5 мая.jpg", "رسید خرید.png", "می\u200cخواهم.pdf", "收据 (2).docx", "a.tar.gz"]
UNCHANGED += [
    "naïve résumé.txt",
    "report_v1-2+3=4.txt",
    "100% sure.txt",
    "O'Neil & Sons.pdf",
    "photo",
    "e\u0301.txt",
    "#1.txt",
]

MENDED: list[tuple[str | None, str]] = [
    (None, "file"),
    ("", "file"),
    (" ", "file"),
    (".", "file"),
    ("..", "file"),
    ("...", "file"),
    ("\0", "file"),
    ("\u202e\u200b", "file"),
    ("/", "file"),
    ("a/", "file"),
    ("../../etc/passwd", "passwd"),
    ("..\\..\\windows\\win.ini", "win.ini"),
    ("C:\\fakepath\\photo.jpg", "photo.jpg"),
    ("C:photo.jpg", "C_photo.jpg"),
    ("\\\\server\\share\\x.txt", "x.txt"),
    ("/etc/passwd\0.jpg", "passwd.jpg"),
    ("photo.jpg\0.exe", "photo.jpg.exe"),
    ("a\u202egpj.exe", "agpj.exe"),
    ("a\u2066b\u2069.txt", "ab.txt"),
    ("a\u200bb\ufeff.txt", "ab.txt"),
    ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
    ("a\tb.txt", "ab.txt"),
    ("a\u00a0\u3000 b.txt", "a b.txt"),
    ("a\u2028b.txt", "ab.txt"),
    ("CON", "_CON"),
    ("con.txt", "_con.txt"),
    ("nul.tar.gz", "_nul.tar.gz"),
    ("COM1.log", "_COM1.log"),
    ("lpt¹", "_lpt¹"),
    ("aux .txt", "_aux.txt"),
    ("CONOUT$", "_CONOUT$"),
    ("console.txt", "console.txt"),
    (".htaccess", "htaccess"),
    (".env", "env"),
    ("-rf", "rf"),
    ("--help.txt", "help.txt"),
    ("~root.txt", "root.txt"),
    ("name. . .", "name"),
    ("file.txt::$DATA", "file.txt__$DATA"),
    ('"><img src=x onerror=alert(1)>.png', "___img src=x onerror=alert(1)_.png"),
    ("a|b?c*d.txt", "a_b_c_d.txt"),
    ("a\uff0fb\u2215c\u2044d.txt", "a_b_c_d.txt"),
    ("\ud800\udfff.txt", "txt"),
    ("\ue000.txt", "txt"),
    ("%2e%2e%2fetc", "%2e%2e%2fetc"),
    ("$(reboot).txt", "$(reboot).txt"),
    ("{{7*7}}.txt", "{{7_7}}.txt"),
    ("=cmd().csv", "=cmd().csv"),
    ("\u200cword.txt", "word.txt"),
    ("x" * 1000 + ".pdf", "x" * 116 + ".pdf"),
    ("я" * 1000 + ".jpeg", "я" * 97 + ".jpeg"),
    ("😀" * 500 + ".png", "😀" * 49 + ".png"),
    ("a." + "b" * 1000, "a." + "b" * 118),
    ("." * 1000 + "a", "a"),
]


@pytest.mark.parametrize("name", UNCHANGED)
def test_honest_names_stay(name: str) -> None:
    assert safe_file_name(name) == name


@pytest.mark.parametrize(("given_name", "expected"), MENDED, ids=range(len(MENDED)))
def test_hostile_names_are_mended(given_name: str | None, expected: str) -> None:
    assert safe_file_name(given_name) == expected


@given(st.text(st.characters()) | st.text(st.sampled_from("./\\\0 -~con:<>\"%\u202e\u200c\r\n'éя中😀")))
def test_always_harmless(name: str) -> None:
    safe = safe_file_name(name)
    assert 0 < len(safe) <= 121
    assert len(safe.encode()) <= 201
    assert not re.search(r'[/\\<>:"|?*\x00-\x1f\x7f]', safe)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in safe)
    assert safe[0] not in ".-~ "
    assert safe[-1] not in ". "
    assert safe_file_name(safe) == safe


@given(st.text(st.characters()))
def test_the_header_is_one_plain_line_that_carries_the_name(name: str) -> None:
    header = content_disposition(name)
    found = re.fullmatch(
        r"attachment; filename=\"([A-Za-z0-9 ._()+,=@#-]+)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", header
    )
    assert found is not None
    assert unquote(found[2], errors="strict") == safe_file_name(name)


def test_known_headers() -> None:
    assert (
        content_disposition("résumé.pdf")
        == "attachment; filename=\"re_sume_.pdf\"; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf"
    )
    assert content_disposition("a%2fb.txt").startswith('attachment; filename="a_2fb.txt";')
