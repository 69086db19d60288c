"""Letters are complete in four languages, never show a hole, and never read what a customer wrote as a template."""

import re
from pathlib import Path

import pytest

from amends.core.rules import letters
from amends.lib.data_files import DataFault

ALL = sorted(letters.codes())
EVERYWHERE = [(code, language) for code in ALL for language in letters.LANGUAGES]


def values_for(names: frozenset[str]) -> dict[str, str]:
    return {name: f"<{name}>" for name in names}


@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_every_language_has_every_letter(language: str) -> None:
    assert {code for code in ALL if letters.fill(code, language, **values_for(letters.placeholders(code)[0]))} == set(
        ALL
    )


@pytest.mark.parametrize(("code", "language"), EVERYWHERE)
def test_placeholders_are_the_same_in_every_language(code: str, language: str) -> None:
    template = letters._template(code, language)
    assert (template.placeholders, template.required) == letters.placeholders(code)


@pytest.mark.parametrize(("code", "language"), EVERYWHERE)
def test_all_values_appear_and_no_hole_is_left(code: str, language: str) -> None:
    known, _ = letters.placeholders(code)
    letter = letters.fill(code, language, **values_for(known))
    for name in known:
        assert f"<{name}>" in letter.subject + letter.text, name
    assert not re.search(r"[{}/↵]", letter.text + letter.subject)


@pytest.mark.parametrize(("code", "language"), EVERYWHERE)
def test_with_nothing_but_the_required_the_letter_still_reads_well(code: str, language: str) -> None:
    _, required = letters.placeholders(code)
    letter = letters.fill(code, language, **values_for(required))
    assert letter.subject.strip()
    for paragraph in letter.text.split("\n\n"):
        assert paragraph.strip()
        assert not re.search(r"  | [.,!?:;]|«»|“”|\(\)", paragraph), paragraph
    assert not letter.text.endswith((":", "："))
    assert not re.search(r"[{}↵]", letter.text + letter.subject)


@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_no_bare_person_appears_when_nobody_is_on_duty(language: str) -> None:
    letter = letters.fill("acknowledgement", language, number="PX-2026-000001", owner=None, name="  ")
    assert "None" not in letter.text
    assert letter.text.startswith({"en": "Hello,", "ru": "Здравствуйте!", "fa": "سلام،", "zh": "您好！"}[language])


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"number": "1", "nmae": "Anna"}, "does not know nmae"),
        ({}, "cannot do without number"),
        ({"number": "  "}, "cannot do without number"),
        ({"number": 12}, "must be a text, not int"),
    ],
)
def test_wrong_values_are_refused(values: dict[str, str], complaint: str) -> None:
    with pytest.raises(letters.LetterFault, match=complaint):
        letters.fill("acknowledgement", "en", **values)


@pytest.mark.parametrize(("code", "language"), [("no_such_letter", "en"), ("acknowledgement", "de")])
def test_unknown_letters_and_languages_are_refused(code: str, language: str) -> None:
    with pytest.raises(letters.LetterFault):
        letters.fill(code, language, number="1")


def test_braces_in_what_a_customer_wrote_stay_braces() -> None:
    words = "I paid {owner} and {0.__class__} {{twice}} %(name)s / ↵"
    letter = letters.fill("acknowledgement", "en", number="1", problem=words, owner="Olga")
    assert f"“{words}”" in letter.text
    assert letter.text.count("Olga") == 1


def test_own_words_keep_their_lines_and_stand_alone() -> None:
    letter = letters.fill("acknowledgement", "en", number="1", problem="first\n\nsecond")
    assert "told us:\n“first\n\nsecond”\n" in letter.text


@pytest.mark.parametrize(
    ("language", "name", "isolated"),
    [
        ("en", "Anna", False),
        ("en", "سارا", True),
        ("ru", "李娜", False),
        ("ru", "سارا", True),
        ("fa", "سارا", False),
        ("fa", "Anna", True),
        ("fa", "سارا Smith", True),
        ("fa", "+7 900 123-45-67", True),
        ("zh", "محمد", True),
    ],
)
def test_names_that_run_the_other_way_are_isolated(language: str, name: str, isolated: bool) -> None:
    letter = letters.fill("acknowledgement", language, number="۱", name=name)
    assert (f"\u2068{name}\u2069" in letter.text) is isolated
    assert name in letter.text


def test_a_link_stands_alone_and_is_never_wrapped() -> None:
    letter = letters.fill("acknowledgement", "fa", number="PX-1", link="https://x.example/f/abc", access_code="AB-CD")
    assert "\nhttps://x.example/f/abc\n" in letter.text
    assert "\u2068AB-CD\u2069" in letter.text


def test_steering_characters_of_a_customer_cannot_turn_the_letter_round() -> None:
    letter = letters.fill("acknowledgement", "en", number="1", name="Eve\u202etxt\u2069", problem="a\u2067b\x00")
    assert "\u202e" not in letter.text and "\u2067" not in letter.text and "\x00" not in letter.text


def test_a_subject_is_one_line() -> None:
    assert "\n" not in letters.fill("acknowledgement", "en", number="1\nBcc: all@example.org").subject


@pytest.mark.parametrize("kind", ["question", "suggestion", "praise", "authority", "data_request"])
def test_each_kind_has_its_own_acknowledgement(kind: str) -> None:
    assert letters.acknowledgement_for(kind) == f"acknowledgement_{kind}"


def test_danger_comes_first_then_anonymity_then_kind() -> None:
    assert letters.acknowledgement_for("question", danger=True, anonymous=True) == "acknowledgement_danger"
    assert letters.acknowledgement_for("question", anonymous=True) == "acknowledgement_anonymous"
    assert letters.acknowledgement_for("trade_claim") == "acknowledgement"


@pytest.mark.parametrize(
    ("language", "jurisdiction", "emergency"),
    [
        ("ru", "", "112"),
        ("ru", "RU", "103"),
        ("fa", "", "۱۱۵"),
        ("zh", "", "120"),
        ("en", "", "112"),
        ("en", "US", "911"),
    ],
)
def test_emergency_numbers(language: str, jurisdiction: str, emergency: str) -> None:
    assert emergency in letters.emergency(language, jurisdiction)
    assert letters.emergency(language, "a place we do not know")


def test_authorities() -> None:
    assert letters.authority("ru") == "Роспотребнадзор"
    assert letters.authority("en") is None
    assert "12315" in (letters.authority("zh", "CN") or "")


def test_own_words_are_cut_at_a_word() -> None:
    assert letters.own_words("short ") == "short"
    cut = letters.own_words("word " * 400)
    assert cut.endswith("word …") and len(cut) <= letters.OWN_WORDS + 2
    assert len(letters.own_words("字" * 5000)) == letters.OWN_WORDS + 2


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("a:\n  subject: S\n  text: 'Hi {Name}'\n", "en.yaml:3: a brace that is no placeholder"),
        ("a:\n  subject: S\n  text: |\n    Hi\n    / Ho\n", "en.yaml:3: nothing above that could lack a value"),
        ("a:\n  subject: S\n", "en.yaml:2: “text” must be a text"),
        ("a:\n  subject: S\n  text: T\n  body: B\n", "en.yaml:4: “body” is not known here"),
        ("a: T\n", "en.yaml:1: “a” must have a subject and a text"),
    ],
)
def test_a_wrong_letter_file_is_refused_by_line(tmp_path: Path, content: str, complaint: str) -> None:
    file = tmp_path / "en.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match=complaint):
        letters.load(file, "en")
