"""The office's letters: the texts are data (letter_texts/*.yaml), this fills them and never leaves a hole.

A text is lines. A line beginning with "/" stands in for the one above it when that one lacks a value ("/" alone: nothing
stands in). An empty line ends a paragraph, ↵ ends a printed line. {name} is a placeholder; what is put in is never read again.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from amends.lib.data_files import Entry, read_entry

LANGUAGES = ("en", "ru", "fa", "zh")
OWN_WORDS = 600

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ALONE = re.compile(r"(?:^|\n)\W?\{([a-z_]+)\}\W?(?=\n|$)")
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_BY_KIND = {
    "question": "acknowledgement_question",
    "suggestion": "acknowledgement_suggestion",
    "praise": "acknowledgement_praise",
    "authority": "acknowledgement_authority",
    "data_request": "acknowledgement_data_request",
}


class LetterFault(ValueError):
    """A letter was asked for that does not exist, or with the wrong values. A fault in code or data, never of a reader."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: plain text, paragraphs apart by an empty line."""

    subject: str
    text: str


@dataclass(frozen=True)
class Template:
    """One letter in one language, before filling."""

    code: str
    language: str
    subject: tuple[str, ...]
    paragraphs: tuple[tuple[tuple[str, ...], ...], ...]

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """Every value this letter knows."""
        return frozenset(name for choices in self._sentences() for text in choices for name in _names(text))

    @cached_property
    def required(self) -> frozenset[str]:
        """The values it cannot do without: those of a sentence nothing stands in for."""
        return frozenset(name for choices in self._sentences() for name in _names(choices[-1]))

    def _sentences(self) -> Iterator[tuple[str, ...]]:
        yield self.subject
        for paragraph in self.paragraphs:
            yield from paragraph


def fill(code: str, language: str, /, **values: str | None) -> Letter:
    """The letter `code` in `language`. A value that is None or blank is missing, and another sentence takes its place.

    Refuses an unknown letter, a value the letter does not know, a value that is no text, and a missing required value.
    Braces inside a value stay as they are. Values that run in the other direction are isolated (Unicode FSI ... PDI).
    """
    template = _template(code, language)
    if unknown := values.keys() - template.placeholders:
        raise LetterFault(f"{code}/{language} does not know {_listed(unknown)}")
    given = {name: _clean(code, name, value) for name, value in values.items() if value is not None}
    given = {name: value for name, value in given.items() if value}
    if missing := template.required - given.keys():
        raise LetterFault(f"{code}/{language} cannot do without {_listed(missing)}")
    paragraphs = (_paragraph(sentences, language, given) for sentences in template.paragraphs)
    subject = " ".join(_sentence(template.subject, language, given).split())
    return Letter(subject, "\n\n".join(paragraph for paragraph in paragraphs if paragraph))


def acknowledgement_for(kind: str, *, danger: bool = False, anonymous: bool = False) -> str:
    """Which acknowledgement a contact of this kind gets. Danger to health comes before everything else."""
    if danger:
        return "acknowledgement_danger"
    if anonymous:
        return "acknowledgement_anonymous"
    return _BY_KIND.get(kind, "acknowledgement")


def emergency(language: str, jurisdiction: str = "") -> str:
    """Whom to call when health is in danger, in words that fit into the sentence of the letter."""
    return _place(language, jurisdiction, "emergency") or _place(language, "any", "emergency") or ""


def authority(language: str, jurisdiction: str = "") -> str | None:
    """The public body a complainant may turn to; None where we know none, and the letter speaks in general words."""
    return _place(language, jurisdiction, "authority")


