"""Rules by file: taken home, read again, refused with the line that is wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from amends.core.models import Rule
from amends.core.rules.law import reading
from amends.office.models import Person
from amends.web.office.tests.pages import NO_TEXT, OWN, in_language, text_of


def test_rules_go_out_as_a_file_and_come_in_again(as_ada: Client, ada: Person) -> None:
    page = as_ada.post("/office/rules/file/", {"text": OWN, "go": "look"})
    assert "Call back" in text_of(page) and not Rule.objects.exists()
    assert (
        as_ada.post(
            "/office/rules/file/", {"file": SimpleUploadedFile("own.yaml", OWN.encode()), "go": "keep"}
        ).status_code
        == 302
    )
    taken = as_ada.get("/office/rules/file/office.yaml")
    assert "attachment" in taken["Content-Disposition"]
    assert reading.read_pack_in(taken.content.decode(), "x") == reading.read_pack_in(OWN, "y")
    again = as_ada.post("/office/rules/file/", {"text": taken.content.decode(), "go": "keep"})
    assert "everything in this file is kept already" in text_of(again)
    both = taken.content.decode() + "".join(OWN.partition("rules:\n")[2]).replace("OWN-CALL", "OWN-CALL-2").replace(
        "law: house", "law: law1"
    )
    assert as_ada.post("/office/rules/file/", {"text": both, "go": "keep"}).status_code == 302
    assert set(Rule.objects.values_list("rule", flat=True)) == {"OWN-CALL", "OWN-CALL-2"}
    assert as_ada.get("/office/rules/file/XX.yaml").status_code == 404


BAD_FILES = {
    "an unknown unit": (OWN.replace("unit: CD", "unit: DAYS"), "pasted.yaml:10", "unit: DAYS"),
    "an impossible day": (OWN.replace("2026-01-01", "2026-02-30"), "pasted.yaml:11", "from: 2026-02-30"),
    "no YAML": (OWN.replace("length: 2", "length: [2"), "pasted.yaml:10", ""),
    "another country": (OWN.replace('"*"', "FR"), "pasted.yaml:5", "OWN-CALL"),
    "a sign no text has": (OWN.replace("Call back", '"a\\0b"'), "pasted.yaml:6", ""),
    "an id with spaces": (OWN.replace("OWN-CALL", "OWN CALL"), "pasted.yaml:5", "OWN CALL"),
    "a rule it leads to": (OWN + "    consequence: NOWHERE\n", "pasted.yaml:5", ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_its_line_and_stays_in_the_box(name: str, as_ada: Client) -> None:
    text, place, line = BAD_FILES[name]
    page = as_ada.post("/office/rules/file/", {"text": text, "go": "keep"})
    assert page.status_code == 400
    assert place in text_of(page)
    assert page.context["form"]["text"].value() == text
    assert any(is_it and line in shown for _, shown, is_it in page.context["form"].excerpt)
    assert not Rule.objects.exists()


def test_a_fault_is_told_in_the_readers_language(as_ada: Client) -> None:
    page = in_language(as_ada, "ru").post("/office/rules/file/", {"text": OWN.replace("length: 2\n", "length: two\n")})
    assert "должно быть" in text_of(page)


@pytest.mark.parametrize("sent", NO_TEXT.values(), ids=NO_TEXT)
def test_a_file_that_is_no_text_is_refused(sent: bytes, as_ada: Client) -> None:
    page = as_ada.post("/office/rules/file/", {"file": SimpleUploadedFile("own.yaml", sent), "go": "keep"})
    assert page.status_code == 400 and page.context["form"].errors
