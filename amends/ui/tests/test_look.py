"""Styles and behaviours: complete, small, strict; and the three small entrances."""

import gzip
import re
from http.cookies import SimpleCookie

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from amends.ui import look

pytestmark = [pytest.mark.urls("amends.ui.tests.house"), pytest.mark.django_db]
PHYSICAL = re.compile(
    r"(?<![\w-])(left|right|margin-(left|right|top|bottom)|padding-(left|right|top|bottom)|width|height)\s*:"
)


def test_styles_that_stand_apart_are_served_like_the_others() -> None:
    for part in look.APART:
        answer = Client().get(f"/ui/{look.styles_apart(part).name}")
        assert answer.content == look.styles_apart(part).body and "immutable" in answer["Cache-Control"]
    with pytest.raises(ValueError, match="apart"):
        look.styles_apart("base")


def test_every_part_is_joined_and_every_joined_part_is_there() -> None:
    assert {path.stem for path in (look.STATIC / "css").glob("*.css")} == {*look.STYLES, *look.APART}
    alone = {"passkeys"}
    assert {path.stem for path in (look.STATIC / "js").glob("*.js")} == set(look.BEHAVIOURS) | alone


def test_styles_and_behaviours_of_a_desk_page_travel_in_under_40_kilobytes() -> None:
    """The bar is 100 kB for the first paint; what travels (gzip, as served) is what a slow line feels."""
    htmx = finders.find("django_htmx/htmx-2.min.js")
    with open(str(htmx), "rb") as file:
        travels = len(look.styles().zipped) + len(look.behaviours().zipped) + len(gzip.compress(file.read()))
    assert travels < 40_000


def test_what_stands_before_the_first_paint_is_small() -> None:
    """Scripts are modules and wait for the page; only the styles stand before it, unpacked too."""
    assert len(look.styles().body) < 40_000


@pytest.mark.parametrize("part", [*look.STYLES, *look.APART])
def test_only_logical_properties(part: str) -> None:
    text = (look.STATIC / "css" / f"{part}.css").read_text(encoding="utf-8")
    found = [line for line in text.splitlines() if PHYSICAL.search(re.sub(r"@media \([^)]*\)", "", line))]
    assert not found


def test_colours_are_named_in_one_place() -> None:
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!\w)|rgb\(")
    for part in {*look.STYLES, *look.APART} - {"tokens", "print"}:
        text = (look.STATIC / "css" / f"{part}.css").read_text(encoding="utf-8")
        paper_for_foreign_things = ("#fff", "#000", "#bfe3de", "#1f5552")
        assert not [hit for hit in named.findall(text) if hit not in paper_for_foreign_things], part


def test_the_joined_file_is_served_zipped_and_for_ever() -> None:
    client = Client()
    plain = client.get(f"/ui/{look.styles().name}")
    zipped = client.get(f"/ui/{look.styles().name}", headers={"Accept-Encoding": "gzip"})
    assert plain.content == look.styles().body
    assert zipped["Content-Encoding"] == "gzip"
    assert "immutable" in plain["Cache-Control"]
    assert client.get("/ui/look-000000000000.css").status_code == 404


def test_a_language_chosen_by_name_is_remembered_and_the_page_comes_back() -> None:
    response = Client().post("/ui/language/", {"language": "fa", "next": "/public/?step=2"})
    assert response["Location"] == "/public/?step=2"
    assert _cookie(response.cookies, "django_language") == "fa"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(target: str) -> None:
    response = Client().post("/ui/theme/", {"theme": "dark", "next": target})
    assert response["Location"] == "/"
    assert _cookie(response.cookies, "theme") == "dark"


@pytest.mark.parametrize(("address", "field"), [("/ui/language/", "language"), ("/ui/theme/", "theme")])
def test_nonsense_is_not_remembered(address: str, field: str) -> None:
    assert not Client().post(address, {field: "tlh\r\nX: y"}).cookies


def _cookie(cookies: SimpleCookie, name: str) -> str:
    return cookies[name].value