def own_words(text: str, limit: int = OWN_WORDS) -> str:
    """The beginning of what somebody wrote, cut at a word, fit to be quoted back to them."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = (
        text[:limit].rsplit(None, 1)[0]
        if any(letter.isspace() for letter in text[limit // 2 : limit])
        else text[:limit]
    )
    return f"{cut.rstrip(' ,;:.،؛，；。')} …"


def codes() -> frozenset[str]:
    """Every letter there is."""
    return frozenset(_letters(LANGUAGES[0]))


def placeholders(code: str) -> tuple[frozenset[str], frozenset[str]]:
    """The values a letter knows, and those among them it cannot do without; the same in every language."""
    template = _template(code, LANGUAGES[0])
    return template.placeholders, template.required


def load(file: Traversable, language: str) -> dict[str, Template]:
    """The letters of one file. Refuses, naming file and line, what a filler could stumble over later."""
    letters = read_entry(file)
    return {code: _read(letters, code, language) for code in letters}


@cache
def _letters(language: str) -> dict[str, Template]:
    return load(resources.files(__package__).joinpath("letter_texts", f"{language}.yaml"), language)


@cache
def _places() -> Entry:
    return read_entry(resources.files(__package__).joinpath("letter_texts", "places.yaml"))


def _place(language: str, jurisdiction: str, what: str) -> str | None:
    defaults: Mapping[str, str] = _places()["by_language"]
    place = _places()["jurisdictions"].get(jurisdiction or defaults.get(language, "any"), {})
    words: Mapping[str, str] = place.get(what, {})
    return words.get(language)


def _template(code: str, language: str) -> Template:
    if language not in LANGUAGES:
        raise LetterFault(f"there are no letters in “{language}”; there are {', '.join(LANGUAGES)}")
    if code not in _letters(language):
        raise LetterFault(f"there is no letter “{code}” in “{language}”")
    return _letters(language)[code]


def _read(letters: Entry, code: str, language: str) -> Template:
    entry = letters[code]
    if not isinstance(entry, Entry):
        raise letters.fault(f"“{code}” must have a subject and a text", code)
    entry.known("subject", "text")
    subject = _choices(entry, "subject", entry.text("subject"))
    paragraphs = tuple(_choices(entry, "text", block) for block in re.split(r"\n\s*\n", entry.text("text").strip()))
    if len(subject) != 1:
        raise entry.fault("a subject is one line, with lines to stand in for it", "subject")
    return Template(code, language, subject[0], paragraphs)


def _choices(entry: Entry, key: str, block: str) -> tuple[tuple[str, ...], ...]:
    sentences: list[list[str]] = []
    for line in block.splitlines():
        line = line.strip()
        if re.search(r"[{}]", _PLACEHOLDER.sub("", line)):
            raise entry.fault(f"a brace that is no placeholder: {line}", key)
        if not line.startswith("/"):
            sentences.append([line.replace("↵", "\n")])
        elif sentences and _names(sentences[-1][-1]):
            sentences[-1].append(line[1:].strip().replace("↵", "\n"))
        else:
            raise entry.fault(f"nothing above that could lack a value: {line}", key)
    return tuple(map(tuple, sentences))


@cache
def _names(text: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(text))


@cache
def _standing_alone(text: str) -> frozenset[str]:
    """Values that have a line to themselves, in whose lines nothing is joined."""
    return frozenset(_ALONE.findall(text))


def _paragraph(sentences: tuple[tuple[str, ...], ...], language: str, given: Mapping[str, str]) -> str:
    space = "" if language == "zh" else " "
    whole = ""
    for choices in sentences:
        sentence = _sentence(choices, language, given)
        joined = not whole or not sentence or whole.endswith("\n") or sentence.startswith("\n")
        whole += sentence if joined else space + sentence
    return whole.strip()


def _sentence(choices: tuple[str, ...], language: str, given: Mapping[str, str]) -> str:
    text = next(choice for choice in choices if _names(choice) <= given.keys())
    if not _names(text):
        return text
    alone = _standing_alone(text)

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        return given[name] if name in alone else _isolated(" ".join(given[name].split()), language)

    return _PLACEHOLDER.sub(value, text)


def _isolated(value: str, language: str) -> str:
    kinds = {unicodedata.bidirectional(letter) for letter in value}
    runs_left = bool(kinds & {"R", "AL", "AN"})
    foreign = ("L" in kinds or not runs_left) if language == "fa" else runs_left
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}" if foreign else value


def _clean(code: str, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise LetterFault(f"{code}: the value of “{name}” must be a text, not {type(value).__name__}")
    return _STEERING.sub("", value).strip()


def _listed(names: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(names))
