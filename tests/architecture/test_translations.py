"""Every text of the house is there in every language, whole, with the same placeholders."""

import re

import pytest

from amends.config import catalogues

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")
LANGUAGES = [
    pytest.param(
        language,
        marks=pytest.mark.skipif(
            not catalogues.source(language).is_file(), reason="the catalogues have not come from the translators yet"
        ),
    )
    for language in catalogues.TRANSLATED
]


@pytest.fixture(scope="module")
def texts() -> object:
    return catalogues.collect()


def _strings(message: object) -> tuple[str, ...]:
    said = message.string  # type: ignore[attr-defined]
    return said if isinstance(said, tuple) else (said,)


def _placeholders(text: str) -> set[str]:
    return {hit.group() for hit in PLACEHOLDER.finditer(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(texts: object, language: str) -> None:
    catalog = catalogues.read(language)
    missing = [
        message.id
        for message in texts  # type: ignore[attr-defined]
        if message.id
        and ((found := catalog.get(message.id, message.context)) is None or found.fuzzy or not all(_strings(found)))
    ]
    assert not missing, (
        f"{len(missing)} texts wait for a translator into {language}; make messages lists them in the .po"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_all_its_forms(language: str) -> None:
    catalog = catalogues.read(language)
    short = [m.id for m in catalog if isinstance(m.id, tuple) and len(_strings(m)) != catalog.num_plurals]
    assert not short


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same(language: str) -> None:
    wrong = []
    for message in catalogues.read(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set.union(*map(_placeholders, ids))
        for said in filter(None, _strings(message)):
            # A plural form may leave the number out ("one letter"); nothing may be put in.
            if not _placeholders(said) <= wanted or (len(ids) == 1 and _placeholders(said) != wanted):
                wrong.append((message.id, said))
    assert not wrong


def test_texts_are_found_in_python_and_in_templates(texts: object) -> None:
    places = {place.rpartition(".")[2] for message in texts for place, _ in message.locations}  # type: ignore[attr-defined]
    assert {"py", "html"} <= places
