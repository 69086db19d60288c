"""Texts of the house on their way from the code to the translators and back. Needs no gettext tools on the machine."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import django
from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

HOUSE = Path(__file__).resolve().parent.parent
LOCALE = HOUSE / "locale"
TRANSLATED = ("ru", "fa", "zh")
# Django and allauth know simplified Chinese by another code than ours, so their texts are merged into our catalogue.
FOREIGN_CODE = {"zh": "zh_Hans"}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def collect() -> Catalog:
    """Every text marked for translation in Python and templates of the house."""
    catalog = Catalog(project="Amends", charset="utf-8")
    for path in sorted(HOUSE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "tests" not in path.parts and "migrations" not in path.parts:
            for line, message, comments, context in _texts(path):
                catalog.add(message, None, [(str(path.relative_to(HOUSE.parent)), line)], (), comments, context=context)
    return catalog


def update() -> dict[str, int]:
    """Brings each catalogue to the texts of today; returns how many wait for translation."""
    template, waiting = collect(), {}
    for language in TRANSLATED:
        path = source(language)
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            pofile.write_po(file, catalog, sort_output=True, include_lineno=False, width=0, omit_header=False)
        waiting[language] = sum(
            1 for message in catalog if message.id and (message.fuzzy or not all(_strings(message)))
        )
    return waiting


def compile_stale(*, always: bool = False) -> None:
    """Writes each compiled catalogue that is missing or older than its source.

    In an installed wheel there are no sources, and what came compiled stays as it is.
    """
    for language in TRANSLATED:
        made = source(language).with_suffix(".mo")
        is_stale = (
            source(language).is_file() and made.is_file() and made.stat().st_mtime < source(language).stat().st_mtime
        )
        if always or is_stale or not made.is_file():
            _compile(language, made)


def source(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue as the translators left it; an empty one when there is none yet."""
    path = source(language)
    if not path.is_file():
        return Catalog(locale=language, project="Amends", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def _texts(path: Path) -> Iterator[tuple[int, Any, list[str], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in text:
            return
        text = templatize(text, origin=str(path))
    yield from extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, comment_tags=("Translators:",))


def _strings(message: Any) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _foreign(language: str) -> list[Path]:
    code = FOREIGN_CODE.get(language)
    if code is None:
        return []
    packages = [Path(package.__file__).parent for package in (django, allauth) if package.__file__]
    return sorted(found for package in packages for found in package.rglob(f"locale/{code}/LC_MESSAGES/django.po"))


def _compile(language: str, made: Path) -> None:
    whole = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for path in _foreign(language):
        with path.open("rb") as file:
            _merge(whole, pofile.read_po(file, locale=language))
    _merge(whole, read(language))
    made.parent.mkdir(parents=True, exist_ok=True)
    draft = made.with_suffix(".new")
    with draft.open("wb") as file:
        mofile.write_mo(file, whole)
    draft.chmod(0o644)  # whatever the umask of the office says, this is no secret
    draft.replace(made)


def _merge(whole: Catalog, part: Catalog) -> None:
    for message in part:
        if message.id and not message.fuzzy and all(_strings(message)):
            whole.delete(message.id, context=message.context)
            whole.add(message.id, message.string, context=message.context)
