"""Words that may mean danger to health. A hit calls a person within the hour; it decides nothing.

The words are in safety_words.yaml, for every language at once: people mix languages, and the guess of one may be wrong.
"""

import re
import unicodedata
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from amends.lib.data_files import DataFault, Entry, read_entry

LANGUAGES = ("en", "ru", "fa", "zh")

Words = dict[str, list[tuple[str, re.Pattern[str]]]]

_MOST_WORDS = 12
_LONGEST_TEXT = 2_000_000
_SAME_LETTERS = {
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "ۀ": "ه",
    "ё": "е",
    "’": "'",
    "\u200c": " ",
    "\u200d": "",
    "\u00ad": "",
    "\u0640": "",
}
_WIDE_STOPS = "，！？：；（）"
_MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+")
_LETTERS = {
    "en": re.compile("[a-z]"),
    "ru": re.compile("[\u0430-\u044f]"),
    "fa": re.compile("[\u0621-\u06cc]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d*,\})")
_WORD_AROUND = r"\w{0,24}"


def danger(text: str) -> list[str] | None:
    """The words of a text that may mean danger to health, as written but folded; None when there are none.

    Takes time in proportion to the length of the text. DOMAIN: the one-hour safety look; ISO 10002, 7.5.
    """
    plain = fold(text[:_LONGEST_TEXT])
    found: dict[str, int] = {}
    for language, words in _words().items():
        if not _LETTERS[language].search(plain):
            continue
        for stem, pattern in words:
            if stem in plain and (hit := pattern.search(plain)):
                found.setdefault(hit.group(), hit.start())
    return sorted(found, key=found.__getitem__)[:_MOST_WORDS] or None


def fold(text: str) -> str:
    """A text as the patterns expect it: one spelling for letters that look or mean the same, no accents, no case."""
    for stop in _WIDE_STOPS:  # they alone would send every Chinese text down the slow path of NFKC
        text = text.replace(stop, " ")
    plain = unicodedata.normalize("NFKC", text).casefold()
    for letter, same in _SAME_LETTERS.items():
        plain = plain.replace(letter, same)
    return " ".join(_MARKS.sub("", plain).split())


def load(file: Traversable) -> Words:
    """Stems and compiled patterns of a words file, by language.

    Refuses, naming file and line: a missing or unknown language, a stem that is not folded, a pattern that is broken,
    that could do without its stem, or that repeats without an upper bound (its time would grow with the text's square).
    """
    words = read_entry(file)
    words.known(*LANGUAGES)
    patterns: Words = {}
    for language in LANGUAGES:
        entry = words.get(language)
        if not isinstance(entry, Entry) or not entry:
            raise words.fault(f"words for “{language}” are missing", language)
        patterns[language] = [(stem, _compiled(entry, stem, whole_words=language != "zh")) for stem in entry]
    return patterns


@cache
def _words() -> Words:
    return load(resources.files(__package__).joinpath("safety_words.yaml"))


def _compiled(entry: Entry, stem: str, *, whole_words: bool) -> re.Pattern[str]:
    source = entry[stem]
    if source is None:
        source = re.escape(stem)
    if not isinstance(source, str) or fold(stem) != stem:
        raise entry.fault(f"“{stem}” must be folded ({fold(stem)!r}) and its pattern a text or nothing", stem)
    if _UNBOUNDED.search(source):
        raise entry.fault(f"the pattern of “{stem}” repeats without an upper bound; write {{0,12}} instead of *", stem)
    try:
        bare = re.compile(source)
        around = _WORD_AROUND if whole_words else ""
        pattern = re.compile(f"(?:{source}){around}")
    except re.error as fault:
        raise entry.fault(f"the pattern of “{stem}” is broken: {fault}", stem) from fault
    _check_stem(entry, stem, bare, source)
    return pattern


def _check_stem(entry: Entry, stem: str, bare: re.Pattern[str], source: str) -> None:
    if bare.search(""):
        raise DataFault(f"{entry.places[stem]}: the pattern of “{stem}” finds something in an empty text")
    if stem not in source.replace(re.escape(stem), stem):
        raise entry.fault(f"“{stem}” does not stand in its own pattern", stem)
