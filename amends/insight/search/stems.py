"""From a plain word to what its inflected forms share: Russian, English, Persian. Pure."""

import re
import threading

import Stemmer

from amends.insight.search import letters

LONGEST = 64
"""Letters of a word that count; longer ones are not words."""

PREFIXES = frozenset({"می", "نمی"})
ENDINGS = frozenset(
    {"ها", "های", "هایی", "هایم", "هایت", "هایش", "هایمان", "هایتان", "هایشان", "تر", "تری", "ترین"}
    | {"ام", "ات", "اش", "ای", "اند", "ایم", "اید", "مان", "تان", "شان", "ی"}
)
"""What Persian writes apart, after a zero-width non-joiner, or joined, as the writer likes."""

_PLURALS = ("هایمان", "هایتان", "هایشان", "هایی", "هایم", "هایت", "هایش", "های", "ها")
_SUFFIXES = tuple(
    ["ترین", "مان", "تان", "شان", "تری", "اند", "تر", "ان", "ات", "ام", "اش", "یم", "ید", "ند", "م", "ت", "ش", "ی"]
)
_FLEETING = re.compile(r"(.*[^аеиоуыэюя])([ое])([кцнлгм])ь?")
_ONCE = re.compile(r"(.+ну)л[аои]?")
_CONSONANTS = "бвгджзклмнпрстфхцчшщ"
_SOFT = re.compile(r".*[лнсзт]")

_english = Stemmer.Stemmer("english", 0)
_russian = Stemmer.Stemmer("russian", 0)
_turn = threading.Lock()  # a Stemmer must not be used by two threads at once


def stems(word: str) -> tuple[str, ...]:
    """The stem of one word of letters or digits; after it, other stems under which it may also be known."""
    word = word[:LONGEST]
    if word[0].isdigit():
        return _number(word)
    if letters.is_arabic(word):
        return (persian(word),)
    if letters.is_cyrillic(word):
        return _of_russian(word)
    with _turn:
        return (_english.stemWord(word) or word,)


def persian(word: str) -> str:
    """Takes plural, comparison, possession and person off a word, then the prefix of the present. Never below two letters."""
    for _ in range(4):
        shorter = _one_off(word)
        if shorter == word:
            break
        word = shorter
    for prefix in ("نمی", "می"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word.removeprefix(prefix)
    return word


def _one_off(word: str) -> str:
    for suffix in _PLURALS:
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            return word.removesuffix(suffix)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix)
    return word


def _number(word: str) -> tuple[str, ...]:
    """A number, the same without leading zeros, and the last ten digits of a telephone number with its country."""
    also = [word]
    if word[0] == "0" and (bare := word.lstrip("0")):
        also.append(bare)
    if 11 <= len(word) <= 15:
        also.append(word[-10:])
    return tuple(also)


def _of_russian(word: str) -> tuple[str, ...]:
    """The Snowball stem, and the noun it may have cut too short, so that all cases of the noun share one stem.

    Nouns in -ть (кровать, кровати), nouns that look like a verb or a case (диван, запах), fleeting vowels (банок,
    банки; день, дня). Also the past of verbs in -нуть (вернули, вернут).
    """
    with _turn:
        stem = _russian.stemWord(word) or word
    also = [stem]
    if word.endswith("ть") and len(word) >= 5:
        also.append(word[:-1])
    elif stem != word.rstrip("ь"):
        if word[-1] in _CONSONANTS:
            also.append(word)
        elif len(word) - len(stem) >= 2 and word[-2] in "нлт":
            also.append(word[:-1])
    elif len(word) == 3 and word[-1] not in _CONSONANTS:
        also.append(word[:-1])
    if (found := _FLEETING.fullmatch(word)) and (stem == word.rstrip("ь") or word.endswith("ем")):
        before, vowel, after = found.groups()
        also.append(before + after)
        if vowel == "е" and _SOFT.fullmatch(before):
            also.append(f"{before}ь{after}")
    if found := _ONCE.fullmatch(word):
        also.append(found[1] + "т")
    return tuple(dict.fromkeys(also))
